"""Beginning a registration: an address, a handle, or an account that is not opened yet.

The page says which account an address means before anything is made: at once where scripts run,
after a first press of the button where they do not.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..domain import asking, neighbours, registration
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.neighbours import Place
from ..domain.registration import Look
from ..exceptions import AddressTaken, RegisterError
from ..forms.registration import AddressForm, PlanForm
from ..models import Account, Unit
from .doors import door
from .helpers import viewer, words
from .registration_asking import suggestion_page
from .registration_parts import frame, on_draft, user_of


@door(Door.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    unit = registration.unit_for(user_of(request), who, vocabulary)
    if unit is None or not may(who, Action.REGISTER):
        return suggestion_page(request)
    if request.method != "POST":
        return _start_page(request, unit)
    if request.POST.get("kind") == "plan":
        return _plan(request, unit)
    form = AddressForm(request.POST, words=vocabulary)
    if not form.is_valid():
        return _start_page(request, unit, form=form)
    look = _look(request, form)
    if not look.is_free or form.cleaned_data["seen"] != mark_of(look):
        return _looked(request, unit, form, look)
    return _start(request, unit, form, look)


def mark_of(look: Look) -> str:
    return f"{look.identified.platform}:{look.identified.key}"


def _look(request: HttpRequest, form: AddressForm, but: Account | None = None) -> Look:
    cleaned = form.cleaned_data
    return registration.look(cleaned["address"], cleaned["platform"], viewer(request), but=but)


def _looked(request: HttpRequest, unit: Unit, form: AddressForm, look: Look) -> HttpResponse:
    """Show what was found; a draft of one's own is simply gone on with."""
    own = _open_draft(request, look)
    if own is not None and own.registered_by_id == viewer(request).user_id:
        messages.info(request, _("You have begun to register this account. Here it is."))
        return redirect("accounts:register_resume", own.slug)
    if look.refusal:
        form.add_error("address", look.refusal)
    return _start_page(request, unit, form=form, look=look)


def _open_draft(request: HttpRequest, look: Look | None) -> Account | None:
    """A registration of the account that is being filled in, by the viewer or a colleague."""
    account = look.holder.account if look and look.holder else None
    if account is None or account.status not in registration.OPEN:
        return None
    return account if may(viewer(request), Action.EDIT, account) else None


def _start(request: HttpRequest, unit: Unit, form: AddressForm, look: Look) -> HttpResponse:
    try:
        account = registration.start(
            by=user_of(request), unit=unit, token=form.token_sent, identified=look.identified
        )
    except AddressTaken:
        # Somebody was faster: look again, and say who.
        return _looked(request, unit, form, _look(request, form))
    return redirect("accounts:register_step", account.slug, "account")


def _plan(request: HttpRequest, unit: Unit) -> HttpResponse:
    form = PlanForm(request.POST, words=words(request))
    if not form.is_valid():
        return _start_page(request, unit, plan=form)
    account = registration.start(
        by=user_of(request),
        unit=unit,
        token=form.token_sent,
        platform=form.cleaned_data["plan_platform"],
        name=form.cleaned_data["name"],
    )
    return redirect("accounts:register_step", account.slug, "account")


def _start_page(
    request: HttpRequest,
    unit: Unit,
    form: AddressForm | None = None,
    plan: PlanForm | None = None,
    look: Look | None = None,
) -> HttpResponse:
    vocabulary = words(request)
    context = {
        "form": form or AddressForm(words=vocabulary, initial=_asked(request)),
        "plan": plan or PlanForm(words=vocabulary),
        "drafts": registration.drafts_of(viewer(request))[:5],
        **_look_context(request, unit, look),
    }
    return render(request, "mine/register/start.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """An address that another page sends along, such as the answer to a search."""
    return {"address": request.GET.get("address", "")[:2000]}


def _look_context(request: HttpRequest, unit: Unit | None, look: Look | None) -> dict[str, Any]:
    vocabulary = words(request)
    identified = look.identified if look else None
    platform = vocabulary.platforms.get(identified.platform or "") if identified else None
    holder = look.holder.account if look and look.holder else None
    groups: list[neighbours.Group] = []
    if look and look.is_free and platform and unit:
        place = Place(platform=platform.code, unit_id=unit.pk)
        groups = neighbours.groups_of(place, viewer(request), vocabulary)
    asks = look is not None and look.holder is not None and (unit or holder)
    about = holder.unit_id if holder else unit.pk if unit else 0
    return {
        "look": look,
        "mark": mark_of(look) if look else "",
        "platform": platform,
        "holder": holder,
        "is_open_draft": _open_draft(request, look) is not None,
        "groups": groups,
        "asks_platform": identified is not None and identified.code == "no-platform",
        "nearest": asking.nearest_for(about, vocabulary, user_of(request).pk) if asks else None,
    }


@door(Door.WRITERS)
@require_POST
def register_look(request: HttpRequest) -> HttpResponse:
    """The answer to what is being typed, for the page's script."""
    form = AddressForm(request.POST, words=words(request))
    unit = registration.unit_for(user_of(request), viewer(request), words(request))
    look = _look(request, form) if form.is_valid() else None
    context = {**_look_context(request, unit, look), "live": True}
    return render(request, "mine/register/_look.html", context)


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_draft()
def register_address(request: HttpRequest, account: Account) -> HttpResponse:
    """Give a draft another address, its first one, or none yet."""
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        words=words(request),
        initial={"address": account.url},
    )
    look: Look | None = None
    if request.method == "POST":
        if request.POST.get("kind") == "plan":
            return _change(request, account, None)
        if form.is_valid():
            look = _look(request, form, but=account)
            if look.is_free:
                return _change(request, account, look)
            form.add_error("address", look.refusal or str(look.taken))
    context = {
        **frame(request, account, "account"),
        "form": form,
        **_look_context(request, account.unit, look),
    }
    return render(request, "mine/register/address.html", context)


def _change(request: HttpRequest, account: Account, look: Look | None) -> HttpResponse:
    identified = look.identified if look else None
    try:
        registration.change_address(account=account, by=user_of(request), identified=identified)
        messages.success(request, _("The address is changed.") if look else _("Noted as planned."))
    except RegisterError as refused:
        messages.error(request, str(refused))
        return redirect("accounts:register_address", account.slug)
    return redirect("accounts:register_step", account.slug, "account")
