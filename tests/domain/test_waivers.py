"""Waivers: who agrees to what, for how long, and what ends them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.domain import waivers
from accounts.domain.access.viewer import viewer_of
from accounts.domain.audits import RULES
from accounts.domain.audits.findings import of_account
from accounts.domain.calendar import months_after
from accounts.exceptions import NotAllowed, NotReady, Overtaken
from accounts.models import Event, Waiver
from tests.factories import AccountFactory, complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RULE = RULES["no-goals"]
DAY = timedelta(days=1)


@pytest.fixture
def account(cast):
    return complete(AccountFactory(unit=cast.own_unit), goals="")


@pytest.fixture
def today():
    return timezone.localdate()


def give(account, by, until=None, reason="Stängs i vår.", rule=RULE):
    until = until or timezone.localdate() + DAY
    return waivers.give(account=account, rule=rule, reason=reason, until=until, by=by)


def has_gap(cast, account, on):
    return RULE in of_account(viewer_of(cast.admin), account, on)


def test_excuses_until_its_day_and_then_ends_by_itself(cast, account, today):
    given = give(account, cast.admin)
    assert not has_gap(cast, account, today + DAY)
    assert has_gap(cast, account, today + 2 * DAY)
    event = Event.objects.get(action="waived")
    assert (event.subject, event.subject_id, event.account_id) == ("waiver", given.pk, account.pk)
    assert "Stängs" not in str(event.changes) + event.reason


@pytest.mark.parametrize("who", ["auditor", "communicator", "staff", "disabled"])
def test_only_an_admin_agrees(cast, account, who):
    with pytest.raises(NotAllowed):
        give(account, getattr(cast, who))
    given = give(account, cast.admin)
    with pytest.raises(NotAllowed):
        waivers.end(waiver=given, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        waivers.extend(waiver=given, until=timezone.localdate(), by=getattr(cast, who))


@time_machine.travel(datetime(2028, 2, 29, 10, tzinfo=UTC), tick=False)
def test_lasts_a_year_at_most(cast, account):
    for until in (date(2028, 2, 28), date(2029, 3, 1)):
        with pytest.raises(NotReady):
            give(account, cast.admin, until)
    assert give(account, cast.admin, date(2029, 2, 28)).until == months_after(date(2028, 2, 29), 12)


def test_needs_a_reason(cast, account):
    with pytest.raises(NotReady, match="Say why"):
        give(account, cast.admin, reason="  ")
    assert not Waiver.objects.exists()


def test_same_click_twice_is_one_and_another_is_told(cast, account, today):
    assert give(account, cast.admin) == give(account, cast.admin)
    with pytest.raises(Overtaken):
        give(account, cast.admin, reason="Något annat")
    assert Waiver.objects.count() == Event.objects.filter(action="waived").count() == 1


def test_gap_that_is_mended_needs_none(cast, account):
    with pytest.raises(Overtaken, match="any more"):
        give(account, cast.admin, rule=RULES["no-purpose"])


def test_one_that_has_run_out_makes_room(cast, account, today):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=30), tick=False):
        old = give(account, cast.admin)
    new = give(account, cast.admin)
    old.refresh_from_db()
    assert (old.ended_by, new.ended_at) == (cast.admin, None)


def test_extended_and_ended(cast, account, today):
    given = give(account, cast.admin, today)
    waivers.extend(waiver=given, until=today + 5 * DAY, by=cast.admin)
    assert not has_gap(cast, account, today + 5 * DAY)
    event = Event.objects.get(action="waiver-extended")
    assert event.changes == {"until": [today.isoformat(), (today + 5 * DAY).isoformat()]}
    waivers.end(waiver=given, by=cast.admin)
    assert has_gap(cast, account, today)
    with pytest.raises(Overtaken):
        waivers.end(waiver=given, by=cast.admin)


def test_nobody_else_hears_of_them(cast, account, today):
    given = give(account, cast.admin)
    for who in ("admin", "auditor", "communicator"):
        assert list(waivers.active(viewer_of(getattr(cast, who)), today)) == [given]
    for user in (cast.staff, cast.other_communicator, cast.disabled, None):
        assert list(waivers.active(viewer_of(user), today)) == []
    assert list(waivers.active(viewer_of(cast.admin), today + 2 * DAY)) == []
