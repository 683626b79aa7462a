"""The audits: one sentence and a curve, the gaps by weight, the units; a list for every number."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..choices import Severity
from ..domain import figures, search, snapshots, trends
from ..domain.access.doors import Door
from ..domain.audits import RULES, TWO_STEP_MISSING, Rule, findings
from ..domain.audits.findings import ALL, Counts
from ..domain.calendar import months_before
from ..domain.vocabulary import Vocabulary
from ..exports.csv_writer import csv_content, delimiter_named
from ..exports.download import Download
from ..exports.table import Table
from ..exports.xlsx_writer import xlsx_content
from ..forms.audits import FindingsForm
from .doors import door
from .exports import XLSX, answer, institution
from .helpers import address_with, viewer, words
from .matrix_rows import matrix_rows

MONTHS_SHOWN = 12
LEVELS = (1, 2, 5, 10)
"""From how many accounts a cell of the units' table takes the next darker tint."""
PILLS = {
    Severity.DANGER: "bad",
    Severity.RISK: "bad",
    Severity.GAP: "warn",
    Severity.NOTE: "info",
}


@door(Door.OVERSIGHT)
@require_safe
def audits(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    kept = figures.of(who)
    since = months_before(timezone.localdate(), MONTHS_SHOWN)
    points = snapshots.trend(viewer=who, rule=TWO_STEP_MISSING, since=since)
    context = {
        "sentence": sentence(kept.counts, points),
        "as_of": kept.as_of,
        "chart": trends.chart(points, title=_("Accounts without confirmed two-step")),
        "rules": rules_by_weight(kept.counts),
        "clean": [rule.title for rule in RULES.values() if not kept.counts.total(rule.code)],
        "units": units_of(kept.counts, vocabulary),
        "columns": TWO_STEP_COLUMNS,
        "platforms": platforms_of(kept.counts, vocabulary),
    }
    return render(request, "audits/overview.html", context)


def missing(counts: Counts, units: Any = None) -> int:
    return sum(counts.total(code, units) for code in TWO_STEP_MISSING)


def sentence(counts: Counts, points: list[snapshots.Point]) -> str:
    """How it stands, and whether it gets better."""
    now, looked_at = missing(counts), counts.total(ALL)
    text = ngettext(
        "%(now)d of %(all)d accounts has no confirmed two-step",
        "%(now)d of %(all)d accounts have no confirmed two-step",
        now,
    ) % {"now": now, "all": looked_at}
    then = trends.before(points, months_before(timezone.localdate(), 1))
    if then is None:
        return f"{text}."
    change = now - then.count
    if change < 0:
        ending = _("%(number)d fewer than a month ago.") % {"number": -change}
    elif change > 0:
        ending = _("%(number)d more than a month ago.") % {"number": change}
    else:
        ending = _("as many as a month ago.")
    return f"{text}, {ending}"


def rules_by_weight(counts: Counts) -> list[dict[str, Any]]:
    """The rules that find something, the gravest and commonest first."""
    all_of_them = max(counts.total(ALL), 1)
    found = [(rule, number) for rule in RULES.values() if (number := counts.total(rule.code))]
    found.sort(key=lambda pair: (-pair[0].severity * pair[1], pair[0].code))
    return [
        {
            "title": rule.title,
            "severity": rule.severity.label,
            "pill": PILLS[rule.severity],
            "count": number,
            "percent": min(100, round(100 * number / all_of_them)),
            "url": reverse("accounts:audit", args=[rule.code]),
        }
        for rule, number in found
    ]


@dataclass(frozen=True)
class ColumnOfUnits:
    label: Any
    rule: str


TWO_STEP_COLUMNS = tuple(ColumnOfUnits(RULES[code].title, code) for code in TWO_STEP_MISSING)


def units_of(counts: Counts, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The parts of the university one step down, each with all below it."""
    rows: list[dict[str, Any]] = []
    tops = [unit for unit, depth in vocabulary.walk() if depth == 1]
    for unit in tops:
        branch = vocabulary.branches[unit.pk]
        looked_at = counts.total(ALL, branch)
        if not looked_at:
            continue
        cells = []
        for column in TWO_STEP_COLUMNS:
            number = counts.total(column.rule, branch)
            url = reverse("accounts:audit", args=[column.rule])
            cells.append(
                {
                    "count": number,
                    "level": sum(number >= least for least in LEVELS),
                    "url": f"{url}?unit={unit.slug}",
                    "label": f"{unit.name}, {column.label}: {number}",
                }
            )
        rows.append(
            {
                "name": unit.name,
                "url": unit.get_absolute_url(),
                "cells": cells,
                "missing": missing(counts, branch),
                "looked_at": looked_at,
            }
        )
    rows.sort(key=lambda row: int(row["missing"]), reverse=True)
    return rows


def platforms_of(counts: Counts, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """How many accounts of each platform lack confirmed two-step."""
    lacking: Counter[str] = Counter()
    for rule in TWO_STEP_MISSING:
        lacking.update(counts.by_platform.get(rule, Counter()))
    looked_at = counts.by_platform.get(ALL, Counter())
    return [
        {"name": vocabulary.platforms[code].name, "count": number, "of": looked_at[code]}
        for code, number in lacking.most_common()
        if number
    ]


def rule_of(code: str) -> Rule:
    if code not in RULES:
        raise Http404
    return RULES[code]


def found_by(request: HttpRequest, rule: Rule, form: FindingsForm) -> Any:
    vocabulary = words(request)
    unit = vocabulary.unit_by_slug.get(form.chosen("unit"))
    return findings.found(
        viewer(request),
        rule,
        timezone.localdate(),
        units=vocabulary.branches[unit.pk] if unit else None,
        platform=form.chosen("platform"),
    )


def form_of(request: HttpRequest) -> FindingsForm:
    return FindingsForm(request.GET, words=words(request), language=get_language())


@door(Door.OVERSIGHT)
@require_safe
def audit(request: HttpRequest, rule: str) -> HttpResponse:
    asked, form = rule_of(rule), form_of(request)
    page = search.listed(found_by(request, asked, form), request.GET.get("page", ""))
    path, query = request.path, request.GET
    context = {
        "rule": asked,
        "pill": PILLS[asked.severity],
        "severity": asked.severity.label,
        "form": form,
        "count": page.count,
        "rows": matrix_rows(page.accounts, viewer(request), words(request)),
        "downloads": [
            {
                "label": label,
                "url": address_with(
                    reverse(f"accounts:audit_{kind}", args=[asked.code]), query, page=None
                ),
            }
            for kind, label in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
        "pager": {
            "first_url": address_with(path, query, page=None) if page.previous else "",
            "previous_url": address_with(path, query, page=page.previous) if page.previous else "",
            "next_url": address_with(path, query, page=page.next) if page.next else "",
        },
    }
    return render(request, "audits/audit.html", context)


def table_of(request: HttpRequest, rule: Rule) -> Table:
    return Table(
        found_by(request, rule, form_of(request)), viewer=viewer(request), words=words(request)
    )


def file_name(rule: Rule, ending: str) -> str:
    return f"{rule.code}-{timezone.localdate().isoformat()}.{ending}"


@door(Door.OVERSIGHT)
@require_safe
def audit_csv(request: HttpRequest, rule: str) -> HttpResponseBase:
    asked = rule_of(rule)
    table = table_of(request, asked)
    delimiter = delimiter_named(request.GET.get("delimiter", ""))
    return answer(
        request,
        Download(
            file_name(asked, "csv"),
            "text/csv; charset=utf-8",
            lambda: csv_content(table, delimiter),
        ),
    )


@door(Door.OVERSIGHT)
@require_safe
def audit_xlsx(request: HttpRequest, rule: str) -> HttpResponseBase:
    asked = rule_of(rule)
    table, title = table_of(request, asked), str(asked.title)
    return answer(
        request,
        Download(
            file_name(asked, "xlsx"),
            XLSX,
            lambda: xlsx_content(table, title=title, institution=institution()),
        ),
    )
