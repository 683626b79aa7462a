"""One page to decide on: everything that was answered, and three buttons.

Two who decide at once: the second is told who decided what and when, and keeps what was typed. So
is somebody who reads an account that is withdrawn or changed meanwhile: the version that was read
goes with the form.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ..choices import DecisionOutcome, Status
from ..domain import decisions as domain
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from ..exceptions import NotAllowed, NotReady, Overtaken
from ..forms.decisions import DecisionForm
from ..models import Account
from . import decision_page
from .account_page import day
from .doors import door
from .helpers import viewer
from .steps import user_of

DONE = {
    DecisionOutcome.APPROVED: gettext_lazy("Approved: %(name)s. Those who registered it are told."),
    DecisionOutcome.RETURNED: gettext_lazy("Returned: %(name)s. Those who registered it are told."),
    DecisionOutcome.DECLINED: gettext_lazy("Declined: %(name)s. Those who registered it are told."),
}


@door(Door.OVERSIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, slug: str) -> HttpResponseBase:
    account = _account(request, slug)
    if request.method != "POST":
        return _show(request, account, _form(account))
    if not may(viewer(request), Action.DECIDE, account):
        raise PermissionDenied
    return _decide(request, account)


def _account(request: HttpRequest, slug: str) -> Account:
    found = (
        accounts_for(viewer(request))
        .filter(slug=slug)
        .select_related(
            *("platform", "unit", "routines", "security", "profile_check"),
            *("submitted_by", "registered_by"),
        )
        .prefetch_related(*decision_page.BESIDE)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _form(account: Account, *sent: Any, **initial: Any) -> DecisionForm:
    reader = account.submitted_by or account.registered_by
    language = reader.language if reader else "sv"
    start = {"version": account.version, **initial}
    return DecisionForm(*sent, language=language, initial=start)


def _show(
    request: HttpRequest,
    account: Account,
    form: DecisionForm,
    late: dict[str, str] | None = None,
) -> HttpResponse:
    context = decision_page.context(request, account, form, late)
    return render(request, "staff/decision.html", context, status=409 if late else 200)


def _decide(request: HttpRequest, account: Account) -> HttpResponseBase:
    form = _form(account, request.POST)
    is_valid = form.is_valid()
    if account.status != Status.SUBMITTED:
        return _overtaken(request, account, form)
    if is_valid:
        outcome = DecisionOutcome(form.cleaned_data["outcome"])
        try:
            domain.decide(
                account=account,
                outcome=outcome,
                by=user_of(request),
                reason=form.whole_reason,
                seen=form.cleaned_data["version"],
            )
        except NotAllowed as refused:
            raise PermissionDenied from refused
        except Overtaken:
            return _overtaken(request, _account(request, account.slug), form)
        except NotReady as unready:
            form.add_error(None, " ".join(unready.missing))
        else:
            messages.success(request, DONE[outcome] % {"name": account.name})
            return redirect("accounts:queue")
    return _show(request, account, form)


def _overtaken(request: HttpRequest, account: Account, form: DecisionForm) -> HttpResponseBase:
    """The same person's second click is done already; anybody else is told what happened."""
    last = domain.last(account)
    wanted = form.cleaned_data.get("outcome") or ""
    typed = form.whole_reason or form.data.get("reason", "")
    if account.status == Status.SUBMITTED:
        title = _("The account was changed while you read it")
        text = _("Nothing was decided. This is the account as it is now; your text is still there.")
        again = _form(account, reason=typed)
        return _show(request, account, again, {"title": title, "text": text, "typed": ""})
    if last is None or account.status == Status.WITHDRAWN:
        title = _("Nothing is left to decide")
        text = _("The account is now “%(status)s”.") % {"status": account.get_status_display()}
    elif last.decided_by_id == user_of(request).pk and last.outcome == wanted:
        messages.info(request, _("You have decided this already."))
        return redirect("accounts:queue")
    else:
        title = _("Somebody was quicker")
        text = _("%(person)s decided on %(day)s: %(outcome)s. Your decision was not needed.") % {
            "person": last.decided_by or "",
            "day": day(last.decided_at),
            "outcome": last.get_outcome_display(),
        }
    return _show(request, account, form, {"title": title, "text": text, "typed": typed})
