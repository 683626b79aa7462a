"""Downloads of the matrix: rights, filters, names, headers."""

import csv
import io
import json
import re
import zlib
from datetime import date
from decimal import Decimal

import openpyxl
import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from accounts.choices import PUBLIC, Status
from accounts.exports import pdf_writer
from tests.exports.canaries import FOR_KEEPERS, FOR_STAFF, canary_account
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

ENDINGS = ("csv", "xlsx", "json", "pdf")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}
OUTSIDERS = (None, "staff", "other_communicator", "disabled")
PROSE = ("canary", "Kanarie", "+46 46 111")


def address(ending: str, language: str = "sv") -> str:
    with translation.override(language):
        return reverse(f"accounts:matrix_{ending}")


def download(client, ending: str, language: str = "sv", **query) -> bytes:
    response = client.get(address(ending, language), query)
    assert response.status_code == 200
    return b"".join(response)


def text_in(content: bytes, ending: str) -> str:
    """Everything a reader of the file could find in it."""
    if ending == "xlsx":
        (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(str(cell.value) for row in sheet for cell in row)
    if ending == "pdf":
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
        inside = b"".join(unpacked(stream) for stream in streams)
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        shown = " ".join(" ".join(page.extract_text() for page in pages).split())
        return shown + inside.decode("latin-1")
    return content.decode()


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def forms(value) -> tuple[str, ...]:
    """How a value could be written in a file."""
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, Decimal):
        return (str(value), str(value).replace(".", ","))
    return (str(value),)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_is_not_theirs_to_see_is_in_no_file(client, cast, who, ending):
    canary_account(cast.own_unit)
    if who:
        client.force_login(getattr(cast, who))
    said = text_in(download(client, ending), ending)
    hidden = dict(FOR_KEEPERS)
    if who in (None, "disabled"):
        hidden |= FOR_STAFF
    codes = {code for code in hidden if ending == "json" and f'"{code}"' in said}
    assert codes == (set(FOR_KEEPERS) if who == "other_communicator" and codes else set())
    words = [word for code, value in hidden.items() for word in forms(value) if len(word) > 4]
    assert [word for word in words if word in said] == []
    if who in (None, "disabled"):
        assert [word for word in PROSE if word in said] == []
    assert "Biologi i Lund" in said


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("who", ["communicator", "auditor", "admin"])
def test_keepers_find_all_of_it(client, cast, who, ending):
    canary_account(cast.own_unit)
    client.force_login(getattr(cast, who))
    said = text_in(download(client, ending), ending)
    values = [*FOR_STAFF.values(), *FOR_KEEPERS.values()]
    words = [forms(value) for value in values if isinstance(value, str) and " " in value]
    assert [word for word in words if not any(form in said for form in word)] == []
    assert "canary-notes" in said


@pytest.mark.parametrize("who", [None, "staff"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_hidden_value_changes_nothing(client, cast, who, ending):
    account = AccountFactory(unit=cast.own_unit)
    if who:
        client.force_login(getattr(cast, who))
    query = {"status": "all", "q": "", "sort": "two_step"}
    with time_machine.travel("2026-05-03T10:00:00Z", tick=False):
        before = download(client, ending, **query)
        account.notes = "canary-notes"
        account.agency = "canary-agency"
        account.save()
        AccountFactory(unit=cast.own_unit, draft=True)
        after = download(client, ending, **query)
    assert text_in(before, ending) == text_in(after, ending)


def slugs(client, **query) -> list[str]:
    listed = json.loads(download(client, "json", **query))["accounts"]
    return [account["slug"] for account in listed]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, PUBLIC),
        ("staff", PUBLIC),
        ("other_communicator", PUBLIC),
        ("communicator", tuple(Status)),
        ("auditor", tuple(Status)),
        ("admin", tuple(Status)),
    ],
)
def test_only_accounts_that_exist_for_the_viewer_are_listed(client, cast, who, seen):
    for status in Status:
        AccountFactory(unit=cast.own_unit, slug=status.value, **{status.value: True}
                       if status != Status.PUBLISHED else {})  # fmt: skip
    if who:
        client.force_login(getattr(cast, who))
    assert set(slugs(client, status="all")) == {status.value for status in seen}
    assert set(slugs(client)) == {"published", "closing"}


def test_filters_and_order_are_the_pages(client, cast):
    AccountFactory(unit=cast.own_unit, slug="a", name="Anka", languages=("en",))
    AccountFactory(unit=cast.own_unit, slug="o", name="Öra", platform_id="x", languages=("en",))
    AccountFactory(unit=cast.other_unit, slug="z", name="Zebra", platform_id="x")
    assert slugs(client) == ["a", "z", "o"]
    assert slugs(client, sort="-name") == ["o", "z", "a"]
    assert slugs(client, platform="x") == ["z", "o"]
    assert slugs(client, unit="science", language="en") == ["a", "o"]
    assert slugs(client, q="zebr") == ["z"]
    assert slugs(client, q="!!") == []


def test_json_says_what_was_filtered(client, cast):
    content = json.loads(download(client, "json", language="en", platform="x", nonsense="1"))
    assert content["institution"] == "Lund University"
    assert content["filters"] == {"platform": "x"}


def test_a_value_that_means_nothing_is_passed_over(client, cast):
    AccountFactory(unit=cast.own_unit, slug="a")
    assert slugs(client, platform="'; drop table", status="secret", sort="two_step") == ["a"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_headers_name_the_file_and_keep_it_out_of_caches(client, cast, ending, language):
    with time_machine.travel("2026-05-03T22:30:00Z"), translation.override(language):
        response = client.get(address(ending, language))
        stem = translation.pgettext("file name", "channel-matrix")
    assert response["Content-Type"] == TYPES[ending]
    assert response["Content-Disposition"] == f'attachment; filename="{stem}-2026-05-04.{ending}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in response["Vary"]
    assert "no-store" not in response["Cache-Control"]
    client.force_login(cast.staff)
    assert "no-store" in client.get(address(ending, language))["Cache-Control"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_head_has_the_headers_and_makes_nothing(client, cast, ending, monkeypatch):
    monkeypatch.setattr(pdf_writer.subprocess, "run", None)
    AccountFactory(unit=cast.own_unit)
    response = client.head(address(ending))
    assert response["Content-Type"] == TYPES[ending]
    assert b"".join(response) == b""


@pytest.mark.parametrize("ending", ENDINGS)
def test_downloads_are_only_fetched(client, cast, ending):
    assert client.post(address(ending)).status_code == 405


def test_delimiter_may_be_chosen(client, cast):
    AccountFactory(unit=cast.own_unit, slug="a")
    for language, query, delimiter in (
        ("sv", {}, ";"),
        ("en", {}, ","),
        ("sv", {"delimiter": "comma"}, ","),
        ("en", {"delimiter": "semicolon"}, ";"),
    ):
        text = download(client, "csv", language, **query).decode("utf-8-sig")
        _headings, row = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert row[0] == "a"


@pytest.mark.parametrize("who", [None, "communicator", "admin"])
def test_any_number_of_accounts_costs_the_same_queries(
    client, cast, who, django_assert_max_num_queries
):
    if who:
        client.force_login(getattr(cast, who))
    counts = []
    for more in (1, 30):
        for _number in range(more):
            AccountFactory(unit=cast.own_unit, owner=True)
        for ending in ("csv", "xlsx", "json"):
            download(client, ending)  # reads the vocabulary of the new revision
            with django_assert_max_num_queries(10) as queries:
                download(client, ending)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


def test_too_many_for_paper_shows_the_page_with_the_other_downloads(client, cast, monkeypatch):
    monkeypatch.setattr(pdf_writer, "MOST_ROWS", 1)
    AccountFactory(unit=cast.own_unit, platform_id="x")
    AccountFactory(unit=cast.own_unit, platform_id="x")
    response = client.get(address("pdf", "en"), {"platform": "x"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Take CSV or Excel" in page
    assert "/en/accounts/matrix.csv?platform=x" in page
    assert "/en/accounts/matrix.xlsx?platform=x" in page
    assert "messages" not in response.cookies
    assert client.get(address("pdf", "en"), {"platform": "facebook"}).status_code == 200


def test_many_pdfs_at_once_are_put_off(client, cast, monkeypatch):
    monkeypatch.setattr(pdf_writer, "PATIENCE", 0.01)
    AccountFactory(unit=cast.own_unit)
    with pdf_writer._press:
        response = client.get(address("pdf", "en"))
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Several PDFs are being made" in response.content.decode()
    assert client.get(address("pdf", "en")).status_code == 200
