"""What a viewer may see: which accounts, and which classes of fields of each.

Every list starts from `accounts_for`. What is not in it does not exist for the viewer. The classes:

public    anyone, for an account anyone may see
contact   people by name, e-mail and phone, routines, resources: whoever signs in
workflow  drafts, submissions, reasons: the own branch, auditors, admins
security  two-step state, findings, access, incidents, notes: the own branch, auditors, admins
"""

from enum import StrEnum

from django.db.models import Q, QuerySet

from ...choices import PUBLIC
from ...models import Account
from .viewer import Viewer


class FieldClass(StrEnum):
    PUBLIC = "public"
    CONTACT = "contact"
    WORKFLOW = "workflow"
    SECURITY = "security"


FOR_PUBLIC = frozenset({FieldClass.PUBLIC})
FOR_STAFF = FOR_PUBLIC | {FieldClass.CONTACT}
FOR_ALL = frozenset(FieldClass)


def accounts_for(viewer: Viewer) -> QuerySet[Account]:
    """The accounts that exist for this viewer."""
    accounts = Account.objects.all()
    if viewer.sees_everything:
        return accounts
    seen = Q(status__in=PUBLIC)
    if viewer.units:
        seen |= Q(unit__in=viewer.units)
    return accounts.filter(seen)


def classes_for(viewer: Viewer, account: Account) -> frozenset[FieldClass]:
    """The classes of fields of `account` that this viewer may see.

    The account is one that `accounts_for` gave.
    """
    return classes_in_unit(viewer, account.unit_id)


def classes_in_unit(viewer: Viewer, unit_id: int) -> frozenset[FieldClass]:
    """The classes of fields the viewer may see of accounts that belong to this unit."""
    if viewer.is_public:
        return FOR_PUBLIC
    if viewer.sees_everything or viewer.owns(unit_id):
        return FOR_ALL
    return FOR_STAFF


def classes_everywhere(viewer: Viewer) -> frozenset[FieldClass]:
    """The classes the viewer sees of *every* account: what may filter, sort and search a list."""
    if viewer.sees_everything:
        return FOR_ALL
    return FOR_PUBLIC if viewer.is_public else FOR_STAFF


def classes_somewhere(viewer: Viewer) -> frozenset[FieldClass]:
    """The classes the viewer sees of at least some account: which columns a list may offer."""
    return FOR_ALL if viewer.units else classes_everywhere(viewer)
