"""The last archiving: what closing an account waits for, recorded beside its routines."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import Status
from ..exceptions import Overtaken
from ..models import Account, Routines, User
from . import history
from .access.actions import Action, require
from .access.viewer import viewer_of


@transaction.atomic
def record_archiving(
    *, account: Account, archived_on: date, case_number: str = "", by: User
) -> Routines:
    """Note when the account was archived last, and under which case. Raises Overtaken, NotAllowed.

    A case number that is left out stays as it was.
    """
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require(viewer_of(by), Action.CLOSE, found)
    if found.status not in (Status.PUBLISHED, Status.CLOSING):
        raise Overtaken(
            _("This cannot be done any more: the account is now “%(status)s”.")
            % {"status": found.get_status_display()}
        )
    routines = Routines.objects.filter(account=found).first() or Routines(account=found)
    before = history.snapshot(routines) if routines.pk else {}
    routines.archived_on = archived_on
    routines.case_number = case_number.strip() or routines.case_number
    routines.save()
    changes = history.difference(before, history.snapshot(routines))
    if changes:
        history.record(action="archived", by=by, subject=routines, account=found, changes=changes)
    return routines
