"""At most one request a second to a host: one visitor at a time, whoever it is, and then a pause.

The turn is a row of the database, so all workers on all machines keep it. Who asks a host holds it
for longer than any visit takes; a worker that was killed gives it back by the passing of time.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from ...models import LinkHost

GAP = timedelta(seconds=1)
"""Between the end of a request and the beginning of the next one to the same host."""
HOLD = timedelta(seconds=90)
"""Longer than a visit with all its redirects."""
PATIENCE = timedelta(seconds=8)
"""So long a visit waits for the turn of a host it was sent on to."""
STEP = timedelta(milliseconds=500)

Pause = Callable[[float], object]


def know(hosts: Iterable[str], now: datetime) -> None:
    """Give each of these hosts a row to take turns at."""
    LinkHost.objects.bulk_create(
        [LinkHost(host=host, next_at=now) for host in sorted(set(hosts))],
        ignore_conflicts=True,
        batch_size=500,
    )


class Turns:
    """The hosts that one visit holds. Release them when it is over."""

    def __init__(self, pause: Pause = time.sleep) -> None:
        self._pause = pause
        self._held: dict[str, datetime] = {}
        self._asked: set[str] = set()

    def take(self, host: str) -> bool:
        """Hold a host that nobody holds and that had its pause; one statement, so one winner."""
        now = timezone.now()
        until = now + HOLD
        taken = LinkHost.objects.filter(host=host, next_at__lte=now).update(next_at=until)
        if taken:
            self._held[host] = until
        return bool(taken)

    def __call__(self, host: str) -> bool:
        """Wait for the turn to ask this host once; False when it does not come soon."""
        if host in self._held:
            if host in self._asked:
                self._pause(GAP.total_seconds())
            self._asked.add(host)
            return True
        know([host], timezone.now())
        end = timezone.now() + PATIENCE
        while not self.take(host):
            free_at = LinkHost.objects.filter(host=host).values_list("next_at", flat=True).first()
            now = timezone.now()
            if now >= end or (free_at and free_at > now + HOLD):
                return False
            wait = min(max(free_at - now, timedelta()), STEP) if free_at else STEP
            self._pause(max(wait.total_seconds(), 0.01))
        self._asked.add(host)
        return True

    def release(self, put_off: dict[str, timedelta] | None = None) -> None:
        """Give the hosts back; those of `put_off` have asked to be left alone for so long."""
        now = timezone.now()
        for host, until in self._held.items():
            free_at = now + max(GAP, (put_off or {}).get(host, GAP))
            # Whose hold has run out must not take the host from who holds it now.
            LinkHost.objects.filter(host=host, next_at=until).update(next_at=free_at)
        self._held.clear()
        self._asked.clear()
