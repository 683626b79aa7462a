"""Making people arrive at once: threads with connections of their own, and a point to meet at."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connections
from django.db.models import QuerySet

from accounts.domain import workflow

PATIENCE = 0.25
"""Seconds to wait for the other one, who never comes where a lock holds it back."""


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run every task in a thread of its own, started together; results or exceptions, in order."""
    results: list[Any] = [None] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(number: int, task: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[number] = task()
        except Exception as error:  # the drill counts whatever happened
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def meeting_after_look(parties: int) -> Iterator[None]:
    """Whoever has looked at the account waits for the others before going on: the worst moment."""
    meeting = threading.Barrier(parties)
    look = workflow.check

    def look_and_wait(*args: Any, **kwargs: Any) -> None:
        look(*args, **kwargs)
        try:
            meeting.wait(PATIENCE)
        except threading.BrokenBarrierError:
            meeting.reset()

    with mock.patch.object(workflow, "check", look_and_wait):
        yield


@contextmanager
def without_locks() -> Iterator[None]:
    """The negative control: nobody locks any row."""

    def unlocked(self: QuerySet, *args: Any, **kwargs: Any) -> QuerySet:
        return self.all()

    with mock.patch.object(QuerySet, "select_for_update", unlocked):
        yield
