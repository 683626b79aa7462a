"""Taking a step of an account's life from a page: whose account, which button, what is said after.

A step that was taken already is no fault: the second of two clicks is told that it is done.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ..domain import workflow
from ..domain.access.actions import Action, may
from ..domain.access.visibility import accounts_for
from ..exceptions import NotAllowed, NotReady, Overtaken
from ..models import Account, User
from .helpers import viewer


def own_account(request: HttpRequest, slug: str, action: Action) -> Account:
    """The account with this slug, for somebody who may do this with it. Raises 404 and 403."""
    seen = accounts_for(viewer(request)).filter(slug=slug)
    found = seen.select_related("platform", "unit", "routines", "security").first()
    if found is None:
        raise Http404
    if not may(viewer(request), action, found):
        raise PermissionDenied
    return found


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door has seen to it
    return request.user


def take(request: HttpRequest, account: Account, transition: str, done: str) -> bool:
    """Take the step, say what happened in a notice, and tell whether the account stands there."""
    try:
        workflow.apply(account=account, transition=transition, by=user_of(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except NotReady as unready:
        messages.error(request, " ".join([_("Something is missing:"), *unready.missing]))
        return False
    except Overtaken as late:
        account.refresh_from_db()
        if account.status != workflow.TRANSITIONS[transition].target:
            messages.warning(request, str(late))
            return False
        messages.info(request, _("This was done already."))
        return True
    messages.success(request, done)
    return True
