"""Fills an empty register with the demo, and says who can sign in to it."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...demo import people, storing
from ...models import Account, Unit, User

DEFAULT = 240
MOST = 5_000_000
WORTH_WATCHING = 5000


class Command(BaseCommand):
    help = (
        "Fill an empty register with a believable demo. Everything is made up; run again, it"
        " changes nothing. The users it makes have a password that everybody can read in the"
        " source, so it refuses to run where DEBUG is not set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", type=int, metavar="N", help=f"default: {DEFAULT}")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--i-know-this-is-a-demo",
            action="store_true",
            help="run without DEBUG: anybody who knows this product can then sign in as admin",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["i_know_this_is_a_demo"]):
            raise CommandError(
                "The demo's users sign in with a password that everybody knows. Without DEBUG the"
                " demo is only made with --i-know-this-is-a-demo."
            )
        wanted = options["accounts"]
        if wanted is not None and not 0 < wanted <= MOST:
            raise CommandError(f"--accounts takes a number from 1 to {MOST}.")
        if User.objects.filter(email=people.ADMIN).exists():
            self._leave_as_it_is(wanted)
        else:
            self._make(wanted or DEFAULT)
        self._show(as_json=options["json"])

    def _leave_as_it_is(self, wanted: int | None) -> None:
        there = Account.objects.count()
        if wanted not in (None, there):
            raise CommandError(
                f"The demo is here already, with {there} accounts. A demo of another size needs"
                " an empty database."
            )
        self.stderr.write("The demo is here already; nothing was changed.")

    def _make(self, accounts: int) -> None:
        if Account.objects.exists() or Unit.objects.filter(parent__isnull=False).exists():
            raise CommandError(
                "This register has accounts or units of its own. The demo would mix with them, so"
                " it is only made in an empty register."
            )

        def report(done: int) -> None:
            if accounts >= WORTH_WATCHING and (done % WORTH_WATCHING == 0 or done == accounts):
                self.stderr.write(f"{done} of {accounts} accounts")

        storing.store(accounts, report)

    def _show(self, *, as_json: bool) -> None:
        users = [
            {
                "role": given.role.value,
                "email": given.email,
                "password": people.PASSWORD,
                "totp_secret": given.totp_secret,
            }
            for given in people.SIGN_INS
        ]
        accounts = Account.objects.count()
        if as_json:
            self.stdout.write(json.dumps({"accounts": accounts, "users": users}))
            return
        self.stdout.write(f"The register holds {accounts} accounts. Sign in as:\n\n")
        for user in users:
            line = f"  {user['role']:<14}{user['email']:<34}{user['password']:<22}"
            self.stdout.write(f"{line}{user['totp_secret'] or ''}".rstrip())
        self.stdout.write(
            "\nThe last column is the key of an authenticator app, for the roles that need a second"
            " step.\nThe code it shows now stands on the page that asks for it while DEBUG is on:"
            " manage.py totp EMAIL"
        )
