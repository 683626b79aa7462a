"""From dated points to a line on paper: pure geometry, for `components/line_chart.html`.

Days are placed by the calendar, so that a gap between snapshots is a gap in the picture, and the
scale begins at nought, so that a small change does not look like a large one.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .snapshots import Point

LEFT, RIGHT, TOP, BOTTOM = 40, 630, 24, 184
"""The drawing's edges, of 640 by 220."""
MOST_TICKS = 6
MOST_DOTS = 40
STEPS = (1, 2, 3, 4, 5, 6, 8, 10)


def chart(points: Sequence[Point], *, title: str) -> dict[str, Any] | None:
    """What the component takes; None for fewer than two points, which make no line."""
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    top = nice_top(max(point.count for point in points))
    days = max((last.on - first.on).days, 1)

    def x(on: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (on - first.on).days / days, 1)

    def y(count: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * count / top, 1)

    line = "M" + " L".join(f"{x(point.on)} {y(point.count)}" for point in points)
    shown = points if len(points) <= MOST_DOTS else points[-1:]
    return {
        "title": title,
        "summary": summary(points, title),
        "line": line,
        "area": f"{line} L{x(last.on)} {BOTTOM} L{x(first.on)} {BOTTOM} Z",
        "dots": [
            {
                "x": x(point.on),
                "y": y(point.count),
                "value": point.count,
                "is_last": point is last,
            }
            for point in shown
        ],
        "y_ticks": [{"y": y(value), "label": value} for value in ticks(top)],
        "x_ticks": [
            {"x": x(on), "label": date_format(on, "j M")} for on in days_between(first.on, last.on)
        ],
        "base_y": BOTTOM,
        "rows": [
            (
                date_format(point.on, "DATE_FORMAT"),
                _("%(count)d of %(all)d") % {"count": point.count, "all": point.of},
            )
            for point in reversed(points)
        ],
        "label_head": _("Day"),
        "value_head": _("Accounts"),
    }


def summary(points: Sequence[Point], title: str) -> str:
    """The picture in a sentence."""
    first, last = points[0], points[-1]
    return _("%(title)s: %(before)d on %(first)s, %(now)d on %(last)s.") % {
        "title": title,
        "before": first.count,
        "first": date_format(first.on, "DATE_FORMAT"),
        "now": last.count,
        "last": date_format(last.on, "DATE_FORMAT"),
    }


def nice_top(most: int) -> int:
    """A round number that is not below `most`, with which the scale ends; 4 at least."""
    if most <= 4:
        return 4
    unit = 10 ** (len(str(most)) - 1)
    return next(step * unit for step in STEPS if step * unit >= most)


def ticks(top: int) -> list[int]:
    """From nought to the top in at most five equal steps."""
    parts = next(parts for parts in (4, 5, 3, 2, 1) if top % parts == 0)
    return [top * part // parts for part in range(parts + 1)]


def days_between(first: date, last: date) -> list[date]:
    """The first, the last, and a few at equal distances between."""
    days = (last - first).days
    if not days:
        return [first]
    steps = min(MOST_TICKS - 1, days)
    return [first + timedelta(days=ceil(days * step / steps)) for step in range(steps + 1)]


def before(points: Sequence[Point], day: date) -> Point | None:
    """The last point that is not after this day: what today is compared with."""
    earlier = [point for point in points if point.on <= day]
    return earlier[-1] if earlier else None
