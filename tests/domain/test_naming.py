"""Hints on names and profile texts, from the naming advice."""

import pytest
from django.utils import translation

from accounts.domain.naming import (
    TEXT_LENGTHS,
    Facts,
    Profile,
    abbreviations,
    name_hints,
    says_any,
    suggest_text,
    text_hints,
)

LUND = ("Lunds universitet", "Lund University")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def codes(hints, good=False):
    return [hint.code for hint in hints if hint.is_good is good]


def profile(name="", **fields):
    return Profile(name=name, institution=LUND, unit=("Biologiska institutionen",), **fields)


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Lunds universitet", ""),
        ("Biologi LU", ""),
        ("Biologi", "lunduniversity"),
        ("Department of Biology, Lund University", ""),
        ("Bio", "lu_biologi"),
    ],
)
def test_a_name_that_shows_the_university_is_told_so(name, handle):
    assert codes(name_hints(profile(name, handle=handle)), good=True) == ["university"]


@pytest.mark.parametrize("name", ["Biologi", "Blue Ocean", "Lundagård", "Plug in"])
def test_a_name_that_does_not_is_told_so(name):
    assert codes(name_hints(profile(name))) == ["university"]


def test_a_unit_alone_gets_a_milder_hint():
    [hint] = name_hints(profile("Biologiska institutionen"))
    assert "LU" in hint.text
    assert "unit" in hint.text


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "LU Biologi 2026"}, "year"),
        ({"name": "LU", "handle": "lu_kurs2025"}, "year"),
        ({"name": "LU " + "x" * 60, "platform": "x", "platform_name": "X"}, "length"),
        ({"name": "LU " + "x" * 60}, "length"),
        ({"name": "LU Anna Alm", "people": ("Anna Alm",)}, "person"),
        ({"name": "LU", "handle": "l.u_b.i-o_1"}, "handle"),
        ({"name": "LU", "handle": "lu__bio"}, "handle"),
        ({"name": "LU", "handle": "lubio98234"}, "handle"),
    ],
)
def test_what_the_advice_warns_of_gets_its_hint(fields, code):
    assert codes(name_hints(profile(**fields))) == [code]


@pytest.mark.parametrize("handle", ["lundbio", "company/lund-university", "channel/UC__x--1234567"])
def test_a_plain_handle_gets_no_hint(handle):
    assert codes(name_hints(profile("LU", handle=handle))) == []


def test_nothing_typed_gets_no_hint_on_the_name():
    assert name_hints(profile("")) == []


def test_a_text_that_says_everything_is_told_so():
    text = "Biologiska institutionen, Lunds universitet. Inlägg blir allmän handling. lu.se/regler"
    assert codes(text_hints(profile("x", text=text)), good=True) == ["who", "record", "rules"]


def test_a_text_that_says_nothing_is_told_what_to_say():
    assert codes(text_hints(profile("x", text="Hej!"))) == ["who", "record", "rules"]
    assert codes(text_hints(profile("x"))) == ["empty"]


def test_a_text_too_long_for_its_platform_is_told_first():
    hints = text_hints(profile("x", text="a" * 161, platform="x", platform_name="X"))
    assert (hints[0].code, "160" in hints[0].text) == ("length", True)
    assert codes(text_hints(profile("x", text="a" * 5000, platform="blog")))[0] != "length"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("platform", [*TEXT_LENGTHS, "blog"])
def test_a_suggested_text_fits_and_says_who(language, platform):
    facts = Facts(
        institution=LUND[language == "en"],
        unit="Biologi",
        purpose="Visa forskningen " * 20,
        rules="https://www.lu.se/regler",
    )
    text = suggest_text(facts, language, platform)
    assert len(text) <= TEXT_LENGTHS.get(platform, 10_000)
    assert "Biologi" in text


def test_a_suggested_text_satisfies_the_hints():
    facts = Facts("Lunds universitet", "Biologiska institutionen", rules="https://lu.se/regler")
    text = suggest_text(facts, "sv", "facebook-that-takes-all")
    assert codes(text_hints(profile("x", text=text))) == []


def test_a_suggested_text_of_the_university_itself_names_no_unit():
    text = suggest_text(Facts("Lund University", "Lund University"), "en", "")
    assert text.startswith("The official account of Lund University.")


def test_abbreviations_are_initials_once():
    assert abbreviations(LUND) == ["LU"]
    assert abbreviations(["Chalmers"]) == []


def test_names_count_as_whole_words():
    assert says_any("LU bio", ["LU"])
    assert not says_any("blue", ["LU"])
    assert says_any("@lunduniversity", ["Lund University"])
