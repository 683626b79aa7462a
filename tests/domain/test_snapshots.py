"""Nightly figures: one set a day, and what the curve is made of."""

import threading
from datetime import date, timedelta

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from accounts.domain import snapshots
from accounts.domain.access.viewer import viewer_of
from accounts.domain.audits.findings import ALL
from accounts.domain.snapshots import Point
from accounts.models import Snapshot
from tests.domain.audits.sound import change, sound_account
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 20)
DAY = timedelta(days=1)


def trend(cast, who="admin", rule="no-goals", **kwargs):
    user = getattr(cast, who) if who else None
    kwargs.setdefault("since", date(2020, 1, 1))
    return snapshots.trend(viewer=viewer_of(user), rule=rule, **kwargs)


@pytest.fixture
def gap(cast):
    account = sound_account(unit=cast.own_unit)
    change(account, goals="")
    return account


def test_zeros_are_left_out_but_not_how_many_were_looked_at(cast, gap):
    snapshots.take(on=ON)
    rows = Snapshot.objects.exclude(count=0).values_list("unit", "rule", "count")
    assert set(rows) == {(cast.own_unit.pk, ALL, 1), (cast.own_unit.pk, "no-goals", 1)}
    assert Snapshot.objects.filter(rule=ALL, unit=cast.other_unit, count=0).exists()
    assert trend(cast, rule="no-purpose") == [Point(ON, 0, 1)]


def test_taken_once_a_day(cast, gap):
    assert snapshots.take(on=ON) > 0
    change(gap, goals="500")
    assert snapshots.take(on=ON) == 0
    assert snapshots.take(on=ON + DAY) > 0
    assert trend(cast) == [Point(ON, 1, 1), Point(ON + DAY, 0, 1)]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_leave_one_set():
    AccountFactory(goals="")
    written, gate = [], threading.Barrier(2)

    def night():
        gate.wait()
        try:
            written.append(snapshots.take(on=ON))
        finally:
            close_old_connections()
            connection.close()

    nights = [threading.Thread(target=night) for _each in range(2)]
    for each in nights:
        each.start()
    for each in nights:
        each.join()
    assert sorted(written) == [0, Snapshot.objects.count()]


def test_days_without_a_snapshot_have_no_point(cast, gap):
    for day in (ON, ON + 9 * DAY):
        snapshots.take(on=day)
    assert [point.on for point in trend(cast)] == [ON, ON + 9 * DAY]
    assert trend(cast, since=ON + DAY) == [Point(ON + 9 * DAY, 1, 1)]


def test_adds_up_the_units_asked_for(cast, gap):
    change(sound_account(unit=cast.other_unit), goals="")
    snapshots.take(on=ON)
    assert trend(cast) == [Point(ON, 2, 2)]
    assert trend(cast, units=[cast.own_unit.pk, cast.faculty.pk]) == [Point(ON, 1, 1)]
    assert trend(cast, units=[cast.faculty.pk]) == [Point(ON, 0, 0)]


def test_nobody_reads_of_other_units_than_their_own(cast, gap):
    snapshots.take(on=ON)
    assert trend(cast, "auditor") == trend(cast, "communicator") == [Point(ON, 1, 1)]
    assert trend(cast, "other_communicator") == [Point(ON, 0, 0)]
    assert trend(cast, "other_communicator", units=[cast.own_unit.pk]) == []
    for who in ("staff", "disabled", None):
        assert trend(cast, who) == trend(cast, who, units=[cast.own_unit.pk]) == []


def test_a_year_is_read_in_one_query(cast, gap):
    for number in range(5):
        snapshots.take(on=ON + number * DAY)
    with CaptureQueriesContext(connection) as queries:
        assert len(snapshots.trend(viewer=viewer_of(cast.admin), rule="no-goals", since=ON)) == 5
    assert len(queries) == 1
