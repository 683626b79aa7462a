"""The last archiving is recorded by those who may close the account, and kept in the history."""

import pytest
from django.utils import timezone

from accounts.domain import closing
from accounts.exceptions import NotAllowed, Overtaken
from accounts.models import Event, Routines
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def test_an_archiving_is_recorded_with_its_case(cast):
    account = AccountFactory(unit=cast.own_unit, closing=True)
    today = timezone.localdate()
    for _time in range(2):
        closing.record_archiving(
            account=account, archived_on=today, case_number=" V 2026/12 ", by=cast.communicator
        )
    routines = Routines.objects.get(account=account)
    assert (routines.archived_on, routines.case_number) == (today, "V 2026/12")
    assert Event.objects.filter(action="archived").count() == 1, "the second changed nothing"


def test_a_case_number_left_out_stays(cast):
    account = AccountFactory(unit=cast.own_unit, closing=True)
    Routines.objects.create(account=account, case_number="V 1")
    closing.record_archiving(
        account=account, archived_on=timezone.localdate(), by=cast.communicator
    )
    assert Routines.objects.get().case_number == "V 1"


@pytest.mark.parametrize("who", ["staff", "other_communicator", "auditor"])
def test_nobody_else_records_one(who, cast):
    account = AccountFactory(unit=cast.own_unit, closing=True)
    with pytest.raises(NotAllowed):
        closing.record_archiving(
            account=account, archived_on=timezone.localdate(), by=getattr(cast, who)
        )
    assert not Routines.objects.exists()


def test_a_closed_account_is_archived_no_more(cast):
    account = AccountFactory(unit=cast.own_unit, closed=True)
    with pytest.raises(Overtaken):
        closing.record_archiving(
            account=account, archived_on=timezone.localdate(), by=cast.communicator
        )
