"""Reminders: due when they are, once each, however often and late they run."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.choices import Role, Status
from accounts.domain import reminders
from accounts.models import Account, Notice
from tests.factories import AccountFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def approved(cast, days: int, **fields) -> Account:
    return AccountFactory(
        unit=cast.own_unit,
        status=Status.APPROVED,
        is_planned=True,
        handle="",
        approved_at=NOW - timedelta(days=days),
        approved_by=cast.admin,
        registered_by=cast.communicator,
        **fields,
    )


def submitted(cast, days: int, by=None, **fields) -> Account:
    return AccountFactory(
        unit=cast.own_unit,
        status=Status.SUBMITTED,
        submitted_at=NOW - timedelta(days=days),
        submitted_by=by or cast.communicator,
        **fields,
    )


def keys() -> list[str]:
    return sorted(notice.key.split(":")[3] for notice in Notice.objects.all())


def test_an_account_not_opened_is_asked_after_three_times(cast):
    approved(cast, 0)
    counts = [reminders.run(NOW + timedelta(days=day))["opening"] for day in range(100)]
    assert [day for day, count in enumerate(counts) if count] == [14, 30, 60]
    assert sum(counts) == 3


def test_a_scheduler_that_was_away_sends_the_latest_only(cast):
    approved(cast, 61)
    assert reminders.run(NOW)["opening"] == 1
    assert keys() == ["60"]


def test_ten_runs_send_one_each(cast):
    approved(cast, 20)
    submitted(cast, 8)
    counts = [reminders.run(NOW) for _time in range(10)]
    assert counts[0] == {"opening": 1, "queue": 1}
    assert counts[1:] == [{"opening": 0, "queue": 0}] * 9


def test_registrant_and_owner_are_asked_once_each_and_only_one_gets_a_link(cast):
    owner = PersonFactory(email="owner@example.org")
    account = approved(cast, 15, owner=owner)
    assert reminders.run(NOW)["opening"] == 2
    link = f"/mine/accounts/{account.slug}/open/"
    assert link in Notice.objects.get(user=cast.communicator).text
    assert link not in Notice.objects.get(person=owner).text


def test_an_owner_who_registered_it_is_asked_once(cast):
    approved(cast, 15, owner=PersonFactory(email=cast.communicator.email))
    assert reminders.run(NOW)["opening"] == 1


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_nobody_is_asked_about_what_is_settled(status, cast):
    account = approved(cast, 20)
    Account.objects.filter(pk=account.pk).update(status=status, handle="x", identity_key="x")
    assert reminders.run(NOW)["opening"] == 0


def test_those_who_decide_are_reminded_of_the_late_once_a_week(cast):
    submitted(cast, 8, name="Sen")
    submitted(cast, 2, name="Ny")
    monday = NOW - timedelta(days=NOW.weekday())
    assert [reminders.run(monday + timedelta(days=day))["queue"] for day in (7, 8, 14, 15)] == [
        1, 0, 1, 0,
    ]  # fmt: skip


def test_the_late_are_named_the_oldest_first(cast):
    submitted(cast, 8, name="Sen")
    submitted(cast, 20, name="Senare")
    submitted(cast, 2, name="Ny")
    reminders.run(NOW)
    text = Notice.objects.get().text
    assert 0 < text.index("Senare") < text.index("Sen (")
    assert "Ny (" not in text


def test_nobody_is_reminded_of_what_only_others_may_decide(cast):
    second = UserFactory(role=Role.ADMIN, unit=cast.university)
    submitted(cast, 9, by=cast.admin)
    reminders.run(NOW)
    assert [notice.user for notice in Notice.objects.all()] == [second]


def test_a_job_that_fails_keeps_no_other_from_running(cast, monkeypatch):
    def broken(now):
        raise ValueError("broken")

    monkeypatch.setattr(reminders, "JOBS", [reminders.Job("broken", broken), *reminders.JOBS])
    approved(cast, 20)
    with pytest.raises(ExceptionGroup):
        reminders.run(NOW)
    assert Notice.objects.count() == 1


def test_the_command_says_how_many_it_wrote(cast, capsys):
    approved(cast, 20)
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == ["opening=1 queue=0", "opening=0 queue=0"]


def test_the_reminders_cost_no_more_for_every_account_that_is_not_due(
    cast, django_assert_max_num_queries
):
    for _number in range(5):
        approved(cast, 3)
    with django_assert_max_num_queries(3):
        reminders.run(NOW)
