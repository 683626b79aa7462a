"""Look where accounts' addresses lead. Cron-able; several may run at once."""

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...domain import link_checks
from ...exceptions import RegisterError
from ...models import Account


class Command(BaseCommand):
    help = (
        "Looks where the addresses of official accounts lead, those that are due: found, renamed,"
        " failing, unknown. Gone is what failed on three different days. Ends when nothing more"
        " can be asked for a while; may be stopped at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="the most looks")
        parser.add_argument("--minutes", type=int, help="stop after so long")
        parser.add_argument("--account", metavar="SLUG", help="only this account, due or not")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        minutes = options["minutes"]
        done = link_checks.run(
            timezone.now() + timedelta(minutes=minutes) if minutes is not None else None,
            limit=options["limit"],
            account=self.only(options["account"]) if options["account"] else None,
        )
        figures = done.figures()
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()))

    def only(self, slug: str) -> Account:
        account = Account.objects.filter(slug=slug).first()
        if account is None:
            raise CommandError(f"There is no account {slug}.")
        try:
            link_checks.ask_soon(account=account, although_just_now=True)
        except RegisterError as error:
            raise CommandError(str(error)) from error
        return account
