"""A letter as text and as HTML: readable in any mail program, and nothing typed becomes markup."""

import pytest
from django.utils import translation

from accounts.domain import letters
from accounts.domain.letters import Letter
from tests.test_architecture import PageParser

ADDRESS = "https://register.example.org/" + "langt-" * 20 + "/x"
LETTER = Letter(
    subject="Kontot <b>Lund</b>\n är godkänt",
    paragraphs=["Ett stycke som är långt. " * 8, "Kort & gott."],
    facts=[("Konto", "Lund <script>"), ("Verksamhet", "Biologi")],
    quote="Första raden.\n\nAndra raden som är så lång att den inte får plats på en rad alls, nej.",
    quote_by="Adma",
    action=("Öppna kontot", ADDRESS),
    afterwards=["Till sist."],
)


def draw(letter=LETTER):
    return letters.draw(letter, name="Kommy", institution="Lunds universitet", reason="Därför.")


def test_lines_of_the_text_fit_and_addresses_stay_whole():
    text = draw().text
    assert ADDRESS in text.splitlines()
    assert max(len(line) for line in text.splitlines() if line != ADDRESS) <= letters.LINE


def test_text_says_everything_in_order():
    text = draw().text
    parts = ["Kommy", "Ett stycke", "Kort & gott.", "Konto: Lund <script>", "> Första raden.",
             "> Andra", ADDRESS, "Till sist.", "\n-- \n", "Lunds universitet"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "\n\n\n" not in text


def test_subject_is_one_line():
    assert draw().subject == "Kontot <b>Lund</b> är godkänt"


def test_nothing_typed_becomes_markup():
    html = draw().html
    assert "<b>Lund" not in html
    assert "<script>" not in html
    assert "Lund &lt;script&gt;" in html


def test_html_loads_nothing_and_runs_nothing():
    parser = PageParser(may_style=True)
    parser.feed(draw().html)
    assert parser.problems == []
    assert "<img" not in draw().html


def test_smallest_letter_has_no_empty_parts():
    drawn = draw(Letter(subject="Hej", paragraphs=["Ett."]))
    assert "blockquote" not in drawn.html
    assert "button" not in drawn.html.partition("</head>")[2]
    assert "\n\n\n" not in drawn.text


@pytest.mark.parametrize(("language", "greeting"), [("sv", "Hej Kommy"), ("en", "Hello Kommy")])
def test_letter_speaks_the_active_language(language, greeting):
    with translation.override(language):
        drawn = draw()
    assert greeting in drawn.text
    assert greeting in drawn.html
    assert f'<html lang="{language}">' in drawn.html
