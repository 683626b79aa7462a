"""What happens by itself, as data: `manage.py work` runs every job when its time has come.

Several workers may run at once, so every job has to bear being run twice at the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from . import link_checks, outbox, reminders, sending, snapshots

LINK_CHECKS = timedelta(seconds=20)
"""So long at a time: mail must not wait for other people's servers."""

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """`do` gets a question it asks between two pieces of work: is it time to stop?"""

    code: str
    every: timedelta
    do: Callable[[Stop], object]


def check_links() -> object:
    return link_checks.run(timezone.now() + LINK_CHECKS)


JOBS: tuple[Job, ...] = (
    Job("send-mail", timedelta(0), sending.run),
    Job("send-reminders", timedelta(hours=1), lambda stop: reminders.run(timezone.now())),
    Job("take-snapshot", timedelta(hours=1), lambda stop: snapshots.take()),
    Job("check-links", timedelta(minutes=5), lambda stop: check_links()),
    Job("forget-old-mail", timedelta(hours=6), lambda stop: outbox.forget_old_mail()),
)
