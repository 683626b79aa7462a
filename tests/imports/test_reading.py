"""Files as people really keep them come out as the same rows of text."""

import datetime as dt
import unicodedata

import pytest

from accounts.exceptions import FileRefused
from accounts.imports import reading
from tests.imports.files import csv_file, raw_xlsx, sheet_xml, text_cells, xlsx_file

NINE = dt.datetime(2014, 5, 3, 9)  # noqa: DTZ001 - spreadsheets know no time zones
HEADINGS = ["Kanal", "Länk", "Enhet"]
ROW = ["Facebook", "https://facebook.com/lundsuniversitet", "Språk- och litteraturcentrum"]


def cells(content: bytes) -> list[list[str]]:
    (sheet,) = reading.read(content)
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_csv_is_read_in_every_dialect(delimiter, encoding):
    assert cells(csv_file([HEADINGS, ROW], delimiter, encoding)) == [HEADINGS, ROW]


def test_csv_with_title_rows_commas_in_text_and_line_breaks_in_cells():
    rows = [["Kanaler, alla"], [], HEADINGS, ["X", "x.com/lu", 'Ett "citat", två\nrader']]
    assert cells(csv_file(rows)) == [
        ["Kanaler, alla"],
        [],
        HEADINGS,
        ["X", "x.com/lu", 'Ett "citat", två\nrader'],
    ]


def test_csv_says_its_delimiter_itself():
    (sheet,) = reading.read(b"sep=|\r\nKanal|Enhet\r\nX|LTH\r\n")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ["Kanal", "Enhet"]),
        (3, ["X", "LTH"]),
    ]


def test_windows_quotes_and_old_mac_line_ends():
    assert cells("Namn;Länk\r“Å” – 5 €;x.com/a\r".encode("cp1252")) == [
        ["Namn", "Länk"],
        ["“Å” – 5 €", "x.com/a"],
    ]


def test_decomposed_letters_and_hard_blanks_are_made_plain():
    heading = unicodedata.normalize("NFD", "Länk")
    assert cells(csv_file([[heading, "Enhet"], ["x.com/a\xa0", "\u200bA\xa0B"]])) == [
        ["Länk", "Enhet"],
        ["x.com/a", "A B"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+46 46 222 00 00", "-streck", "@lunduniversity", "＝x"])
def test_apostrophe_before_a_formula_is_taken_off(text):
    assert cells(csv_file([["Länk", "Notes"], ["x.com/a", f"'{text}"]]))[1][1] == text


def test_an_apostrophe_that_guards_nothing_stays():
    assert (
        cells(csv_file([["Länk", "Namn"], ["x.com/a", "'s Gravenhage"]]))[1][1] == "'s Gravenhage"
    )


def test_hyperlink_formula_tells_text_and_address():
    rows = [["Länk", "Namn"], ['=HYPERLINK("https://x.com/lu";"X")', "a"]]
    (sheet,) = reading.read(csv_file(rows, "\t"))
    assert sheet.rows[1].cells == ["X", "a"]
    assert sheet.rows[1].links == {0: "https://x.com/lu"}


def test_blank_rows_at_the_end_are_no_rows():
    assert len(cells(csv_file([HEADINGS, ROW, [], ["", ""], []]))) == 2


def test_workbook_values_become_text():
    content = xlsx_file(
        [
            ["Text", "Tal", "Datum", "Ja", "Telefon", "Bråk", "Tid"],
            [" a ", 7, dt.date(2014, 5, 3), True, 46462220000.0, 2.5, NINE],
        ]
    )
    assert cells(content)[1] == ["a", "7", "2014-05-03", "TRUE", "46462220000", "2.5", "2014-05-03"]


def test_workbook_hyperlinks_and_merged_cells():
    def change(sheet):
        sheet["B2"].hyperlink = "https://www.facebook.com/lth"
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A5:C5")

    rows = [
        HEADINGS,
        ["Facebook", "Sidan", "LTH"],
        [None, "b", "LTH"],
        [None, "c"],
        ["Summa"],
        ["X"],
    ]
    (sheet,) = reading.read(xlsx_file(rows, change=change))
    assert [row.cells for row in sheet.rows] == [
        HEADINGS,
        ["Facebook", "Sidan", "LTH"],
        ["Facebook", "b", "LTH"],
        ["", "c"],
        ["Summa"],
        ["X"],
    ]
    assert dict(sheet.rows[1].links) == {1: "https://www.facebook.com/lth"}
    assert dict(sheet.rows[2].links) == {}


def test_workbook_formulas():
    """The saved value counts; a text that begins with "=" is a text; HYPERLINK leads somewhere."""
    data = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c>'
        '<c r="B1" t="str"><f>HYPERLINK("https://x.com/lu","X")</f><v>X</v></c>'
        '<c r="C1" t="inlineStr"><is><t>=SUM(A1)</t></is></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><v>1</v></c></row>'
    )
    (sheet,) = reading.read(raw_xlsx(sheet_xml(data)))
    assert sheet.rows[0].cells == ["2", "X", "=SUM(A1)", "", "1"]
    assert dict(sheet.rows[0].links) == {1: "https://x.com/lu"}


def test_workbook_with_prefixes_without_references_and_with_phonetics():
    data = sheet_xml(
        '<row><c t="inlineStr"><is><r><t>La</t></r><r><t>nk</t></r><rPh><t>x</t></rPh></is></c>'
        "<c/><c><v>3</v></c></row>"
    )
    prefixed = data.replace("<", "<m:").replace("<m:/", "</m:").replace(' xmlns="', ' xmlns:m="')
    assert cells(raw_xlsx(prefixed)) == [["Lank", "", "3"]]


def test_gaps_between_rows_are_blank_rows_unless_they_are_endless():
    rows = text_cells("a", row=1) + text_cells("b", row=4) + text_cells("c", row=1_000_000)
    (sheet,) = reading.read(raw_xlsx(sheet_xml(rows)))
    assert [row.number for row in sheet.rows] == [1, 2, 3, 4, 1_000_000]


def test_hidden_sheets_are_passed_over():
    content = xlsx_file(
        [["a"]], [["b"]], change=lambda sheet: setattr(sheet, "sheet_state", "hidden")
    )
    assert cells(content) == [["b"]]


def test_empty_file_is_refused():
    with pytest.raises(FileRefused):
        reading.read(b"")
