"""JSON: the promised shape, codes as codes."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.exports import table as tables
from accounts.exports.json_writer import json_content
from tests.exports.nasty import NASTY

pytestmark = pytest.mark.django_db


def document(table) -> dict:
    content = json_content(
        table,
        institution="Lunds universitet",
        generated_at=datetime(2026, 5, 3, 10, 0, tzinfo=UTC),
        filters={"platform": "x"},
    )
    return json.loads(b"".join(content))


def test_shape_without_accounts(table_of_purposes):
    assert document(table_of_purposes([])) == {
        "institution": "Lunds universitet",
        "generated_at": "2026-05-03T10:00:00+00:00",
        "filters": {"platform": "x"},
        "accounts": [],
    }


def test_values_are_plain(table_of_purposes):
    codes = [
        "platform",
        "languages",
        "status",
        "hijacked",
        "opened_on",
        "closed_on",
        "hours_a_week",
        "comments",
    ]
    table = table_of_purposes(
        ["x"],
        *codes,
        languages=("sv", "en"),
        opened_on=date(2012, 5, 3),
        hours_a_week=Decimal("2.5"),
    )
    assert document(table)["accounts"] == [
        {
            "platform": "facebook",
            "languages": ["sv", "en"],
            "status": "published",
            "hijacked": False,
            "closed_on": None,
            "opened_on": "2012-05-03",
            "hours_a_week": 2.5,
            "comments": "",
        }
    ]


def test_every_text_comes_back_from_every_block(table_of_purposes, monkeypatch):
    monkeypatch.setattr(tables, "ROWS_IN_BLOCK", 4)
    texts = [*NASTY, "a\x01b", "</script>"]
    accounts = document(table_of_purposes(texts, "purpose"))["accounts"]
    assert [account["purpose"] for account in accounts] == texts


def test_all_accounts_have_the_same_keys(table_of_purposes):
    table = table_of_purposes(["", "x"])
    codes = [column.code for column in table.columns]
    assert [list(account) for account in document(table)["accounts"]] == [codes, codes]
