"""Dates that follow from other dates: months' ends, leap days, and nights that are an hour off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.domain.calendar import midnight, months_after, oldest_within


@pytest.mark.parametrize(
    ("on", "oldest"),
    [
        (date(2026, 11, 3), date(2026, 5, 3)),
        (date(2026, 11, 4), date(2026, 5, 4)),
        (date(2028, 8, 29), date(2028, 2, 29)),
        (date(2028, 8, 30), date(2028, 3, 1)),
        (date(2028, 8, 31), date(2028, 3, 1)),
        (date(2027, 2, 28), date(2026, 8, 28)),
        (date(2027, 3, 1), date(2026, 9, 1)),
        (date(2027, 1, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 7, 1)),
    ],
)
def test_oldest_day_that_still_counts(on, oldest):
    assert oldest_within(on, 6) == oldest


def test_oldest_day_agrees_with_the_last_one_for_four_years():
    day = date(2026, 1, 1)
    while day < date(2030, 1, 1):
        oldest = oldest_within(day, 6)
        assert months_after(oldest, 6) >= day > months_after(oldest - timedelta(days=1), 6)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2027, 1, 1), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_day_begins_at_the_universitys_midnight(day, moment):
    assert midnight(day) == moment
