"""PDF: tagged, readable, complete; what it says is text and never markup."""

import io
from datetime import date

import pypdf
import pytest
from django.utils import translation

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import Viewer
from accounts.domain.access.visibility import accounts_for
from accounts.exports import pdf_writer
from accounts.exports.columns import columns_for
from accounts.exports.pdf_writer import fits_on_paper, pdf_content, tidy
from accounts.exports.table import Table
from accounts.exports.typesetter import BREAK, drawable
from tests.exports.nasty import NASTY
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def printed(role: Role | None = None) -> Table:
    viewer = Viewer(role)
    columns = [column for column in columns_for(viewer) if column.is_printed]
    accounts = accounts_for(viewer).order_by("pk")
    return Table(accounts, viewer=viewer, words=vocabulary.current(), columns=columns)


def document(table: Table, description: str = "", language: str = "en") -> pypdf.PdfReader:
    with translation.override(language):
        (content,) = pdf_content(
            table,
            title="Channel matrix",
            institution="Lund University",
            description=description,
            on=date(2026, 5, 3),
        )
    return pypdf.PdfReader(io.BytesIO(content))


def words_of(reader: pypdf.PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def roles_in(reader: pypdf.PdfReader) -> set[str]:
    """The kinds of every element in the document's structure."""
    found, waiting = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            found.add(element.get("/S"))
            if "/K" in element:
                waiting.append(element["/K"])
    return found


def test_is_tagged_and_says_its_language_and_title(cast):
    AccountFactory(unit=cast.own_unit)
    reader = document(printed(), language="sv")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Channel matrix"
    assert {"/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/Link"} <= roles_in(reader)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_is_a4_on_its_side_with_heading_filter_count_and_page_numbers(cast):
    for _number in range(60):
        AccountFactory(unit=cast.own_unit)
    reader = document(printed(), description="Facebook")
    pages = len(reader.pages)
    assert pages > 1
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    first = " ".join(reader.pages[0].extract_text().split())
    assert "Channel matrix Lund University, May 3, 2026 Facebook: 60 accounts" in first
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of {pages}" in text
        assert "Target audience" in text


def test_a_line_says_what_the_matrix_is_for(cast):
    AccountFactory(
        unit=cast.own_unit,
        name="Biologi",
        handle="biologi",
        purpose="Visa forskning",
        goals="Tusen följare",
        function_mailbox="biologi@lu.se",
    )
    reader = document(printed())
    line = "Biologi Facebook: biologi Biologiska institutionen Visa forskning Tusen följare"
    assert f"{line} biologi@lu.se" in words_of(reader)
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == ["https://www.facebook.com/biologi"]


def test_paper_says_what_is_not_as_usual(cast):
    AccountFactory(unit=cast.own_unit, name="Ett", handle="ett", compromised=True)
    AccountFactory(unit=cast.own_unit, name="Två", handle="tva", closed=True)
    said = words_of(document(printed()))
    assert "Ett Facebook: ett. Flagged as hijacked" in said
    assert "Två Facebook: tva. Closed" in said


def test_keepers_see_owner_and_two_step_and_the_public_does_not(cast):
    AccountFactory(unit=cast.own_unit)
    assert "Two-step" not in words_of(document(printed()))
    assert "Owner Two-step" in words_of(document(printed(Role.AUDITOR)))


def test_nothing_said_is_markup(cast):
    for text in NASTY:
        AccountFactory(unit=cast.own_unit, purpose=text)
    said = words_of(document(printed()))
    assert "#set page(width: 1pt)" in said
    assert "*bold* _it_ $x$ `raw` @ref \\ {}" in said


def test_letters_the_fonts_lack_are_marked_and_pictures_left_out(cast):
    AccountFactory(unit=cast.own_unit, name="隆德 Lund 😀!", purpose="Ελλάδα, Україна, ≥ 3 °C")
    reader = document(printed())
    said = words_of(reader)
    assert "□□ Lund !" in said
    assert "Ελλάδα, Україна, ≥ 3 °C" in said
    assert "the other downloads have it" in said
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_without_such_letters_there_is_no_note(cast):
    AccountFactory(unit=cast.own_unit, name="Åäö 😀")
    assert "□" not in words_of(document(printed()))


def test_no_accounts_is_a_document_too(cast):
    assert "0 accounts" in words_of(document(printed()))


def test_drawable_letters_are_found_among_others():
    assert drawable(set("ж≥中ก😀★")) == set("ж≥★")


def test_text_is_on_one_line_and_not_endless():
    assert tidy(" one\n two\t ") == "one two"
    assert tidy("x" * 700) == "x" * 600 + "…"


def test_an_address_may_be_broken_and_a_word_is_hyphenated():
    address = "kommunikationsavdelningen@biologi.lu.se"
    assert tidy(address).replace(BREAK, "") == address
    assert max(map(len, tidy(address).split(BREAK))) <= 15
    assert tidy("universitetsbiblioteket") == "universitetsbiblioteket"
    assert tidy("info@lu.se") == "info@lu.se"


def test_paper_has_an_end(cast, monkeypatch):
    monkeypatch.setattr(pdf_writer, "MOST_ROWS", 2)
    AccountFactory(unit=cast.own_unit)
    AccountFactory(unit=cast.own_unit)
    assert fits_on_paper(printed())
    AccountFactory(unit=cast.own_unit)
    assert not fits_on_paper(printed())
