"""Kept figures: fresh while they are cheap, seldom made while they are not, secret always."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain import figures
from accounts.domain.access.viewer import viewer_of
from accounts.domain.audits import findings
from accounts.domain.audits.findings import ALL
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 20, 10, tzinfo=UTC)


@pytest.fixture
def costing(monkeypatch):
    """Says how many seconds a count takes from now on."""

    def cost(seconds):
        clock = iter(range(1000))
        monkeypatch.setattr(figures.time, "perf_counter", lambda: next(clock) * seconds)

    return cost


def looked_at(cast):
    return figures.of(viewer_of(cast.admin)).counts.total(ALL)


def test_cheap_figures_are_made_anew_when_the_register_moves(cast, costing):
    costing(figures.CHEAP)
    for number in (1, 2):
        AccountFactory()
        assert looked_at(cast) == number


def test_nothing_is_counted_while_the_register_stands_still(cast):
    AccountFactory()
    figures.current()
    with CaptureQueriesContext(connection) as queries:
        figures.current()
    assert len(queries) == 1


def test_dear_figures_are_kept_for_twenty_times_what_they_cost(cast, costing):
    costing(1.0)
    with time_machine.travel(NOON, tick=False) as clock:
        AccountFactory()
        first = figures.current()
        AccountFactory()
        clock.shift(timedelta(seconds=19))
        assert figures.current() == first
        assert first.as_of == NOON
        clock.shift(timedelta(seconds=1))
        assert looked_at(cast) == 2


def test_a_new_day_is_counted_anew(cast, costing, monkeypatch):
    costing(3600.0)
    with time_machine.travel(datetime(2026, 12, 31, 22, 59, tzinfo=UTC), tick=False) as clock:
        before = figures.current()
        clock.shift(timedelta(minutes=2))
        assert (figures.current().on - before.on).days == 1


def test_clock_that_was_set_back_does_not_keep_figures_for_ever(cast, costing):
    costing(1.0)
    with time_machine.travel(NOON, tick=False):
        figures.current()
    AccountFactory()
    with time_machine.travel(NOON - timedelta(hours=2), tick=False):
        assert looked_at(cast) == 1


def test_everybody_gets_their_own(cast):
    AccountFactory(unit=cast.own_unit)
    AccountFactory(unit=cast.other_unit)
    seen = {
        who: figures.of(viewer_of(user)).counts.total(ALL)
        for who, user in {**vars(cast), "public": None}.items()
        if who == "public" or hasattr(user, "role")
    }
    assert seen == {
        "admin": 2, "auditor": 2, "communicator": 1, "other_communicator": 1,
        "staff": 0, "disabled": 0, "public": 0,
    }  # fmt: skip


def test_they_are_what_a_count_gives(cast):
    AccountFactory(unit=cast.own_unit)
    kept = figures.current()
    assert kept.counts == findings.counts(kept.on)
