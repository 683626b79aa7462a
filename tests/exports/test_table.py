"""Rows of a download: rights for each row, names, blocks, queries."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from accounts.domain.access.visibility import accounts_for
from accounts.exports import table as tables
from accounts.exports.table import Table
from tests.exports.canaries import FOR_KEEPERS, FOR_STAFF, canary_account
from tests.factories import (
    AccountFactory,
    AudienceFactory,
    ContactFactory,
    PersonFactory,
    SecurityFactory,
)

pytestmark = pytest.mark.django_db


def rows_for(viewer: Viewer) -> list[dict]:
    words = vocabulary.current()
    table = Table(accounts_for(viewer).order_by("pk"), viewer=viewer, words=words)
    codes = [column.code for column in table.columns]
    return [
        dict(zip(codes, row, strict=True))
        for block in table.blocks()
        for row in zip(*block, strict=True)
    ]


def test_public_values_are_plain(cast):
    AccountFactory(
        unit=cast.own_unit,
        platform_id="youtube",
        handle="@lund",
        slug="lund-youtube",
        name="Lund",
        languages=("sv", "en"),
        audiences=[AudienceFactory(code="alumni2")],
        function_mailbox="info@lu.se",
        is_university_wide=True,
        opened_on=date(2012, 5, 3),
        reviewed_at=datetime(2026, 5, 2, 22, 30, tzinfo=UTC),
        reviewed_by=cast.admin,
    )
    (row,) = rows_for(PUBLIC_VIEWER)
    assert row == {
        "slug": "lund-youtube",
        "platform": "youtube",
        "handle": "@lund",
        "url": "https://www.youtube.com/@lund",
        "name": "Lund",
        "unit": "Biologiska institutionen",
        "unit_code": "biology",
        "languages": ("sv", "en"),
        "purpose": "",
        "goals": "",
        "target_audience": ("alumni2",),
        "contact": "info@lu.se",
        "function_mailbox": "info@lu.se",
        "status": "published",
        "hijacked": False,
        "closed_on": None,
        "reviewed_on": date(2026, 5, 3),
        "university_wide": True,
        "web_page": "",
        "opened_on": date(2012, 5, 3),
        "campaign_ends_on": None,
        "profile_text": "",
        "permanent_id": "",
    }


def test_contact_is_the_owner_only_when_they_agreed(cast):
    AccountFactory(owner=PersonFactory(name="Ja", public=True), function_mailbox="a@lu.se")
    AccountFactory(owner=PersonFactory(name="Nej"), function_mailbox="b@lu.se")
    AccountFactory(owner=PersonFactory(name="Nej"))
    assert [row["contact"] for row in rows_for(PUBLIC_VIEWER)] == ["Ja", "b@lu.se", ""]


def test_a_hijacked_account_says_so_to_everybody(cast):
    AccountFactory(compromised=True)
    assert [row["hijacked"] for row in rows_for(PUBLIC_VIEWER)] == [True]


@pytest.mark.parametrize("who", ["auditor", "admin", "communicator"])
def test_keepers_get_every_value(cast, who):
    canary_account(cast.own_unit)
    (row,) = rows_for(viewer_of(getattr(cast, who)))
    expected = {**FOR_STAFF, **FOR_KEEPERS}
    assert {code: row[code] for code in expected} == expected


def test_staff_get_people_and_routines_but_no_security(cast):
    canary_account(cast.own_unit)
    (row,) = rows_for(viewer_of(cast.staff))
    assert {code: row[code] for code in FOR_STAFF} == FOR_STAFF
    assert not set(FOR_KEEPERS) & set(row)


def test_a_communicator_sees_security_of_the_own_branch_only(cast):
    canary_account(cast.own_unit)
    law = AccountFactory(unit=cast.other_unit, why_platform="why", agency="agency", notes="notes")
    SecurityFactory(account=law, two_step="on", two_step_method="app", third_party_tools="tool")
    own, other = rows_for(viewer_of(cast.communicator))
    assert {code: own[code] for code in FOR_KEEPERS} == FOR_KEEPERS
    assert {other[code] for code in FOR_KEEPERS} == {None}
    assert other["why_platform"] == "why"


def test_nothing_noted_about_security_is_unknown(cast):
    AccountFactory(unit=cast.own_unit)
    (row,) = rows_for(viewer_of(cast.admin))
    assert row["two_step"] == row["recovery_phone_is_ours"] == "unknown"
    assert row["two_step_method"] == row["comments"] == row["watched"] == ""
    assert row["answer_within_hours"] is row["archived_on"] is None


def test_two_step_is_the_state_that_holds_today(cast):
    today = timezone.localdate()
    lapsed = {"two_step_lapsed_on": today, "two_step_lapsed_why": "method-dropped"}
    for seen_on, more in ((today, {}), (date(2020, 1, 1), {}), (today, lapsed)):
        SecurityFactory(two_step="on", two_step_method="app", two_step_seen_on=seen_on, **more)
    found = [
        (row["two_step"], row["two_step_method"], row["two_step_seen_on"])
        for row in rows_for(viewer_of(cast.auditor))
    ]
    assert found == [
        ("on", "app", today),
        ("unknown", "app", date(2020, 1, 1)),
        ("unknown", "app", today),
    ]


def test_several_people_in_a_role_are_listed(cast):
    account = AccountFactory()
    for name in ("Anna", "Bo"):
        ContactFactory(account=account, person=PersonFactory(name=name), role="publisher")
    assert [row["publishers"] for row in rows_for(viewer_of(cast.staff))] == ["Anna, Bo"]


def test_names_are_in_the_language_the_table_was_made_in(cast):
    AccountFactory(unit=cast.own_unit)
    with translation.override("en"):
        table = Table(accounts_for(PUBLIC_VIEWER), viewer=PUBLIC_VIEWER, words=vocabulary.current())
    with translation.override("sv"):
        (block,) = table.blocks()
    assert "Department of Biology" in [values[0] for values in block]


def test_rows_come_in_blocks_as_they_are_read(cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tables, "ROWS_IN_BLOCK", 2)
    for _number in range(5):
        AccountFactory(unit=cast.own_unit)
    words = vocabulary.current()
    table = Table(accounts_for(PUBLIC_VIEWER), viewer=PUBLIC_VIEWER, words=words)
    with django_assert_num_queries(0):
        blocks = table.blocks()
    with django_assert_num_queries(1):
        first = next(blocks)
        assert [len(values) for values in first] == [2] * len(table.columns)
        assert [len(block[0]) for block in blocks] == [2, 1]


@pytest.mark.parametrize("role", [None, Role.ADMIN])
def test_any_number_of_rows_costs_the_same_queries(cast, role, django_assert_num_queries):
    viewer = Viewer(role)
    expected = 1 if role is None else 3  # publishers and managers have one each for a block
    AccountFactory(unit=cast.own_unit, owner=True)
    vocabulary.current()
    counts = []
    for _round in range(2):
        words = vocabulary.current()
        table = Table(accounts_for(viewer), viewer=viewer, words=words)
        with django_assert_num_queries(expected):
            counts.append(sum(len(block[0]) for block in table.blocks()))
        for _number in range(40):
            AccountFactory(unit=cast.other_unit, owner=True)
    assert counts == [1, 41]


def test_no_accounts_is_no_block(cast):
    assert rows_for(PUBLIC_VIEWER) == []
