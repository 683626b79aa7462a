"""Send every mail that is due, once, and say what became of it."""

from typing import Any

from django.core.management.base import BaseCommand

from ...domain import sending


class Command(BaseCommand):
    help = "Sends every mail that is due, once; `work` does the same again and again."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = sending.run()
        self.stdout.write(
            f"sent={outcome.sent} waiting={sending.waiting()} failed={outcome.failed}"
        )
