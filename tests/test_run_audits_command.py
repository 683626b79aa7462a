"""`run_audits`: what it prints, and the figures it keeps."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.domain.audits import RULES
from accounts.models import Snapshot
from tests.factories import AccountFactory, complete

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command("run_audits", *args, stdout=out)
    return out.getvalue()


def test_json_has_every_rule_with_its_severity_and_count():
    complete(AccountFactory(), goals="")
    printed = json.loads(run("--json"))
    assert set(printed) == {"on", "rules"}
    assert printed["on"] == timezone.localdate().isoformat()
    assert [rule["code"] for rule in printed["rules"]] == list(RULES)
    assert all(set(rule) == {"code", "severity", "count"} for rule in printed["rules"])
    by_code = {rule["code"]: rule for rule in printed["rules"]}
    assert by_code["no-goals"] == {"code": "no-goals", "severity": "note", "count": 1}
    assert {rule["severity"] for rule in printed["rules"]} == {"note", "gap", "risk", "danger"}


def test_keeps_the_days_figures_once():
    complete(AccountFactory(), goals="")
    assert "no-goals" in run()
    kept = set(Snapshot.objects.values_list("pk", "on", "rule", "count"))
    assert {row[1] for row in kept} == {timezone.localdate()}
    run()
    assert set(Snapshot.objects.values_list("pk", "on", "rule", "count")) == kept


def test_another_day_is_judged_as_of_then_and_a_day_to_come_is_not_kept():
    today = timezone.localdate()
    complete(AccountFactory(), review_due_on=today)
    tomorrow = (today + timedelta(days=1)).isoformat()
    found = {
        day: next(
            rule["count"]
            for rule in json.loads(run("--json", "--on", day))["rules"]
            if rule["code"] == "review-overdue"
        )
        for day in (today.isoformat(), tomorrow)
    }
    assert found == {today.isoformat(): 0, tomorrow: 1}
    assert set(Snapshot.objects.values_list("on", flat=True)) == {today}


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="2026-05-03"):
        run("--on", "yesterday")
