"""Take in accounts from a spreadsheet, all or nothing.

Exit code 0: every row was taken or was already there. 1: some rows were refused, or the brake was
pulled and nothing was imported. 2: the file could not be read.
"""

import gc
import sys
import time
from argparse import ArgumentParser
from collections.abc import Generator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import reset_queries

from accounts.domain import intake, people
from accounts.exceptions import BrakePulled, FileRefused
from accounts.imports import importing, reading, report
from accounts.imports.plan import Options, Outcome, Plan
from accounts.imports.uploads import unread_columns
from accounts.models import Unit, User


class Command(BaseCommand):
    help = (
        "Take in accounts from a CSV or Excel file, all or nothing. Units that the register lacks"
        " are made under the university, or under the unit the row says they are part of. Prints"
        " one line of counts. Exit code 0 when every row was taken or already there, 1 when some"
        " were refused, 2 when the file could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")
        parser.add_argument(
            "--report", metavar="FILE", type=Path, help="write one JSON line per row to this file"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="the file is the whole register: published accounts it leaves out are closed",
        )
        parser.add_argument(
            "--force", action="store_true", help="let --replace close more than 10 per cent"
        )
        parser.add_argument(
            "--unit", metavar="SLUG", help="the unit of rows that name none (the university)"
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="the admin who imports (the register itself)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = _user(options["by"])
        _check_report(options["report"])
        top = people.top_unit()
        wishes = Options(
            default_unit=_unit(options["unit"]) if options["unit"] else top,
            create_under=top,
            replace=options["replace"],
        )
        try:
            prepared = importing.prepare(_content(options["file"]))
        except FileRefused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        gc.freeze()  # the rows stay until the end; the collector need not visit them
        try:
            plan = self._carry_out(prepared, wishes, by, options)
        except BrakePulled as pulled:
            raise CommandError(str(pulled), returncode=1) from pulled
        if options["report"]:
            text = "".join(f"{line}\n" for line in report.lines(plan))
            options["report"].write_text(text, encoding="utf-8")
        for heading, filled, _examples in unread_columns(plan):
            self.stderr.write(f"not read: column “{heading}”, {filled} cells")
        if plan.intake.units:
            self.stderr.write(f"new units={len(plan.intake.units)}")
        if plan.retired:
            self.stderr.write(f"retired={len(plan.retired)}")
        self.stdout.write(plan.summary)
        if plan.counts[Outcome.REFUSED.value]:
            sys.exit(1)

    def _carry_out(
        self, prepared: importing.Prepared, wishes: Options, by: User, options: dict[str, Any]
    ) -> Plan:
        if options["dry_run"]:
            plan = importing.planned(prepared, wishes)
            if not options["force"]:
                importing.check_brake(plan)
            return plan
        for tries_left in (2, 1, 0):
            try:
                steps = importing.steps(prepared, wishes, by=by, force=options["force"])
                return self._watch(steps)
            except intake.Overtaken as overtaken:
                if not tries_left:
                    raise CommandError(str(overtaken), returncode=1) from overtaken
                time.sleep(0.2)
        raise AssertionError

    def _watch(self, steps: Generator[tuple[int, int], None, Plan]) -> Plan:
        """Carry the import out, telling somebody who watches how far it has come."""
        while True:
            try:
                done, total = next(steps)
            except StopIteration as finished:
                return finished.value
            reset_queries()  # with DEBUG every statement would be kept
            if self.stderr.isatty():
                self.stderr.write(f"\r{done} / {total}", ending="\n" if done == total else "")
                self.stderr.flush()


def _content(path: Path) -> bytes:
    """The file's bytes, or FileRefused before they are read when there are too many."""
    try:
        reading.check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise FileRefused(f"{path}: {error.strerror}") from error


def _check_report(path: Path | None) -> None:
    """Stop before anything is imported when the report could not be written afterwards."""
    if path is None:
        return
    try:
        path.touch()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from error


def _unit(slug: str) -> Unit:
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise CommandError(f"There is no unit {slug}.", returncode=2)
    return unit


def _user(email: str | None) -> User:
    if not email:
        return people.system_user()
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None or not user.is_admin:
        raise CommandError(f"{email} is no active admin.", returncode=2)
    return user
