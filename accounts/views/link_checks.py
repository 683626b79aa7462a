"""Asking for a look at an account's address. A worker looks; no page waits for another server."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..domain import link_checks
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from ..domain.link_checks import Asked
from ..exceptions import RegisterError
from .doors import door
from .helpers import viewer


@door(Door.WRITERS)
@require_POST
def look_now(request: HttpRequest, slug: str) -> HttpResponse:
    who = viewer(request)
    account = accounts_for(who).filter(slug=slug).first()
    if account is None:
        raise Http404
    if not may(who, Action.EDIT, account):
        raise PermissionDenied
    try:
        messages.success(request, told(link_checks.ask_soon(account=account)))
    except RegisterError as error:
        messages.error(request, str(error))
    return redirect(account)


def told(asked: Asked) -> str:
    sentences = {
        Asked.ASKED: _("The address will be looked at within a few minutes."),
        Asked.ALREADY: _("The address is next in line already."),
        Asked.JUST_NOW: _("The address was looked at a moment ago. What you see is the answer."),
    }
    return sentences[asked]
