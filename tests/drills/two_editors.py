"""Several people edit one account at once: no edit is silently overwritten (TRUST R1).

Every round all of them open the same part of one account, write their own text and save at the
same moment. One may be saved; each of the others has to be shown what was saved beside their own
text. Then they choose their own, one after the other. At the end the same once more with the guard
off: the negative control has to find the overwrites that the guard is there for.

`python -m tests.drills.two_editors [ROUNDS [EDITORS]]`
"""

import re
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.drills.ground import ground

ROUNDS, EDITORS, CONTROL_ROUNDS = 100, 4, 10
HIDDEN_INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
UNSEEN_WORDS = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def main() -> None:
    rounds, editors = [*map(int, sys.argv[1:3]), *(ROUNDS, EDITORS)[len(sys.argv) - 1 :]]
    with ground(f"{editors} editors of one account, {rounds} rounds") as drill:
        from accounts.domain import editing

        users = staff(editors)
        found = play(rounds, users)
        print(
            f"  saved at once {found['saved']}, shown both versions {found['shown']},"
            f" saved after choosing {found['chosen']}",
            flush=True,
        )
        drill.holds("one is saved each round", found["saved"] == rounds)
        others = rounds * (editors - 1)
        drill.holds("everyone else is shown both versions", found["shown"] == others)
        drill.holds("everyone's own text stands once chosen", found["chosen"] == others)
        drill.holds("no error page", found["errors"] == 0)
        drill.holds("0 silent overwrites", found["overwritten"] == 0)
        guard, editing.moved = editing.moved, lambda seen, now, typed: []
        control = play(CONTROL_ROUNDS, users)
        editing.moved = guard
        print(f"  without the guard: {control['overwritten']} silent overwrites", flush=True)
        drill.holds("without the guard edits are overwritten", control["overwritten"] > 0)


@dataclass
class Sent:
    """What came of one save: saved, shown both versions, or an error."""

    client: Any
    typed: str
    status: int
    page: str

    @property
    def kind(self) -> str:
        if self.status == 302:
            return "saved"
        return "shown" if 'name="choose_account_goals"' in self.page else "errors"

    @property
    def words(self) -> str:
        """What a reader reads, without the marks of the differences."""
        return unescape(re.sub(r"<[^>]+>", "", UNSEEN_WORDS.sub("", self.page)))


def staff(editors: int) -> list[Any]:
    from tests.factories import UnitFactory, UserFactory

    unit = UnitFactory()
    return [UserFactory(role="admin", unit=unit) for _number in range(editors)]


def play(rounds: int, users: list[Any]) -> Counter[str]:
    from accounts.models import Account, Event
    from tests.factories import AccountFactory, complete

    found: Counter[str] = Counter()
    with ThreadPoolExecutor(len(users)) as pool:
        for number in range(rounds):
            first = f"Round {number}"
            account = AccountFactory(unit=users[0].unit)
            complete(account, goals=first)
            path = f"/mine/accounts/{account.slug}/edit/goals/"
            barrier = threading.Barrier(len(users))
            jobs = [
                pool.submit(edit, user, path, f"{first} by {user.pk}", barrier) for user in users
            ]
            sent = [job.result() for job in jobs]
            found.update(one.kind for one in sent if one.kind != "shown")
            stands = Account.objects.get(pk=account.pk).goals
            found["shown"] += sum(
                one.kind == "shown" and one.typed in one.words and stands in one.words
                for one in sent
            )
            # Nobody had seen anything but the round's first text.
            events = Event.objects.filter(account_id=account.pk, action="changed")
            found["overwritten"] += sum(e.changes["goals"][0] != first for e in events)
            found["chosen"] += sum(
                choose(one, path, account.pk, len(users)) for one in sent if one.kind == "shown"
            )
    return found


def edit(user: Any, path: str, text: str, barrier: threading.Barrier) -> Sent:
    """Open, write, wait for the others, save."""
    from django.db import connection
    from django.test import Client

    try:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        form = client.get(path).content.decode()
        data = {"seen": hidden(form)["seen"], "account_goals": text}
        barrier.wait()
        return send(client, path, data, text)
    finally:
        connection.close()


def choose(shown: Sent, path: str, pk: int, most: int) -> bool:
    """Take one's own text, again as long as somebody is quicker; whether it stands then."""
    from accounts.models import Account

    sent = shown
    for _turn in range(most):
        data = {**hidden(sent.page), "choose_account_goals": "mine"}
        sent = send(shown.client, path, data, shown.typed)
        if sent.kind == "saved":
            return Account.objects.get(pk=pk).goals == shown.typed
    return False


def send(client: Any, path: str, data: dict[str, str], text: str) -> Sent:
    answer = client.post(path, data)
    return Sent(client, text, answer.status_code, answer.content.decode())


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in HIDDEN_INPUT.findall(page)}


if __name__ == "__main__":
    main()
