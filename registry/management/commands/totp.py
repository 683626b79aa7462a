"""The code that somebody's authenticator app shows now: for the demo, never on a server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User

from ...totp import present_code


class Command(BaseCommand):
    help = "Print the present code of a user's authenticator app. Works with DEBUG only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Codes are printed with DEBUG only: they open somebody's sign-in.")
        user = User.objects.filter(email__iexact=options["email"]).first()
        code = present_code(user) if user else ""
        if not code:
            raise CommandError("Nobody with this address has an authenticator app.")
        self.stdout.write(code)
