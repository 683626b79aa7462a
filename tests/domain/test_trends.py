"""The geometry of a curve: dates to the right, numbers upwards from nought."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from accounts.domain import trends
from accounts.domain.snapshots import Point

JUNE = date(2026, 6, 1)
DAY = timedelta(days=1)


pytestmark = pytest.mark.usefixtures("english")


def points(*pairs):
    return [Point(JUNE + days * DAY, count, 40) for days, count in pairs]


def test_line_keeps_to_the_calendar_and_begins_at_nought():
    drawn = trends.chart(points((0, 8), (10, 4), (40, 0)), title="Off")
    xs = [dot["x"] for dot in drawn["dots"]]
    assert (xs[0], xs[-1]) == (trends.LEFT, trends.RIGHT)
    assert xs[1] - xs[0] == pytest.approx((xs[2] - xs[0]) / 4)
    assert [dot["y"] for dot in drawn["dots"]] == [trends.TOP, 104, trends.BOTTOM]
    assert drawn["line"] == "M40.0 24.0 L187.5 104.0 L630.0 184.0"
    assert drawn["area"].endswith("L630.0 184 L40.0 184 Z")
    assert [dot["is_last"] for dot in drawn["dots"]] == [False, False, True]


def test_fewer_than_two_points_are_no_line():
    assert trends.chart([], title="Off") is None
    assert trends.chart(points((0, 1)), title="Off") is None


def test_many_points_show_the_last_dot_only():
    drawn = trends.chart(points(*((day, 1) for day in range(300))), title="Off")
    assert [dot["is_last"] for dot in drawn["dots"]] == [True]
    assert len(drawn["rows"]) == 300
    assert len(drawn["x_ticks"]) == trends.MOST_TICKS


def test_two_days_have_two_ticks():
    drawn = trends.chart(points((0, 1), (1, 1)), title="Off")
    assert [tick["x"] for tick in drawn["x_ticks"]] == [trends.LEFT, trends.RIGHT]


@pytest.mark.parametrize("most", [*range(120), 999, 1000, 1001, 4321, 98_765, 100_000])
def test_scale_ends_at_a_round_number_near_above(most):
    top = trends.nice_top(most)
    assert max(most, 4) <= top <= max(most * 2, 4)
    scale = trends.ticks(top)
    assert (scale[0], scale[-1]) == (0, top)
    assert len({after - before for before, after in pairwise(scale)}) == 1
    assert 3 <= len(scale) <= 6


def test_says_the_same_in_words_and_as_a_table():
    drawn = trends.chart(points((0, 8), (30, 5)), title="Two-step off")
    assert drawn["summary"] == "Two-step off: 8 on June 1, 2026, 5 on July 1, 2026."
    assert drawn["rows"] == [("July 1, 2026", "5 of 40"), ("June 1, 2026", "8 of 40")]


def test_component_draws_it():
    drawn = trends.chart(points((0, 8), (30, 5)), title="Off")
    page = render_to_string("components/line_chart.html", {"chart": drawn})
    assert f'd="{drawn["line"]}"' in page


def test_what_today_is_compared_with():
    given = points((0, 8), (30, 5))
    assert trends.before(given, JUNE + 29 * DAY) == given[0]
    assert trends.before(given, JUNE + 30 * DAY) == given[1]
    assert trends.before(given, JUNE - DAY) is None
