"""One page for each step of a registration: answering, saving as one types, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ..choices import Status
from ..domain import registration, workflow
from ..domain.access.doors import Door
from ..domain.questionnaire import STEPS
from ..exceptions import Overtaken
from ..forms.answers import StepForm, step_form
from ..forms.registration import LATER, NEXT, SEND, SUGGESTIONS, HandlingForm
from ..models import Account
from .doors import door
from .helpers import viewer, words
from .registration_parts import (
    SENDING,
    again,
    beside,
    first_missing,
    frame,
    on_draft,
    progress_of,
    suggested_text,
    user_of,
)
from .registration_saving import Saved, save


@door(Door.WRITERS)
@require_safe
@on_draft(Status.SUBMITTED)
def register_resume(request: HttpRequest, account: Account) -> HttpResponse:
    """Where one left off: the first step that lacks something."""
    return _to(account, first_missing(account))


def _to(account: Account, step: str) -> HttpResponse:
    if step == SENDING:
        return redirect("accounts:register_send", account.slug)
    return redirect("accounts:register_step", account.slug, step)


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_draft()
def register_step(request: HttpRequest, account: Account, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    if request.method != "POST":
        form = step_form(step, account, viewer(request), words(request))
        return _page(request, account, form, suggestion=_suggest(request, account, form))
    form = step_form(step, account, viewer(request), words(request), request.POST)
    handling = HandlingForm(request.POST)
    by_itself = request.headers.get("X-Saves-By-Itself") == "1"
    saved = save(
        form,
        handling,
        by=user_of(request),
        viewer=viewer(request),
        words=words(request),
        by_itself=by_itself,
    )
    if by_itself:
        return _told(request, saved, form)
    if saved.is_whole:
        return _onward(request, saved, step, handling.goes_to)
    return _page(request, again(saved.account), form, saved)


def _onward(request: HttpRequest, saved: Saved, step: str, goes_to: str) -> HttpResponse:
    if saved.others:
        text = ngettext(
            "The same answers now stand in %(count)d more account.",
            "The same answers now stand in %(count)d more accounts.",
            saved.others,
        )
        messages.success(request, text % {"count": saved.others})
    if goes_to == LATER:
        messages.success(request, _("%(saved)s. Go on whenever you like.") % {"saved": saved.note})
        return redirect("accounts:mine")
    if goes_to in SUGGESTIONS:
        language = SUGGESTIONS[goes_to]
        address = redirect("accounts:register_step", saved.account.slug, "account")
        address["Location"] += f"?text={language}#id_account_profile_text"
        return address
    codes = [*STEPS, SENDING]
    if goes_to == NEXT:
        return _to(saved.account, codes[codes.index(step) + 1])
    return _to(saved.account, SENDING if goes_to == SEND else goes_to)


def _suggest(request: HttpRequest, account: Account, form: StepForm) -> bool:
    """Fill in a suggested profile text, unsaved, when that was asked for."""
    language = request.GET.get("text", "")
    if language not in SUGGESTIONS.values() or "account_profile_text" not in form.fields:
        return False
    form.initial["account_profile_text"] = suggested_text(account, language)
    return True


def _page(
    request: HttpRequest,
    account: Account,
    form: StepForm,
    saved: Saved | None = None,
    suggestion: bool = False,
) -> HttpResponse:
    step = form.step.code
    codes = list(STEPS)
    context: dict[str, Any] = {
        **frame(request, account, step),
        **beside(account, step, viewer(request), words(request)),
        "form": form,
        "step": form.step,
        "saved": saved,
        "is_suggested": suggestion,
        "previous": codes[codes.index(step) - 1] if codes.index(step) else "",
        "shares": step in registration.SHARED_STEPS,
    }
    return render(request, "mine/register/step.html", context)


def _told(request: HttpRequest, saved: Saved, form: StepForm) -> JsonResponse:
    """The answer to the page's script: what is saved, and what now stands beside the form."""
    if saved.overtaken:
        return JsonResponse({"overtaken": saved.overtaken}, status=409)
    account = again(saved.account)
    faulty = [str(form.fields[name].label) for name in form.errors if name in form.fields]
    context = beside(account, form.step.code, viewer(request), words(request))
    return JsonResponse(
        {
            "version": account.version,
            "saved": saved.note,
            "but": _("Not saved yet: %(fields)s") % {"fields": ", ".join(faulty)} if faulty else "",
            "beside": render_to_string("mine/register/_beside.html", context, request),
            "progress": render_to_string("components/progress.html", progress_of(account)),
        }
    )


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_draft(Status.SUBMITTED, Status.APPROVED, Status.WITHDRAWN)
def register_withdraw(request: HttpRequest, account: Account) -> HttpResponse:
    """Take a registration back; the address is then free again."""
    if request.method != "POST" and account.status != Status.WITHDRAWN:
        return render(request, "mine/register/withdraw.html", {"account": account})
    try:
        workflow.apply(account=account, transition="withdraw", by=user_of(request))
        messages.success(request, _("“%(name)s” is withdrawn.") % {"name": account.name})
    except Overtaken:
        messages.info(request, _("“%(name)s” was withdrawn already.") % {"name": account.name})
    return redirect("accounts:mine")
