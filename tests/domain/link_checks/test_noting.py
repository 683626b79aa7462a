"""What is written down: gone after three days and not before, and history only for news."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.choices import LinkState, Status
from accounts.domain import history
from accounts.domain.link_checks.looking import Detail, Outcome, Seen
from accounts.domain.link_checks.noting import INTERVAL, note
from accounts.models import Account, Event, LinkCheck
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOUND = Seen(Outcome.FOUND)
FAILS = Seen(Outcome.FAILING, Detail.NOT_FOUND)
SIGN_IN = Seen(Outcome.UNKNOWN, Detail.SIGN_IN)
SLOW = Seen(Outcome.UNKNOWN, Detail.SLOW)
RENAMED = Seen(Outcome.RENAMED, moved_to="https://www.facebook.com/new")


@pytest.fixture
def check(cast):
    account = AccountFactory(unit=cast.own_unit)
    return LinkCheck.objects.create(
        account=account, url=account.url, host="facebook.com", next_at=NOON
    )


def noted(check: LinkCheck, seen: Seen, at: datetime = NOON) -> LinkCheck | None:
    """Claim and note, as a worker does."""
    claimed = LinkCheck.objects.get(pk=check.pk)
    claimed.claimed_until = at + timedelta(seconds=90)
    claimed.save()
    return note(claimed=claimed, seen=seen, at=at)


def states(check: LinkCheck, *looks: tuple[Seen, datetime]) -> list[str]:
    return [noted(check, seen, at).state for seen, at in looks]


def days(count: int) -> list[datetime]:
    return [NOON + timedelta(days=number) for number in range(count)]


def test_gone_is_three_failures_on_three_days(check):
    assert states(check, *((FAILS, day) for day in days(4))) == [
        *("unknown", "unknown", "gone", "gone")
    ]
    check.refresh_from_db()
    assert (check.failed_days, check.failed_on) == (4, date(2026, 11, 27))


def test_a_hundred_failures_on_one_day_are_one(check):
    at = [NOON + timedelta(minutes=number) for number in range(100)]
    assert set(states(check, *((FAILS, moment) for moment in at))) == {"unknown"}
    check.refresh_from_db()
    assert check.failed_days == 1


def test_found_begins_the_count_anew(check):
    first, second, third, fourth, fifth = days(5)
    states(check, (FAILS, first), (FAILS, second), (FOUND, third))
    check.refresh_from_db()
    assert (check.failed_days, check.failed_on, check.found_at) == (0, None, third)
    assert states(check, (FAILS, fourth), (FAILS, fifth)) == ["unknown", "unknown"]


@pytest.mark.parametrize("seen", [SIGN_IN, SLOW])
def test_unknown_neither_adds_nor_takes_away(seen, check):
    looks = [FAILS, seen, FAILS, seen, seen, FAILS]
    assert states(check, *zip(looks, days(6), strict=True)) == [*["unknown"] * 5, "gone"]


@pytest.mark.parametrize("seen", [SIGN_IN, SLOW])
def test_unknown_is_never_gone_however_often(seen, check):
    assert set(states(check, *((seen, day) for day in days(30)))) == {"unknown"}


def test_what_was_gone_or_renamed_stays_so_until_something_else_is_seen(check):
    assert states(check, (RENAMED, NOON), (SIGN_IN, NOON), (FAILS, NOON)) == ["renamed"] * 3
    check.refresh_from_db()
    assert check.moved_to == RENAMED.moved_to
    later = days(5)
    assert states(check, (FAILS, later[1]), (FAILS, later[2]), (SIGN_IN, later[3])) == [
        *("renamed", "gone", "gone")
    ]
    assert states(check, (FOUND, later[4])) == ["found"]
    check.refresh_from_db()
    assert (check.moved_to, check.failed_days) == ("", 0)


@pytest.mark.parametrize(
    ("moments", "counted"),
    [
        (["2026-11-24T23:59:00", "2026-11-25T00:01:00"], 2),
        (["2026-12-31T23:59:00", "2027-01-01T00:01:00"], 2),
        (["2028-02-28T12:00:00", "2028-02-29T12:00:00", "2028-03-01T12:00:00"], 3),
        (["2026-10-25T00:10:00", "2026-10-25T23:50:00"], 1),  # 25 hours long
        (["2026-03-29T00:10:00", "2026-03-29T23:50:00"], 1),  # 23 hours long
        (["2026-03-28T23:30:00", "2026-03-29T00:30:00"], 2),
    ],
)
def test_days_are_the_university_s_own(moments, counted, check):
    for moment in moments:
        noted(check, FAILS, datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM))
    check.refresh_from_db()
    assert check.failed_days == counted


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24", "2026-12-31", "2028-02-28"])
def test_the_next_look_after_a_failure_is_on_the_next_day(night, check):
    for hour in range(24):
        at = datetime.fromisoformat(f"{night}T{hour:02}:30:00").replace(tzinfo=STOCKHOLM)
        LinkCheck.objects.update(failed_days=0, failed_on=None)
        following = noted(check, FAILS, at).next_at
        assert timezone.localdate(following) == at.date() + timedelta(days=1)


def test_the_interval_is_a_week_and_each_account_s_own(cast):
    waits = []
    for _ in range(12):
        account = AccountFactory(unit=cast.own_unit)
        check = LinkCheck.objects.create(account=account, url=account.url, next_at=NOON)
        first = noted(check, FOUND).next_at - NOON
        assert noted(check, FOUND).next_at - NOON == first
        waits.append(first)
    half_a_day = timedelta(hours=12)
    assert all(INTERVAL - half_a_day <= wait <= INTERVAL + half_a_day for wait in waits)
    assert len(set(waits)) == len(waits)


def test_what_may_pass_is_tried_again_later_and_later(check):
    waits = [noted(check, SLOW).next_at - NOON for _ in range(10)]
    assert waits[:4] == [timedelta(hours=hours) for hours in (1, 2, 4, 8)]
    assert waits[-1] == INTERVAL
    noted(check, FOUND)
    assert noted(check, SLOW).next_at - NOON == timedelta(hours=1)


def test_a_server_s_wish_is_kept(check):
    seen = Seen(Outcome.UNKNOWN, Detail.TOO_MANY, wait=timedelta(hours=5), host="facebook.com")
    assert noted(check, seen).next_at == NOON + timedelta(hours=5)


def test_history_tells_only_news(check):
    token = history.current_revision()
    noted(check, FOUND)
    noted(check, SIGN_IN)
    noted(check, FOUND)
    noted(check, FAILS)
    assert not Event.objects.filter(action="link-checked").exists()
    assert history.current_revision() == token, "nor does every cache begin anew"


def test_history_tells_what_became_of_an_account(check):
    for seen, at in zip(
        [FOUND, RENAMED, RENAMED, FAILS, FAILS, FAILS, FOUND], days(7), strict=True
    ):
        noted(check, seen, at)
    told = Event.objects.filter(action="link-checked").order_by("pk")
    assert [event.changes["state"] for event in told] == [
        ["found", "renamed"],
        ["renamed", "gone"],
        ["gone", "found"],
    ]
    first = told[0]
    assert (first.subject, first.account_id) == ("linkcheck", check.account_id)
    assert first.changes["moved_to"] == ["", RENAMED.moved_to]


def test_a_second_rename_is_news(check):
    noted(check, RENAMED)
    noted(check, Seen(Outcome.RENAMED, moved_to="https://www.facebook.com/newer"))
    assert Event.objects.filter(action="link-checked").count() == 2


def test_the_answer_for_an_address_that_changed_meanwhile_is_dropped(check):
    states(check, *((FAILS, day) for day in days(3)))
    Account.objects.filter(pk=check.account_id).update(url="https://www.facebook.com/other")
    assert noted(check, FAILS, NOON + timedelta(days=3)) is None
    check.refresh_from_db()
    assert (check.url, check.state, check.failed_days, check.claimed_until) == (
        *("https://www.facebook.com/other", LinkState.UNKNOWN),
        *(0, None),
    )


@pytest.mark.parametrize(
    "columns", [{"status": Status.CLOSED, "closed_on": date(2026, 1, 1)}, {"url": ""}]
)
def test_the_answer_for_an_account_that_is_not_checked_any_more_is_dropped(columns, check):
    Account.objects.filter(pk=check.account_id).update(**columns)
    assert noted(check, FOUND) is None
    assert not LinkCheck.objects.exists()


def test_the_answer_of_a_claim_that_ran_out_is_dropped(check):
    slow = LinkCheck.objects.get()
    slow.claimed_until = NOON + timedelta(seconds=90)
    slow.save()
    LinkCheck.objects.update(claimed_until=NOON + timedelta(seconds=300))
    assert note(claimed=slow, seen=RENAMED, at=NOON) is None
    check.refresh_from_db()
    assert (check.state, check.claimed_until) == ("unknown", NOON + timedelta(seconds=300))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("link_check_has_a_known_state", {"state": "lost"}),
        ("link_check_gone_after_three_days", {"state": "gone", "failed_days": 2}),
        ("link_check_renamed_says_where", {"state": "renamed"}),
    ],
)
def test_the_database_refuses_what_must_not_be(name, columns, check):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LinkCheck.objects.update(**columns)
