"""The counts behind the overview, kept while the register stands still.

Counting a large register takes a second, and while many people write it changes all the time. So
counts are made anew when the register has moved, but never sooner than `TIMES` what they cost:
at most a twentieth of a process is spent on them, and a small register's are always fresh. `as_of`
says when they were made.
"""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from . import history
from .access.viewer import Viewer
from .audits import findings
from .audits.findings import Counts

TIMES = 20
CHEAP = 0.05
"""Seconds; what costs less is made anew whenever the register has moved."""
KEY, STAMP = "audit-figures", "audit-figures-as-of"
KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Figures:
    """`revision` and `on` say which register was counted, on which day."""

    counts: Counts
    revision: str
    on: date
    as_of: datetime
    seconds: float


def of(viewer: Viewer) -> Figures:
    """The figures as far as the viewer may know them; empty for whom findings are secret."""
    kept = current()
    return replace(kept, counts=kept.counts.seen_by(viewer))


def current() -> Figures:
    """Of the whole register: three statements, or one while it stands still."""
    revision, now = history.current_revision(), timezone.now()
    kept = _shared()
    if kept is not None and kept.on == timezone.localdate(now) and _is_fresh(kept, revision, now):
        return kept
    begun = time.perf_counter()
    counts = findings.counts(timezone.localdate(now))
    made = Figures(
        counts=counts,
        revision=revision,
        on=timezone.localdate(now),
        as_of=now,
        seconds=time.perf_counter() - begun,
    )
    _keep(made)
    return made


_here: Figures | None = None


def _shared() -> Figures | None:
    """What any process counted last. The whole of it is fetched once by each process."""
    global _here
    stamp = cache.get(STAMP)
    if stamp is None:
        return None
    if _here is None or _here.as_of != stamp:
        _here = cache.get(KEY)
    return _here


def _keep(made: Figures) -> None:
    global _here
    _here = made
    cache.set(KEY, made, KEPT_FOR)
    cache.set(STAMP, made.as_of, KEPT_FOR)


def _is_fresh(kept: Figures, revision: str, now: datetime) -> bool:
    if kept.revision == revision:
        return True
    age = now - kept.as_of
    return kept.seconds > CHEAP and timedelta() <= age < timedelta(seconds=TIMES * kept.seconds)
