"""What somebody has to do next."""

import pytest

from accounts.choices import HandOverState
from accounts.domain import todo
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from tests.factories import AccountFactory, ChangeFactory, HandOverFactory, PersonFactory

pytestmark = pytest.mark.django_db


def found(user) -> list[tuple[str, str]]:
    return [(item.kind.code, item.account.name) for item in todo.items(viewer_of(user))]


def test_a_communicator_sees_the_next_step_of_every_account_of_the_own_branch(cast):
    for status in ("draft", "submitted", "returned", "approved", "closing", "declined"):
        AccountFactory(name=status, unit=cast.own_unit, **{status: True})
    AccountFactory(name="published", unit=cast.own_unit)
    assert found(cast.communicator) == [
        ("returned", "returned"),
        ("approved", "approved"),
        ("closing", "closing"),
        ("draft", "draft"),
        ("submitted", "submitted"),
    ]


def test_others_branches_are_not_ones_own(cast):
    AccountFactory(unit=cast.other_unit, returned=True)
    assert found(cast.communicator) == []


def test_an_admin_is_asked_for_what_the_admin_registered_only(cast):
    AccountFactory(name="mine", unit=cast.own_unit, draft=True, registered_by=cast.admin)
    AccountFactory(name="theirs", unit=cast.own_unit, draft=True, registered_by=cast.communicator)
    assert found(cast.admin) == [("draft", "mine")]


@pytest.mark.parametrize("who", ["staff", "auditor"])
def test_who_changes_nothing_has_nothing_to_do(who, cast):
    AccountFactory(unit=cast.own_unit, draft=True)
    assert found(getattr(cast, who)) == []


def test_the_public_has_nothing_to_do():
    assert todo.items(PUBLIC_VIEWER) == []


def test_a_hand_over_waits_for_its_taker_first_of_all(cast):
    account = AccountFactory(name="given", unit=cast.other_unit)
    AccountFactory(name="draft", unit=cast.own_unit, draft=True)
    HandOverFactory(account=account, taker=PersonFactory(user=cast.communicator))
    assert found(cast.communicator) == [("hand-over", "given"), ("draft", "draft")]


def test_an_answered_hand_over_is_done(cast, django_user_model):
    row = HandOverFactory(taker=PersonFactory(user=cast.staff))
    row.state, row.answered_at = HandOverState.ACCEPTED, row.asked_at
    row.save()
    assert found(cast.staff) == []


def test_one_sees_what_one_has_asked_for(cast):
    account = AccountFactory(name="changed", unit=cast.own_unit)
    ChangeFactory(account=account, asked_by=cast.communicator)
    HandOverFactory(account=account, asked_by=cast.communicator)
    assert found(cast.communicator) == [("change", "changed"), ("given", "changed")]


def test_the_list_costs_the_same_for_one_and_for_many(cast, django_assert_num_queries):
    viewer = viewer_of(cast.communicator)
    for _ in range(3):
        AccountFactory(unit=cast.own_unit, draft=True)
        with django_assert_num_queries(8):
            assert [str(item.account.platform.name) for item in todo.items(viewer)]
