"""Headings are found wherever they stand and whatever they are called."""

import unicodedata

import pytest

from accounts.exceptions import FileRefused
from accounts.imports import reading, tables
from accounts.imports.headings import asks_for_secrets, exact, likely, unique
from accounts.imports.tables import guess
from tests.imports.files import csv_file, raw_xlsx, sheet_xml, text_cells, xlsx_file

ADDRESS = "https://www.facebook.com/lundsuniversitet"


def found(content: bytes) -> list[tables.Table]:
    return tables.find(reading.read(content))


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Kanal", "platform"),
        ("PLATTFORM", "platform"),
        ("Länk", "url"),
        (unicodedata.normalize("NFD", "Länk\n(webbadress)"), "url"),
        ("Account address", "url"),
        ("Användarnamn", "handle"),
        ("@", None),
        ("E-post", "owner_email"),
        ("E-MAIL:", "owner_email"),
        ("Kontaktperson", "owner"),
        ("Ansvarig", "owner"),
        ("Tvåstegsautentisering: Ja/Nej/Vet ej", "two_step"),
        ("Tvåfaktorsautentisering (ja/nej)", "two_step"),
        ("2FA", "two_step"),
        ("Agency", "parent_unit"),
        ("Unit", "unit"),
        ("Official page", "web_page"),
        ("Language", "languages"),
        ("Målgrupp*", "target_audience"),
        ("Tags", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_heading_is_known(heading, code):
    assert likely(heading) in ({code} if code != "owner" else {"owner", "contact"})


@pytest.mark.parametrize(
    ("heading", "code"), [("Tvåstegsautentiserng", "two_step"), ("Målgrup", "target_audience")]
)
def test_misspelt_heading_is_likely_but_not_certain(heading, code):
    assert exact(heading) is None
    assert likely(heading) == code


@pytest.mark.parametrize(
    ("heading", "asks"),
    [
        ("Lösenord", True),
        ("Lösenord Facebook", True),
        ("Password", True),
        ("pw", True),
        ("Lösenord bytt senast", False),
        ("Lösenordsrutin", False),
        ("Passage", False),
    ],
)
def test_heading_over_passwords(heading, asks):
    assert asks_for_secrets(heading) is asks


def test_headings_become_unique():
    assert unique(["E-post", "", "E-post", "Rad\ntvå"]) == [
        "E-post",
        "(B)",
        "E-post (2)",
        "Rad två",
    ]


def test_titles_above_and_columns_in_any_order():
    (table,) = found(
        csv_file([["Kanaler 2026"], [], ["Enhet", "Okänt", "Länk"], ["LTH", "1", ADDRESS]])
    )
    assert guess(table) == {"Enhet": "unit", "Okänt": "", "Länk": "url"}
    assert [row.number for row in table.rows] == [4]


def test_sheet_of_notes_is_passed_over_and_several_sheets_are_read():
    notes = [["Läs detta"], ["Fyll i namn och enhet"]]
    first = [["Länk", "Enhet"], [ADDRESS, "LTH"]]
    second = [["Enhet", "Adress"], ["LTH", "https://x.com/lu"]]
    assert [table.sheet for table in found(xlsx_file(notes, first, second))] == ["Blad2", "Blad3"]


def test_column_of_addresses_is_found_without_its_heading():
    (table,) = found(csv_file([["Vår sida", "Enhet"], [ADDRESS, "LTH"], ["x.com/lu", "LTH"]]))
    assert guess(table) == {"Vår sida": "url", "Enhet": "unit"}


def test_a_list_of_addresses_needs_no_headings():
    (table,) = found(csv_file([[ADDRESS], ["https://x.com/lu"]]))
    assert guess(table) == {"(A)": "url"}
    assert len(table.rows) == 2


def test_word_with_two_meanings_is_judged_by_its_cells():
    (table,) = found(csv_file([["Kanal", "Enhet"], [ADDRESS, "LTH"]]))
    assert guess(table)["Kanal"] == "url"
    (table,) = found(
        csv_file([["Konto", "Länk", "Kanal"], ["Lunds universitet", ADDRESS, "Facebook"]])
    )
    assert guess(table) == {"Konto": "name", "Länk": "url", "Kanal": "platform"}


def test_group_over_two_headings_makes_them_clear():
    data = text_cells("Länk", "Kontaktperson") + (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Länk</t></is></c>'
        '<c r="B2" t="inlineStr"><is><t>Namn</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>E-post</t></is></c></row>'
    )
    data += text_cells(ADDRESS, "Anna Andersson", "anna@example.org", row=3)
    merged = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    (table,) = found(raw_xlsx(sheet_xml(data, merged)))
    assert guess(table) == {
        "Länk": "url",
        "Kontaktperson Namn": "owner",
        "Kontaktperson E-post": "owner_email",
    }


def test_file_without_accounts_is_refused():
    with pytest.raises(FileRefused):
        found(csv_file([["Vara", "Pris"], ["Kaffe", "40"]]))
