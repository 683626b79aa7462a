"""Every action × role × own or other unit, against the table in the product's description."""

import pytest

from accounts.choices import Role
from accounts.domain.access.actions import RULES, Action, may, may_in_unit, require
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from accounts.exceptions import NotAllowed
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

CHANGE = {
    *(Action.REGISTER, Action.EDIT, Action.SUBMIT, Action.WITHDRAW, Action.PUBLISH),
    *(Action.CLOSE, Action.HAND_OVER, Action.CONFIRM_TWO_STEP),
}
OVERSEE = {Action.READ_QUEUE, Action.READ_PEOPLE}
EXPECTED = {
    "public": set(),
    "staff": set(),
    "disabled": set(),
    "communicator": CHANGE,
    "other_communicator": set(),
    "auditor": OVERSEE,
    "admin": set(Action),
}


def test_every_action_has_a_rule():
    assert set(RULES) == set(Action)


@pytest.mark.parametrize("who", EXPECTED)
def test_actions_on_an_account(who, cast):
    account = AccountFactory(unit=cast.own_unit)
    viewer = viewer_of(getattr(cast, who, None))
    assert {action for action in Action if may(viewer, action, account)} == EXPECTED[who]


@pytest.mark.parametrize("action", sorted(CHANGE))
def test_a_communicator_may_change_something_somewhere(action, cast):
    assert may_in_unit(viewer_of(cast.communicator), action)


@pytest.mark.parametrize("action", Action)
def test_nobody_changes_anything_as_the_public(action):
    assert not may_in_unit(PUBLIC_VIEWER, action)


def test_an_auditor_changes_nothing(cast):
    allowed = {action for action in Action if may_in_unit(viewer_of(cast.auditor), action)}
    assert allowed == OVERSEE
    assert viewer_of(cast.auditor).role == Role.AUDITOR


def test_requiring_what_is_not_allowed_says_so(cast):
    account = AccountFactory(unit=cast.other_unit)
    with pytest.raises(NotAllowed, match="inte ändra"):
        require(viewer_of(cast.communicator), Action.EDIT, account)
