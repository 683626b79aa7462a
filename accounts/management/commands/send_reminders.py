"""Writes the reminders that are due. Run it once a day; run twice it writes each once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...domain import reminders


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        written = reminders.run(timezone.now())
        self.stdout.write(" ".join(f"{code}={count}" for code, count in written.items()))
