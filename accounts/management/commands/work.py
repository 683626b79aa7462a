"""Do what happens by itself, until told to stop: mails now, the other jobs when they are due."""

import logging
import signal
import threading
import time
import traceback
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from ...domain.jobs import JOBS, Job

logger = logging.getLogger(__name__)

LOOKS_EVERY = 3
"""Seconds between two looks at what is due."""


class Command(BaseCommand):
    help = (
        "Sends mail and does the timed jobs until it is told to stop (SIGTERM, Ctrl-C)."
        " Several may run at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("working")
        due = dict.fromkeys(JOBS, time.monotonic())
        while not stop.is_set():
            for job in JOBS:
                if not stop.is_set() and time.monotonic() >= due[job]:
                    due[job] = time.monotonic() + job.every.total_seconds()
                    self.do(job, stop)
            close_old_connections()
            stop.wait(LOOKS_EVERY)
        self.stdout.write("stopped")

    def do(self, job: Job, stop: threading.Event) -> None:
        """One job; whatever goes wrong, the others go on and this one is tried again."""
        try:
            job.do(stop.is_set)
        except Exception as error:
            # Where and what kind, but not what it says: errors quote the data they stumbled on.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.name}:{place.lineno}"
            logger.error("%s failed in %s: %s", job.code, where, type(error).__name__)
            close_old_connections()
