"""What needs Django and a database, each in a process of its own: `python -m bench.probes NAME`.

Every probe prints one JSON value. They use the product's own functions, so that what is measured
is what the product does.
"""

import csv
import io
import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import django

MEDIUM = 300
"""About how many hits the search of medium frequency has, where the register is large enough."""
NOWHERE = "zqxvkwjy"
DEEP = 0.9
"""How far into the list the deep pages begin."""
PDF_ROWS = 2000
IMPORTED_PLATFORMS = (
    ("Facebook", "https://www.facebook.com/{}"),
    ("Instagram", "https://www.instagram.com/{}/"),
    ("X", "https://x.com/{}"),
    ("YouTube", "https://www.youtube.com/@{}"),
    ("TikTok", "https://www.tiktok.com/@{}"),
    ("LinkedIn", "https://www.linkedin.com/company/{}/"),
)


def facts() -> dict[str, Any]:
    """The addresses to ask this register for: deep pages, searches, an account, a handle."""
    from accounts.choices import OFFICIAL
    from accounts.domain.search import SORTS
    from accounts.domain.search.paging import Position
    from accounts.models import Account

    official = Account.objects.filter(status__in=OFFICIAL)
    count = official.count()
    deep = {}
    for code, sort in SORTS.items():
        account = official.order_by(*sort.order_by)[int(count * DEEP)]
        deep[code] = Position.token("after", account, sort)
    some = official.order_by("id")[count // 2]
    return {
        "accounts": Account.objects.count(),
        "official": count,
        "deep": deep,
        "searches": dict(_searches(official)),
        "slug": some.slug,
        "address": some.url,
        "pdf_query": _few_enough(official),
    }


def _searches(official: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The five searches, with how many accounts have the word."""
    from accounts.domain.folding import squeeze

    seen: Counter[str] = Counter()
    handles: set[str] = set()
    rows = official.order_by("id").values_list("search_public", "handle")
    for words, handle in rows.iterator(chunk_size=2000):
        seen.update({word for word in words.split() if word.isalpha()})
        handles.add(squeeze(handle))
    long = {word: number for word, number in seen.items() if len(word) >= 5}
    once = sorted(handle for handle in handles if len(handle) >= 8)
    wanted = min(MEDIUM, max(official.count() // 20, 2))
    medium = min(long, key=lambda word: (abs(long[word] - wanted), word))
    common = max(long, key=lambda word: (long[word], word))
    beginnings: Counter[str] = Counter()
    for word, number in seen.items():
        beginnings[word[:2]] += number if len(word) > 2 else 0
    chosen = {
        "rare": once[len(once) // 2],
        "medium": medium,
        "common": common,
        "none": NOWHERE,
        "two letters": beginnings.most_common(1)[0][0],
    }
    for name, term in chosen.items():
        needle = term if len(term) > 2 else f" {term}"
        yield name, {"q": term, "hits": official.filter(search_public__contains=needle).count()}


def _few_enough(official: Any) -> str:
    """The filter whose accounts come nearest to what fits into a PDF, as a query."""
    from django.db.models import Count

    if official.count() <= PDF_ROWS:
        return ""
    groups = [
        ({"platform": platform}, number)
        for platform, number in official.order_by().values_list("platform").annotate(Count("pk"))
    ]
    groups += [
        ({"unit": unit, "platform": platform}, number)
        for unit, platform, number in official.order_by()
        .filter(unit__children__isnull=True)
        .values_list("unit__slug", "platform")
        .annotate(Count("pk"))
    ]
    fitting = [group for group in groups if group[1] <= PDF_ROWS]
    return urlencode(max(fitting, key=lambda group: group[1])[0]) if fitting else ""


def queries(paths: list[str]) -> dict[str, Any]:
    """Queries a page costs: the first time in a process, and later ones (no page cache)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.domain import coverage, vocabulary

    found: dict[str, Any] = {}
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    for path in paths:
        vocabulary.forget()
        coverage._kept = ("", {})
        counts = []
        for turn in ("a", "b"):
            joint = "&" if "?" in path else "?"
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(f"{path}{joint}n={turn}")
            counts.append(len(captured) if answer.status_code == 200 else None)
        found[path] = counts
    return found


def explain(terms: dict[str, str]) -> dict[str, dict[str, Any]]:
    """PostgreSQL's plan of the query that finds the hits of each search."""
    from accounts.domain.access.viewer import PUBLIC_VIEWER
    from accounts.domain.folding import fold
    from accounts.domain.search import Criteria
    from accounts.domain.search.matching import by_index, filtered
    from accounts.domain.search.paging import FOUND_CAP
    from accounts.domain.vocabulary import current

    words = current()
    found = {}
    for name, term in terms.items():
        accounts = filtered(PUBLIC_VIEWER, Criteria(q=term), words)
        hits = by_index(accounts, tuple(fold(term).split()), "search_public")
        keys = hits.values_list("pk", "sort_name", "name_key", "handle_key")
        lines = keys[: FOUND_CAP + 1].explain(analyze=True).split("\n")
        found[name] = {
            "term": term,
            "indexed": any("account_search_public" in line for line in lines),
            "lines": [
                re.sub(r" {2,}", " ", line.strip())
                for line in lines
                if re.search(r"Scan|Execution Time", line)
            ],
        }
    return found


def _public_table() -> Any:
    from accounts.domain import search, vocabulary
    from accounts.domain.access.viewer import PUBLIC_VIEWER
    from accounts.exports.table import Table

    words = vocabulary.current()
    accounts = search.everything(PUBLIC_VIEWER, search.Criteria(), words)
    return Table(accounts, viewer=PUBLIC_VIEWER, words=words)


def copy_csv(times: str) -> list[float]:
    """Seconds of the plainest way to the same rows as CSV: COPY, or csv over SQLite's cursor."""
    from django.db import connection

    table = _public_table()
    reads = dict.fromkeys(name for column in table.columns for name in column.reads)
    sql, parameters = table.accounts.values_list(*reads).query.sql_with_params()
    return [_timed(lambda: _plain_copy(connection, sql, parameters)) for _turn in range(int(times))]


def _plain_copy(connection: Any, sql: str, parameters: tuple) -> int:
    size = 0
    if connection.vendor == "postgresql":
        import psycopg

        connection.ensure_connection()
        plain = psycopg.ClientCursor(connection.connection)
        with plain.copy(f"COPY ({plain.mogrify(sql, parameters)}) TO STDOUT (FORMAT csv)") as copy:
            for piece in copy:
                size += len(piece)
        return size
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        source = iter(cursor)
        while rows := list(islice(source, 1000)):
            buffer = io.StringIO()
            csv.writer(buffer).writerows(rows)
            size += len(buffer.getvalue().encode())
    return size


def openpyxl_alone(times: str) -> list[float]:
    """Seconds openpyxl's write-only mode takes for the same values, which it gets for nothing."""
    from openpyxl import Workbook

    table = _public_table()
    texts = [column.text(table.words) for column in table.columns]
    rows = [
        row
        for block in table.blocks()
        for row in zip(
            *([text(v) for v in vals] for text, vals in zip(texts, block, strict=True)),
            strict=True,
        )
    ]

    def write() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        with tempfile.TemporaryFile() as file:
            book.save(file)

    return [_timed(write) for _turn in range(int(times))]


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def workbook(path: str, rows: str) -> int:
    """Writes a workbook to import: new accounts of the units that are there."""
    from openpyxl import Workbook

    from accounts.models import Unit

    units = list(Unit.objects.order_by("id").values_list("name_sv", flat=True))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kanaler")
    identity = ["Plattform", "Länk", "Namn", "Verksamhet", "Språk"]
    sheet.append([*identity, "Syfte", "Mål", "Kontaktperson", "E-post", "Status"])
    for number in range(int(rows)):
        platform, address = IMPORTED_PLATFORMS[number % len(IMPORTED_PLATFORMS)]
        handle = f"benchmark{number:06}"
        sheet.append(
            [
                platform,
                address.format(handle),
                f"Jämförelsekonto {number}",
                units[number % len(units)],
                "Svenska",
                "Att berätta om forskning och utbildning för den som är nyfiken.",
                "Ett inlägg i veckan och svar inom ett dygn.",
                f"Person Exempel{number % 500}",
                f"person{number % 500}@example.org",
                "Publicerat",
            ]
        )
    book.save(path)
    return int(rows)


def verify_speed(address: str) -> float:
    """Median seconds of the look-up behind the verify page, without the page."""
    from accounts.domain.verification import verify

    return statistics.median(_timed(lambda: verify(address)) for _turn in range(50))


def audits() -> dict[str, Any]:
    """Seconds and queries of the figures behind the audit overview, and of one rule's list."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from accounts.choices import Role
    from accounts.domain import figures
    from accounts.domain.access.viewer import Viewer
    from accounts.domain.audits import RULES, findings

    today, auditor = timezone.localdate(), Viewer(Role.AUDITOR, user_id=0)
    rule = RULES["two-step-unknown"]

    def a_list() -> None:
        found = findings.found(auditor, rule, today)
        found.count()
        findings.of_accounts(list(found.select_related("platform", "unit")[:25]), today)

    works = {
        "count": lambda: findings.counts(today),
        "kept": lambda: figures.of(auditor),
        "list": a_list,
    }
    result = {}
    for name, work in works.items():
        work()
        with CaptureQueriesContext(connection) as captured:
            work()
        seconds = statistics.median(_timed(work) for _turn in range(5))
        result[name] = {"seconds": seconds, "queries": len(captured)}
    return result


PROBES: dict[str, Callable[..., Any]] = {
    "audits": audits,
    "facts": facts,
    "queries": lambda paths: queries(json.loads(paths)),
    "explain": lambda terms: explain(json.loads(terms)),
    "copy_csv": copy_csv,
    "openpyxl_alone": openpyxl_alone,
    "workbook": workbook,
    "verify_speed": verify_speed,
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(PROBES[sys.argv[1]](*sys.argv[2:])))
