"""Admins decide on one change of identity at once: one decision, whole or not at all.

Half of them approve and half decline, at the same moment, while the asker takes it back. One of
them is heard; everyone else is told who was first, and the account is wholly the old one or wholly
the new one.

`python -m tests.drills.change_deciders`
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.drills.ground import ground

ROUNDS, DECIDERS = 100, 4


def main() -> None:
    with ground(f"{DECIDERS} deciders and the asker, {ROUNDS} rounds") as drill:
        outcomes, faults = play()
        print(f"  {dict(sorted(outcomes.items()))}", flush=True)
        drill.holds("one decision each round", sum(outcomes.values()) == ROUNDS)
        drill.holds("no account is half changed, nobody gets another fault", not faults)
        for fault in faults[:5]:
            print(f"    {fault}")


def play() -> tuple[dict[str, int], list[str]]:
    from accounts.domain import changes
    from accounts.models import Change, Event
    from tests.factories import AccountFactory, PersonFactory, UnitFactory, UserFactory

    units = [UnitFactory(), UnitFactory()]
    asker = UserFactory(role="admin", unit=units[0])
    admins = [UserFactory(role="admin", unit=units[0]) for _number in range(DECIDERS)]
    outcomes: dict[str, int] = {}
    faults: list[str] = []
    with ThreadPoolExecutor(DECIDERS + 1) as pool:
        for number in range(ROUNDS):
            account = AccountFactory(unit=units[0], owner=True)
            new = {"url": f"facebook.com/drill{number}", "unit": units[1].pk,
                   "owner": PersonFactory().pk}  # fmt: skip
            change = changes.ask(account=account, after=new, by=asker)
            barrier = threading.Barrier(DECIDERS + 1)
            jobs = [pool.submit(act, changes.withdraw, barrier, change=change, by=asker)]
            for place, admin in enumerate(admins):
                how = changes.approve if place % 2 else changes.decline
                jobs.append(pool.submit(act, how, barrier, change=change, by=admin, reason="Så"))
            answers = [job.result() for job in jobs]
            faults += [text for text in answers if text not in ("done", "overtaken")]
            if answers.count("done") != 1:
                faults.append(f"{answers.count('done')} decisions in round {number}")
            settled = Change.objects.get(pk=change.pk)
            outcomes[settled.state] = outcomes.get(settled.state, 0) + 1
            account.refresh_from_db()
            wanted = settled.after if settled.state == "approved" else settled.before
            if changes.identity_of(account) != wanted:
                faults.append(f"half changed in round {number}")
            events = Event.objects.filter(account_id=account.pk, action__startswith="change-")
            if events.exclude(action="change-asked").count() != 1:
                faults.append(f"more than one event in round {number}")
    return outcomes, faults


def act(how: Any, barrier: threading.Barrier, **given: Any) -> str:
    from django.db import connection

    from accounts.exceptions import Overtaken

    try:
        barrier.wait()
        how(**given)
    except Overtaken:
        return "overtaken"
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"
    finally:
        connection.close()
    return "done"


if __name__ == "__main__":
    main()
