"""What a spreadsheet could take for a formula, and what no file of text may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.exports.guard import FORMULA_STARTS, all_guarded, guarded, legal
from accounts.imports.table import without_apostrophe


@pytest.mark.parametrize("start", sorted(FORMULA_STARTS))
def test_text_that_begins_like_a_formula_gets_an_apostrophe(start):
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Lunds universitet", "1-2", "a=b", "'t Hooft", "'", " =1"])
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text


def test_none_is_an_empty_cell():
    assert all_guarded([None, "", "=1", "x", "'=1"]) == ["", "", "'=1", "x", "''=1"]


@given(st.text(alphabet="'=+-@\t\r＝＋－＠a ", max_size=6))
def test_the_import_takes_off_what_was_put_on(text):
    assert without_apostrophe(guarded(text)) == text


def test_control_characters_and_half_characters_go():
    assert legal("a\x00b\x0bc\ud800d\ufffe\te\nf\rg😀") == "abcd\te\nf\rg😀"
