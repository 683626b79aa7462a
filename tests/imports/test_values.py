"""Cells mean what the one who filled them in meant."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.domain.secrets import holds_password
from accounts.imports import values
from accounts.imports.people import Someone, is_mailbox, name_in, paired, read_people

DAY = dt.date(2014, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2014-05-03",
        "2014-05-03 09:30:00",
        "2014/5/3",
        "20140503",
        "3/5 2014",
        "3/5-14",
        "3.5.2014",
        "03-05-2014",
        "3 maj 2014",
        "den 3 maj 2014",
        "3:e maj 2014",
        "May 3, 2014",
        "3rd of May 2014",
        "41762",
    ],
)
def test_date(text):
    assert values.date(text) == DAY


@pytest.mark.parametrize("text", ["2014", "maj 2014", "31/2 2014", "i våras", "3 maj 1814", "12"])
def test_no_date(text):
    assert values.date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("2,5", 2.5), ("ca 2.5 tim", 2.5), ("1 000", 1000), ("1.000,50", 1000.5)],
)
def test_number(text, number):
    assert values.number(text) == Decimal(str(number))


@pytest.mark.parametrize("text", ["två", "2-3", "2 eller 3", ""])
def test_no_number(text):
    assert values.number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja", ("on", "")),
        ("x", ("on", "")),
        ("✓", ("on", "")),
        ("ja (app)", ("on", "app")),
        ("Ja, sms", ("on", "text")),
        ("YubiKey", ("on", "key")),
        ("TRUE", ("on", "")),
        ("Nej", ("off", "")),
        ("nej, inte än", ("off", "")),
        ("Vet ej", ("unknown", "")),
        ("?", ("unknown", "")),
        ("Erbjuds ej", ("not-offered", "")),
        ("kanske", None),
    ],
)
def test_two_step(text, expected):
    assert values.two_step(text) == expected


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Svenska, engelska", ["sv", "en"], []),
        ("sv/en", ["sv", "en"], []),
        ("Svenska och engelska", ["sv", "en"], []),
        ("English", ["en"], []),
        ("Engelska; klingonska", ["en"], ["klingonska"]),
    ],
)
def test_languages(text, codes, unknown):
    assert values.language_codes(text) == (codes, unknown)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Facebook", "facebook"),
        ("FB", "facebook"),
        ("Twitter/X", "x"),
        ("X (Twitter)", "x"),
        ("Facebook-sida", "facebook"),
        ("YouTube-kanal", "youtube"),
        ("Blogg", "blog"),
        ("MySpace", ""),
        ("Facebook och Instagram", ""),
        ("", ""),
    ],
)
def test_platform(text, code):
    assert values.platform_code(text) == code


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anna Andersson", [Someone("Anna Andersson")]),
        ("Andersson, Anna", [Someone("Anna Andersson")]),
        ("Anna Andersson <ANNA@example.org>", [Someone("Anna Andersson", "anna@example.org")]),
        (
            "Anna Andersson (anna@example.org), Bo Bok",
            [Someone("Anna Andersson", "anna@example.org"), Someone("Bo Bok")],
        ),
        ("Anna A\nBo B", [Someone("Anna A"), Someone("Bo B")]),
        ("Anna A och Bo B", [Someone("Anna A"), Someone("Bo B")]),
        (
            "Anna A, anna@example.org, 046-222 00 00",
            [Someone("Anna A", "anna@example.org", "046-222 00 00")],
        ),
        ("Vakant", []),
        ("?", []),
        ("", []),
    ],
)
def test_people(text, people):
    assert read_people(text) == people


def test_addresses_find_their_people_by_likeness_then_in_order():
    people = [Someone("Anna Andersson"), Someone("Bo Bok")]
    assert paired(people, ["bo.bok@example.org"]) == [
        Someone("Anna Andersson"),
        Someone("Bo Bok", "bo.bok@example.org"),
    ]
    assert paired(people, ["a1@example.org", "b2@example.org"], "046") == [
        Someone("Anna Andersson", "a1@example.org", "046"),
        Someone("Bo Bok", "b2@example.org"),
    ]


def test_addresses_of_functions_and_of_persons():
    assert is_mailbox("info@example.org")
    assert not is_mailbox("anna@example.org")
    assert name_in("anna.andersson@example.org") == "Anna Andersson"
    assert name_in("biologi@example.org") == ""
    assert name_in("press.office@example.org") == ""


@pytest.mark.parametrize(
    "text",
    [
        "lösenord: hunter2",
        "Lösenord: sommar",
        "password = correct horse battery",
        "pw: Kx9!",
        "PW:hunter2",
        "pin: 1234",
        "Inloggning info@lu.se, lösenord Sommar2024",
        "lösenordet är Vinter24!",
        "Se nedan.\nLösenord → hemligt1",
    ],
)
def test_password_is_seen(text):
    assert holds_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lösenord: byts varje termin",
        "Lösenord finns hos IT-avdelningen",
        "lösenord: se KeePass",
        "Password: kept in Bitwarden",
        "Vi byter lösenord varje halvår",
        "Tipsa om starka lösenord",
        "Lösenord:",
        "passar studenter: 18 år",
        "Spinning: 2024",
        "Ett pass: 45 minuter",
        "Passa på: anmälan öppen",
    ],
)
def test_talk_about_passwords_is_no_password(text):
    assert not holds_password(text)
