"""CSV: what Excel and the import read, and no live formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.exports import table as tables
from accounts.exports.csv_writer import csv_content, delimiter_named
from accounts.exports.guard import FORMULA_STARTS
from accounts.imports.table import without_apostrophe
from accounts.imports.text_file import read
from tests.exports.nasty import NASTY

pytestmark = pytest.mark.django_db


def read_back(content: bytes, delimiter: str = ";") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_begins_with_a_byte_order_mark_and_headings(table_of_purposes):
    table = table_of_purposes([], "name", "purpose")
    with translation.override("en"):
        assert b"".join(csv_content(table, ";")) == "\ufeffName;Purpose\r\n".encode()


@pytest.mark.parametrize("delimiter", [";", ","])
def test_every_text_comes_back_and_none_is_a_formula(table_of_purposes, delimiter):
    content = b"".join(csv_content(table_of_purposes(NASTY, "purpose"), delimiter))
    cells = [row[0] for row in read_back(content, delimiter)[1:]]
    assert [cell for cell in cells if cell[0] in FORMULA_STARTS] == []
    assert [without_apostrophe(cell) for cell in cells] == list(NASTY)


def test_the_import_reads_the_same_cells(table_of_purposes):
    content = b"".join(csv_content(table_of_purposes(NASTY, "slug", "purpose"), ";"))
    sheet = read(content)
    assert [row.cells[1] for row in sheet.rows[1:]] == [text.strip() for text in NASTY]


def test_values_are_worded_in_the_language_of_the_page(table_of_purposes):
    codes = ("languages", "status", "hijacked", "opened_on", "closed_on", "hours_a_week")
    table = table_of_purposes(
        ["x"],
        *codes,
        languages=("sv", "en"),
        opened_on=date(2012, 5, 3),
        hours_a_week=Decimal("2.5"),
    )
    with translation.override("sv"):
        cells = read_back(b"".join(csv_content(table, ";")))[1]
    assert cells[0].startswith("Svenska, ")
    assert cells[3:] == ["", "2012-05-03", "2,5"]
    with translation.override("en"):
        assert read_back(b"".join(csv_content(table, ",")), ",")[1] == [
            "Swedish, English",
            "Published",
            "No",
            "",
            "2012-05-03",
            "2.5",
        ]


def test_a_name_that_an_admin_chose_is_guarded_too(table_of_purposes, cast):
    cast.own_unit.name_sv = "=Enheten"
    cast.own_unit.save()
    table = table_of_purposes(["x"], "unit")
    assert read_back(b"".join(csv_content(table, ";")))[1] == ["'=Enheten"]


def test_control_characters_are_left_out(table_of_purposes):
    content = b"".join(csv_content(table_of_purposes(["a\x01b\x1fc"], "purpose"), ";"))
    assert read_back(content)[1] == ["abc"]


@pytest.mark.parametrize(
    ("name", "language", "delimiter"),
    [
        ("semicolon", "en", ";"),
        ("comma", "sv", ","),
        ("", "sv", ";"),
        ("", "en", ","),
        ("|", "sv", ";"),
    ],
)
def test_delimiter_is_the_one_asked_for_or_the_usual_one(name, language, delimiter):
    with translation.override(language):
        assert delimiter_named(name) == delimiter


def test_nothing_is_read_before_the_headings_are_sent(
    table_of_purposes, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(tables, "ROWS_IN_BLOCK", 2)
    table = table_of_purposes("abcde", "purpose")
    with django_assert_num_queries(0):
        pieces = csv_content(table, ";")
        next(pieces)
    with django_assert_num_queries(1):
        assert [piece.decode().split() for piece in pieces] == [["a", "b"], ["c", "d"], ["e"]]
