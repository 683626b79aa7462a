"""Contact cards, read back as a telephone reads them."""

import vobject

from accounts.exports.vcards import Card, serialize


def read(*cards: Card) -> list:
    return list(vobject.readComponents(serialize(cards).decode()))


def test_a_person_is_read_back_whole():
    (card,) = read(
        Card(
            name="Åsa von Alm", organisation=("Lunds universitet", "Bio; logi, ämnet"),
            email="asa@lu.se", phone="046-222 00 00", title="prefekt, t.f.",
            url="https://register.lu.se/accounts/x/", note="Ägare: X",
        )
    )  # fmt: skip
    assert (card.fn.value, card.n.value.given, card.n.value.family) == (
        "Åsa von Alm", "Åsa von", "Alm",
    )  # fmt: skip
    assert card.org.value == ["Lunds universitet", "Bio; logi, ämnet"]
    assert (card.email.value, card.tel.value) == ("asa@lu.se", "046-222 00 00")
    assert (card.title.value, card.note.value) == ("prefekt, t.f.", "Ägare: X")
    assert card.url.value == "https://register.lu.se/accounts/x/"


def test_several_cards_are_one_file():
    assert [card.fn.value for card in read(Card("A B"), Card("Konto", is_person=False))] == [
        "A B",
        "Konto",
    ]


def test_a_name_begins_no_property_of_its_own():
    (card,) = read(Card("Anna\r\nTEL:112\nEMAIL:x@y.se Alm"))
    assert card.fn.value == "Anna TEL:112 EMAIL:x@y.se Alm"
    assert not hasattr(card, "tel")
