"""Counts what every audit rule finds, and keeps the day's figures for the trend curves."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...choices import Severity
from ...domain import snapshots
from ...domain.audits import RULES
from ...domain.audits.findings import counts


class Command(BaseCommand):
    help = (
        "Count what every audit rule finds and keep the day's figures for the trend curves. Run"
        " it once a night; run again on the same day, it keeps the figures that are there. A day"
        " gone by fills a gap with today's register as it would have been judged then; for a day"
        " to come nothing is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--on", metavar="DATE", help="the day, as 2026-05-03; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        day = _day(options["on"]) if options["on"] else today
        counted = counts(day)
        if day <= today:
            snapshots.take(on=day, counted=counted)
        rules = [
            {
                "code": rule.code,
                "severity": Severity(rule.severity).name.lower(),
                "count": counted.total(rule.code),
            }
            for rule in RULES.values()
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"on": day.isoformat(), "rules": rules}))
            return
        self.stdout.write(f"{day.isoformat()}, {counted.total('')} accounts:")
        for rule in rules:
            self.stdout.write(f"{rule['count']:>8}  {rule['severity']:<8}{rule['code']}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on takes a day such as 2026-05-03, not {text!r}.") from None
