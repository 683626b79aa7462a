"""Work out again what lists and searches read, and forget words that stand nowhere any more."""

from typing import Any

from django.core.management.base import BaseCommand

from ...domain import listing


class Command(BaseCommand):
    help = "Works out every account's list columns and the words for spelling again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"accounts={listing.rebuild()}")
