"""Two admins decide on one registration at once, many times, on PostgreSQL.

    python -m tests.drills.two_deciders [ROUNDS]

Every round has exactly one decision, one event and one mail; the other one is told. Then the same
with the locks off, which must go wrong: otherwise the drill would prove nothing. Exits with 1 when
a figure is not what it has to be.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import partial
from time import perf_counter
from typing import Any

from tests import postgres

ROUNDS, WITHOUT_LOCKS = 200, 10


def main(rounds: int) -> int:
    binaries = postgres.find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed.", file=sys.stderr)
        return 2
    with postgres.running_cluster(binaries) as address:
        os.environ["TEST_DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django
        from django.db import connection, connections

        django.setup()
        connection.creation.create_test_db(verbosity=0)
        try:
            return drill(rounds)
        finally:
            connections.close_all()


def drill(rounds: int) -> int:
    from tests.drills.meeting import meeting_after_look, without_locks

    started = perf_counter()
    free = run(rounds, nullcontext)
    seconds = perf_counter() - started
    worst = run(rounds // 10 or 1, partial(meeting_after_look, 2))

    def bare() -> ExitStack:
        stack = ExitStack()
        stack.enter_context(without_locks())
        stack.enter_context(meeting_after_look(2))
        return stack

    control = run(WITHOUT_LOCKS, bare)
    print(f"two deciders, started at once        {figures(free)} seconds={seconds:.1f}")
    print(f"both have looked before either writes {figures(worst)}")
    print(f"negative control, locks off           {figures(control)}")
    held = is_right(free) and is_right(worst) and not is_right(control)
    print("held" if held else "NOT HELD")
    return 0 if held else 1


def run(rounds: int, moment: Callable[[], Any]) -> Counter[str]:
    """So many accounts, each decided on by two admins who begin together."""
    from accounts.choices import DecisionOutcome, Role
    from accounts.domain import decisions
    from accounts.exceptions import Overtaken
    from accounts.models import Account, Event, Notice
    from tests.drills.meeting import at_once
    from tests.factories import AccountFactory, UnitFactory, UserFactory, complete

    unit = UnitFactory()
    registrant = UserFactory(role=Role.COMMUNICATOR, unit=unit, communicates_for=[unit])
    admins = [UserFactory(role=Role.ADMIN, unit=unit) for _number in range(2)]
    outcomes = (DecisionOutcome.RETURNED, DecisionOutcome.DECLINED)
    counted: Counter[str] = Counter(rounds=rounds)
    for _round in range(rounds):
        account = complete(AccountFactory(submitted=True, unit=unit), submitted_by=registrant)
        tasks = [
            partial(decisions.decide, account=account, outcome=outcome, by=admin, reason="Drill.")
            for admin, outcome in zip(admins, outcomes, strict=True)
        ]
        with moment():
            results = at_once(*tasks)
        counted["won"] += sum(isinstance(result, Account) for result in results)
        counted["told"] += sum(isinstance(result, Overtaken) for result in results)
        counted["decisions"] += account.decisions.count()
        counted["mails"] += Notice.objects.filter(account=account, user=registrant).count()
        counted["events"] += Event.objects.filter(
            account_id=account.pk, action__in=("return", "decline")
        ).count()
    counted["errors"] = rounds * 2 - counted["won"] - counted["told"]
    return counted


def figures(counted: Counter[str]) -> str:
    names = ("rounds", "won", "told", "decisions", "mails", "events", "errors")
    return " ".join(f"{name}={counted[name]}" for name in names)


def is_right(counted: Counter[str]) -> bool:
    ones = ("won", "told", "decisions", "mails", "events")
    return all(counted[name] == counted["rounds"] for name in ones) and not counted["errors"]


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
