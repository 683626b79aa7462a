"""Status by role by unit: which accounts exist for whom, and which classes of fields of each.

The expectations are written out and not worked out, so that a slip in the rule cannot hide in the
same slip here.
"""

import pytest

from accounts.choices import Status
from accounts.domain.access import visibility
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from accounts.domain.access.visibility import FieldClass
from tests.factories import AccountFactory

EVERYBODY = {
    "public",
    "staff",
    "communicator",
    "other_communicator",
    "auditor",
    "admin",
    "disabled",
}
INSIDERS = {"communicator", "auditor", "admin"}
SEE_ACCOUNT_OF_OWN_UNIT = {
    Status.DRAFT: INSIDERS,
    Status.SUBMITTED: INSIDERS,
    Status.RETURNED: INSIDERS,
    Status.APPROVED: INSIDERS,
    Status.PUBLISHED: EVERYBODY,
    Status.CLOSING: EVERYBODY,
    Status.CLOSED: EVERYBODY,
    Status.DECLINED: INSIDERS,
    Status.WITHDRAWN: INSIDERS,
}
PUBLIC = {FieldClass.PUBLIC}
CONTACT = {FieldClass.PUBLIC, FieldClass.CONTACT}
EVERYTHING = {FieldClass.PUBLIC, FieldClass.CONTACT, FieldClass.WORKFLOW, FieldClass.SECURITY}
CLASSES_IN_OWN_UNIT = {
    "public": PUBLIC,
    "disabled": PUBLIC,
    "staff": CONTACT,
    "communicator": EVERYTHING,
    "other_communicator": CONTACT,
    "auditor": EVERYTHING,
    "admin": EVERYTHING,
}
CLASSES_EVERYWHERE = {
    "public": PUBLIC,
    "disabled": PUBLIC,
    "staff": CONTACT,
    "communicator": CONTACT,
    "other_communicator": CONTACT,
    "auditor": EVERYTHING,
    "admin": EVERYTHING,
}
CLASSES_SOMEWHERE = CLASSES_EVERYWHERE | {
    "communicator": EVERYTHING,
    "other_communicator": EVERYTHING,
}


def viewer(cast, who):
    return PUBLIC_VIEWER if who == "public" else viewer_of(getattr(cast, who))


def test_every_status_has_its_row():
    assert set(SEE_ACCOUNT_OF_OWN_UNIT) == set(Status)


@pytest.mark.parametrize("status", Status)
def test_account_exists_for_those_who_may_see_it(status, cast):
    trait = {} if status == Status.PUBLISHED else {status.value: True}
    AccountFactory(unit=cast.own_unit, **trait)
    seeing = {who for who in EVERYBODY if visibility.accounts_for(viewer(cast, who)).exists()}
    assert seeing == SEE_ACCOUNT_OF_OWN_UNIT[status]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_classes_of_an_account_in_the_communicators_branch(who, cast):
    account = AccountFactory(unit=cast.own_unit)
    assert visibility.classes_for(viewer(cast, who), account) == CLASSES_IN_OWN_UNIT[who]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_classes_for_lists(who, cast):
    looking = viewer(cast, who)
    assert visibility.classes_everywhere(looking) == CLASSES_EVERYWHERE[who]
    assert visibility.classes_somewhere(looking) == CLASSES_SOMEWHERE[who]


def test_unit_above_the_own_is_not_ones_own(cast):
    above = AccountFactory(unit=cast.university, draft=True)
    looking = viewer_of(cast.communicator)
    assert above not in visibility.accounts_for(looking)
    assert visibility.classes_in_unit(looking, cast.university.pk) == CONTACT


def test_moved_account_is_seen_by_its_new_communicator_only(cast):
    account = AccountFactory(unit=cast.own_unit, draft=True)
    account.unit = cast.other_unit
    account.save()
    seen = {
        who
        for who in ("communicator", "other_communicator")
        if account in visibility.accounts_for(viewer(cast, who))
    }
    assert seen == {"other_communicator"}
