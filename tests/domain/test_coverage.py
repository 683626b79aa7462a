"""The picture of unit × platform: roll-up, levels, official accounts only."""

import pytest

from accounts.domain import coverage, vocabulary
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def shown(unit=None) -> dict[str, dict[str, int]]:
    table = coverage.table(vocabulary.current(), unit)
    return {row.unit.slug + "*" * row.is_itself: dict(row.counts) for row in table.rows}


def test_rows_roll_up_what_lies_below(cast):
    AccountFactory(unit=cast.own_unit, platform_id="x")
    AccountFactory(unit=cast.faculty, platform_id="x")
    AccountFactory(unit=cast.other_unit, platform_id="youtube")
    assert shown() == {"science": {"x": 2}, "law": {"youtube": 1}}


def test_the_units_own_accounts_have_a_row_of_their_own(cast):
    AccountFactory(unit=cast.faculty, platform_id="x")
    AccountFactory(unit=cast.own_unit, platform_id="x")
    assert shown(cast.faculty) == {"science*": {"x": 1}, "biology": {"x": 1}}


def test_only_official_accounts_count(cast):
    for status in ("draft", "submitted", "returned", "approved", "closed", "declined", "withdrawn"):
        AccountFactory(unit=cast.other_unit, platform_id="x", **{status: True})
    assert coverage.table(vocabulary.current()).totals.total() == 0


def test_a_new_account_shows_at_once(cast):
    assert coverage.table(vocabulary.current()).totals.total() == 0
    AccountFactory(unit=cast.other_unit)
    assert coverage.table(vocabulary.current()).totals.total() == 1


def test_platforms_without_accounts_are_left_out(cast):
    AccountFactory(unit=cast.other_unit, platform_id="flickr")
    assert [p.code for p in coverage.table(vocabulary.current()).platforms] == ["flickr"]


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (10, 4)])
def test_the_tint_grows_with_the_count(count, level):
    assert coverage.level(count) == level


def test_the_counts_are_read_once_a_revision(cast, django_assert_num_queries):
    AccountFactory(unit=cast.other_unit)
    words = vocabulary.current()
    coverage.table(words)
    with django_assert_num_queries(0):
        coverage.table(words)
