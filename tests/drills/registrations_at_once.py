"""Fifty people register one account at once, each in one of six spellings.

As a script it starts a PostgreSQL of its own, lets them go together some rounds, and prints what
each round came to: `python -m tests.drills.registrations_at_once [--people 50] [--rounds 3]`.
It ends with 1 when a round made more or fewer than one account, or answered anybody with an error.
The tests use `race` on the engine of their run.
"""

import argparse
import os
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SPELLINGS = (
    "https://www.instagram.com/{}/",
    "instagram.com/{}",
    "http://instagram.com/{}?hl=sv",
    "https://m.instagram.com/{}",
    "https://instagram.com/{}/#top",
    "HTTPS://WWW.INSTAGRAM.COM/{}",
)
REGISTER = "/en/mine/register/"


@dataclass(frozen=True)
class Result:
    """How many got the draft, were told who has it, got a server's error; and how long it took."""

    started: int
    told: int
    errors: int
    seconds: float
    others: Counter


def all_at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """What the tasks gave, every one in a thread of its own with its own connection."""
    from django.db import connections

    results: list[Any] = [None] * len(tasks)
    barrier = threading.Barrier(len(tasks))

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = tasks[place]()
        except Exception as error:  # a view that raises is what we look for
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def race(users: Sequence[Any], handle: str) -> Result:
    """All users register `handle` at once, the spellings in turn."""
    from django.test import Client

    tasks = []
    for number, user in enumerate(users):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        name = handle.upper() if number % 2 else handle
        data = {
            "address": SPELLINGS[number % len(SPELLINGS)].format(name),
            "seen": f"instagram:{handle}",
            "token": str(uuid.uuid4()),
        }
        tasks.append(lambda client=client, data=data: client.post(REGISTER, data))
    began = time.monotonic()
    kinds = Counter(kind_of(answer) for answer in all_at_once(tasks))
    seconds = time.monotonic() - began
    return Result(
        kinds.pop("started", 0), kinds.pop("told", 0), kinds.pop("error", 0), seconds, kinds
    )


def kind_of(answer: Any) -> str:
    if isinstance(answer, Exception) or answer.status_code >= 500:
        return "error"
    if answer.status_code == 302:
        return "started"
    page = answer.content.decode()
    told = ("Registered already", "has begun to register this account")
    return "told" if any(text in page for text in told) else f"status {answer.status_code}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()

    from tests import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        print("No PostgreSQL on this machine.", file=sys.stderr)
        return 2
    with postgres.running_cluster(binaries) as address:
        os.environ["TEST_DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        return _rounds(asked.people, asked.rounds)


def _rounds(people: int, rounds: int) -> int:
    import django

    django.setup()
    from django.db import connection

    from accounts.choices import Role
    from accounts.models import Account
    from tests.factories import UnitFactory, UserFactory

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    top = UnitFactory(slug="university")
    units = [UnitFactory(parent=top) for _ in range(2)]
    users = [UserFactory(role=Role.COMMUNICATOR, unit=units[n % 2]) for n in range(people)]
    failed = False
    for number in range(rounds):
        handle = f"lundbio{number}"
        result = race(users, handle)
        rows = Account.objects.filter(handle__iexact=handle).count()
        print(
            f"round {number + 1}: {people} people, {len(SPELLINGS)} spellings: rows={rows}"
            f" started={result.started} told={result.told} errors={result.errors}"
            f" other={dict(result.others)} seconds={result.seconds:.2f}"
        )
        failed |= (rows, result.started, result.told) != (1, 1, people - 1)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
