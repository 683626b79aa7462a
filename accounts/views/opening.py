"""After approval: the short list of a planned account, an item at a time, then publication."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..choices import Status
from ..domain import opening as domain
from ..domain import readiness
from ..domain.access.actions import Action
from ..domain.access.doors import Door
from ..exceptions import NotAllowed, Overtaken, RegisterError
from ..forms.decisions import AddressForm, OpenedForm, ProfileForm, TwoStepForm
from ..models import Account, User
from .doors import door
from .registration_parts import first_language, suggested_text
from .steps import own_account, take, user_of


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list; POST saves the one item that it names."""
    account = own_account(request, slug, Action.PUBLISH)
    code = request.POST.get("item", "")
    forms_of = {item: FORMS[item](account, None) for item in domain.ITEMS}
    if request.method == "POST" and code in domain.ITEMS:
        form = forms_of[code] = FORMS[code](account, request.POST)
        if form.is_valid() and _save(request, account, code, form):
            return redirect("accounts:opening", account.slug)
    context = {
        "account": account,
        "is_approved": account.status == Status.APPROVED,
        "items": [_item(account, item, forms_of[item.code]) for item in domain.ITEMS.values()],
        "missing": readiness.missing_after_approval(account),
        "suggestion": suggested_text(account, first_language(account)),
    }
    return render(request, "mine/opening.html", context)


def _item(account: Account, item: domain.Item, form: forms.Form) -> dict[str, Any]:
    return {"code": item.code, "title": item.title, "is_done": item.is_done(account), "form": form}


def _save(request: HttpRequest, account: Account, code: str, form: Any) -> bool:
    """Save one item; a refusal becomes the form's own error. True when the page is to be left."""
    try:
        SAVERS[code](account, form, user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except Overtaken as late:
        messages.warning(request, str(late))
    except RegisterError as error:
        form.add_error(next(iter(form.fields)), str(error))
        return False
    else:
        messages.success(request, _("Saved."))
    return True


def _opened(account: Account, data: Any) -> forms.Form:
    start = {"opened_on": account.opened_on or localdate()}
    return OpenedForm(data, prefix="opened", initial=start)


def _two_step(account: Account, data: Any) -> forms.Form:
    security = getattr(account, "security", None)
    chosen = security.two_step_method if security else ""
    return TwoStepForm(
        data, prefix="two-step", initial={"method": chosen}, platform=account.platform
    )


def _address(account: Account, data: Any) -> forms.Form:
    return AddressForm(data, prefix="address", initial={"address": account.url})


def _profile(account: Account, data: Any) -> forms.Form:
    return ProfileForm(data, prefix="profile", initial={"profile_text": account.profile_text})


FORMS: dict[str, Callable[[Account, Any], forms.Form]] = {
    "opened": _opened,
    "two-step": _two_step,
    "address": _address,
    "profile": _profile,
}


def _save_opened(account: Account, form: OpenedForm, by: User) -> None:
    domain.note_opened(account=account, opened_on=form.cleaned_data["opened_on"], by=by)


def _save_two_step(account: Account, form: TwoStepForm, by: User) -> None:
    method = form.cleaned_data["method"]
    domain.confirm_two_step(account=account, state=form.state, method=method, by=by)


def _save_address(account: Account, form: AddressForm, by: User) -> None:
    domain.add_address(account=account, text=form.cleaned_data["address"], by=by)


def _save_profile(account: Account, form: ProfileForm, by: User) -> None:
    domain.write_profile(account=account, text=form.cleaned_data["profile_text"], by=by)


SAVERS: dict[str, Callable[[Account, Any, User], None]] = {
    "opened": _save_opened,
    "two-step": _save_two_step,
    "address": _save_address,
    "profile": _save_profile,
}


@door(Door.WRITERS)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    account = own_account(request, slug, Action.PUBLISH)
    done = _("Published. Anyone can find the account in the channel matrix now.")
    if take(request, account, "publish", done):
        return redirect(account)
    return redirect("accounts:opening", account.slug)
