"""Asking the nearest manager by mail, and the page behind the link in that mail."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ..choices import ManagerAnswer
from ..domain import links, managers
from ..domain.access.actions import Action
from ..domain.access.doors import Door
from ..exceptions import NotAllowed, RegisterError
from ..forms.decisions import ManagerForm
from . import decision_page
from .account_page import day
from .doors import door
from .steps import own_account, user_of

STATUS = {
    managers.State.BROKEN: 404,
    managers.State.REPLACED: 410,
    managers.State.EXPIRED: 410,
    managers.State.OVER: 410,
}
ASKED = ("why", "coordination", "purpose", "resources", "goals")
"""What a manager has to know: the questions that cost time and money."""


@door(Door.WRITERS)
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    """Mail the manager a link, and go back to where the button was."""
    account = own_account(request, slug, Action.EDIT)
    try:
        asked = managers.ask(account=account, by=user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        text = _("%(person)s gets a mail with a link to answer by.")
        messages.success(request, text % {"person": asked.person.name})
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect(account)


@door(Door.LINK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The manager's page. GET only shows; the buttons answer, once."""
    form = ManagerForm(request.POST if request.method == "POST" else None)
    look = managers.look(token)
    if request.method == "POST" and look.state == managers.State.OPEN and form.is_valid():
        given = ManagerAnswer(form.cleaned_data["answer"])
        managers.answer(token=token, answer=given, comment=form.cleaned_data["comment"])
        return _sealed(redirect("accounts:manager_answer", token))
    return _sealed(_page(request, look, form))


def _page(request: HttpRequest, look: managers.Look, form: ManagerForm) -> HttpResponse:
    approval = look.approval
    context: dict[str, Any]
    if approval is None:
        context = {"state": look.state.value, "days": links.VALID_FOR.days}
        return render(request, "manager/gone.html", context, status=STATUS[look.state])
    if look.state == managers.State.ANSWERED:
        context = {"approval": approval, "answered": day(approval.answered_at)}
        return render(request, "manager/answered.html", context)
    context = {
        "approval": approval,
        "account": approval.account,
        "form": form,
        "answers": decision_page.answers(approval.account, ASKED),
    }
    return render(request, "manager/answer.html", context)


def _sealed(response: HttpResponse) -> HttpResponse:
    """Neither kept, nor found by search engines, nor told to any other site.

    `no-referrer` would do that too, but makes browsers hide the form's origin, which the
    protection against forged forms asks for.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
