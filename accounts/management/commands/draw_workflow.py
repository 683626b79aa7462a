"""Draws the workflow from its transition table, as a Mermaid state diagram.

`--write` puts it into README.md, between the marks; a test holds the two equal.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from ...choices import ENDED, Status
from ...domain.workflow import TRANSITIONS
from .. import readme

PLANNED = {True: " (not opened yet)", False: " (exists already)", None: ""}


def drawing() -> str:
    """The diagram, with a line for every way from status to status."""
    with translation.override("en"):
        lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT.value}"]
        lines += [
            f"    {source.value} --> {step.target.value}: {step.label}{PLANNED[step.planned]}"
            for step in TRANSITIONS.values()
            for source in step.sources
        ]
        lines += [f"    {status.value} --> [*]" for status in ENDED]
    return "\n".join(lines)


def inscribed() -> str:
    """The diagram as it stands in a Markdown file."""
    return f"```mermaid\n{drawing()}\n```"


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="put it into README.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(drawing())
        elif readme.write("workflow", inscribed()):
            self.stdout.write("README.md: workflow written")
