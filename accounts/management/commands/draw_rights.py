"""Prints who may see and do what, from the rules themselves, as the README shows it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...domain.access import table
from .. import readme


class Command(BaseCommand):
    help = "Print the table of rights in Markdown; --write puts it into the README."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write it into README.md")

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = "\n".join(table.lines())
        if not options["write"]:
            self.stdout.write(drawn)
        elif readme.write("rights", drawn):
            self.stdout.write("README.md: rights written")
