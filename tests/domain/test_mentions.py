"""People in free text: found by name, address and number, told as numbers."""

import pytest

from accounts.domain import mentions
from tests.factories import PersonFactory, UserFactory

ANNA = mentions.of([("Anna-Lena Ålm", "anna.alm@lu.se", "046-222 00 01")])


@pytest.mark.parametrize(
    "text",
    [
        "Fråga Anna-Lena Ålm.",
        "fråga ANNA LENA ÅLM!",
        "anna-lena alm",
        "mejla Anna.Alm@lu.se, tack",
        "ring 046 222 0001",
        "ring +46 46 222 00 01 före lunch",
    ],
)
def test_somebody_is_found_however_they_are_written(text):
    (found,) = ANNA.mentions(text)
    assert text[found.start : found.end].strip(" .,!") == text[found.start : found.end]


@pytest.mark.parametrize("text", ["Anna", "Lena Ålmgren", "Joanna-Lena Ålm", "xanna.alm@lu.se", ""])
def test_others_are_left_alone(text):
    assert ANNA.mentions(text) == []


def test_every_mention_is_replaced_and_nothing_else():
    text = "Anna-Lena Ålm (anna.alm@lu.se) och Bo; Anna-Lena Ålm igen"
    assert ANNA.replaced(text, "X") == "X (X) och Bo; X igen"


@pytest.mark.django_db
def test_known_people_stand_in_texts_by_number():
    person, user = PersonFactory(name="Bo Ek"), UserFactory(name="Cia Dal", email="cia@lu.se")
    PersonFactory(name="Lund")
    named = mentions.everybody()
    assert named.numbered("Bo Ek och cia@lu.se i Lund") == (
        f"[person {person.pk}] och [user {user.pk}] i Lund"
    )
