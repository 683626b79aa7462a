"""XLSX: opened by two other programs; text stays text, dates are dates."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from defusedxml import ElementTree
from django.utils import translation
from python_calamine import CalamineWorkbook

from accounts.exports import table as tables
from accounts.exports import xlsx_writer
from accounts.exports.xlsx_writer import LONGEST_TEXT, xlsx_content
from accounts.imports.workbook import read
from tests.exports.nasty import NASTY

pytestmark = pytest.mark.django_db


def content_of(table) -> bytes:
    with translation.override("en"):
        return b"".join(xlsx_content(table, title="Kanalmatris", institution="Lunds universitet"))


def sheet_of(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))["Kanalmatris"]


def test_every_text_comes_back_and_none_is_a_formula(table_of_purposes):
    content = content_of(table_of_purposes(NASTY, "purpose"))
    (column,) = sheet_of(content).iter_cols(min_row=2)
    assert [cell.value for cell in column] == list(NASTY)
    assert {cell.data_type for cell in column} == {"s"}
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_another_program_reads_the_same(table_of_purposes):
    content = content_of(table_of_purposes(NASTY, "purpose"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Kanalmatris")
    assert [row[0] for row in sheet.to_python()] == ["Purpose", *NASTY]


def test_the_import_reads_the_same_cells(table_of_purposes):
    texts = [text for text in NASTY if "HYPERLINK" not in text]  # it reads these as the link meant
    (sheet,) = read(content_of(table_of_purposes(texts, "slug", "purpose")))
    assert [row.cells[1] for row in sheet.rows[1:]] == [text.strip() for text in texts]


def test_dates_and_numbers_are_real_and_nothing_is_empty(table_of_purposes):
    codes = ["status", "closed_on", "opened_on", "hours_a_week", "answer_within_hours"]
    table = table_of_purposes(
        ["x"], *codes, opened_on=date(2012, 5, 3), hours_a_week=Decimal("2.5")
    )
    cells = next(sheet_of(content_of(table)).iter_rows(min_row=2))
    found = {cell.column_letter: cell.value for cell in cells if cell.value is not None}
    assert [str(value) for value in found.values()] == ["Published", "2012-05-03 00:00:00", "2.5"]
    assert [cell.number_format for cell in cells if cell.is_date] == ["yyyy-mm-dd"]


def test_frame_has_headings_that_stay_widths_and_a_filter(table_of_purposes):
    sheet = sheet_of(content_of(table_of_purposes("ab", "name", "purpose")))
    assert [cell.value for cell in sheet[1]] == ["Name", "Purpose"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["B"].width == 48
    assert sheet["B2"].alignment.wrap_text
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.parent.properties.creator == "Lunds universitet"


def test_addresses_are_links_as_far_as_excel_takes_them(table_of_purposes, monkeypatch):
    monkeypatch.setattr(xlsx_writer, "MOST_LINKS", 1)
    table = table_of_purposes("abc", "url", url="https://example.org/?a=1&b=<2>")
    links = [row[0].hyperlink for row in sheet_of(content_of(table)).iter_rows(min_row=2)]
    assert [link and link.target for link in links] == [
        "https://example.org/?a=1&b=<2>",
        None,
        None,
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.se"])
def test_what_is_no_web_address_is_plain_text(table_of_purposes, address):
    cell = sheet_of(content_of(table_of_purposes(["x"], "web_page", web_page=address)))["A2"]
    assert cell.value == address
    assert cell.hyperlink is None


def test_a_text_longer_than_a_cell_is_cut_between_characters(table_of_purposes):
    sheet = sheet_of(content_of(table_of_purposes(["😀" * 20_000, "x" * 40_000], "purpose")))
    assert sheet["A2"].value == "😀" * (LONGEST_TEXT // 2)
    assert sheet["A3"].value == "x" * LONGEST_TEXT


def test_control_characters_are_left_out(table_of_purposes):
    sheet = sheet_of(content_of(table_of_purposes(["a\x01b\x0bc"], "purpose")))
    assert sheet["A2"].value == "abc"


def test_rows_are_written_as_they_are_read(
    table_of_purposes, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(tables, "ROWS_IN_BLOCK", 2)
    table = table_of_purposes("abcde", "purpose")
    with django_assert_num_queries(0):
        pieces = xlsx_content(table, title="Kanalmatris", institution="LU")
    with django_assert_num_queries(1):
        first = next(pieces)
        rest = list(pieces)
    assert first.startswith(b"PK")
    assert len(rest) == 3
    assert sheet_of(first + b"".join(rest)).max_row == 6


def test_every_part_is_well_formed(table_of_purposes):
    with zipfile.ZipFile(io.BytesIO(content_of(table_of_purposes(NASTY)))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
