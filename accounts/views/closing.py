"""Ways out: withdrawing what is not published yet, and closing what is.

Both are pages with a button; a link or a reload changes nothing.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..domain import closing as domain
from ..domain import readiness, workflow
from ..domain.access.actions import Action
from ..domain.access.doors import Door
from ..exceptions import NotAllowed, Overtaken
from ..forms.decisions import ArchivingForm
from ..models import Account, Routines
from .account_page import day
from .doors import door
from .helpers import viewer
from .steps import own_account, take, user_of


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponseBase:
    account = own_account(request, slug, Action.WITHDRAW)
    if request.method == "POST":
        take(request, account, "withdraw", _("Withdrawn. The address is free again."))
        return redirect(account)
    possible = workflow.TRANSITIONS["withdraw"] in workflow.available(viewer(request), account)
    return render(request, "mine/withdraw.html", {"account": account, "possible": possible})


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Begin, record the last archiving, close; or keep the account after all."""
    account = own_account(request, slug, Action.CLOSE)
    step = request.POST.get("step", "")
    if step == "archive":
        return _archive(request, account)
    done = {
        "begin-closing": _("Closing has begun. The account stays official until it is closed."),
        "keep-open": _("The account stays open."),
        "close": _("Closed. Whoever looks the account up reads that it was official until today."),
    }
    if request.method == "POST" and step in done:
        is_closed = take(request, account, step, done[step]) and step == "close"
        return redirect(account) if is_closed else redirect("accounts:close", account.slug)
    return _show(request, account, _form(account))


def _form(account: Account, sent: QueryDict | None = None) -> ArchivingForm:
    routines = getattr(account, "routines", None) or Routines()
    start = {"archived_on": localdate(), "case_number": routines.case_number}
    return ArchivingForm(sent, initial=start)


def _archive(request: HttpRequest, account: Account) -> HttpResponseBase:
    form = _form(account, request.POST)
    if not form.is_valid():
        return _show(request, account, form)
    try:
        domain.record_archiving(account=account, by=user_of(request), **form.cleaned_data)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except Overtaken as late:
        messages.warning(request, str(late))
    else:
        messages.success(request, _("The archiving is recorded."))
    return redirect("accounts:close", account.slug)


def _show(request: HttpRequest, account: Account, form: ArchivingForm) -> HttpResponse:
    routines = getattr(account, "routines", None) or Routines()
    context = {
        "account": account,
        "form": form,
        "archived": day(routines.archived_on),
        "case_number": routines.case_number,
        "missing": readiness.missing_for_closing(account),
    }
    return render(request, "mine/close.html", context)
