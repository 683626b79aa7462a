"""The queue: order, filters, pages, who may read it, and room for other things that wait."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.domain import queue, vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from accounts.models import Account, Change
from tests.factories import AccountFactory, ChangeFactory, complete

pytestmark = pytest.mark.django_db


def waits(days: int = 0, **fields) -> Account:
    return AccountFactory(
        submitted=True, submitted_at=timezone.now() - timedelta(days=days), **fields
    )


def titles(viewer, **asked) -> list[str]:
    return [row.title for row in queue.page(viewer, vocabulary.current(), **asked).rows]


def test_the_oldest_stands_first_and_nothing_else_does(cast):
    waits(1, name="Ny", unit=cast.own_unit)
    waits(9, name="Gammal", unit=cast.own_unit)
    for status in ("draft", "returned", "approved", "declined", "withdrawn", "closed"):
        AccountFactory(unit=cast.own_unit, **{status: True})
    AccountFactory(unit=cast.own_unit)
    assert titles(viewer_of(cast.admin)) == titles(viewer_of(cast.auditor)) == ["Gammal", "Ny"]


def test_a_row_says_what_it_takes_to_choose_it(cast):
    account = complete(
        waits(3, unit=cast.own_unit, is_planned=True), submitted_by=cast.communicator
    )
    row = queue.page(viewer_of(cast.admin), vocabulary.current()).rows[0]
    assert (row.title, row.unit, row.platform.code) == (account.name, cast.own_unit, "facebook")
    assert (row.by, row.answered, queue.age(row.at)) == (cast.communicator.name, 8, 3)
    assert row.url == f"/staff/queue/{account.slug}/"


@pytest.mark.parametrize("who", ["staff", "communicator", "disabled"])
def test_whoever_may_not_read_the_queue_finds_nothing_and_counts_nothing(who, cast):
    waits(unit=cast.own_unit)
    for viewer in (viewer_of(getattr(cast, who)), PUBLIC_VIEWER):
        assert titles(viewer) == []
        assert queue.waiting(viewer) == 0


def test_a_unit_is_asked_for_with_all_below_it_and_a_platform_by_its_code(cast):
    waits(name="Biologi", unit=cast.own_unit)
    waits(name="Juridik", unit=cast.other_unit, platform_id="x")
    admin = viewer_of(cast.admin)
    assert titles(admin, unit="science") == ["Biologi"]
    assert titles(admin, platform="x") == ["Juridik"]
    assert titles(admin, unit="science", platform="x") == []


def test_pages_follow_each_other_and_a_number_beyond_is_the_last(cast, monkeypatch):
    monkeypatch.setattr(queue, "ON_A_PAGE", 2)
    for days in range(5):
        waits(days, name=str(days), unit=cast.own_unit)
    admin = viewer_of(cast.admin)
    seen = [titles(admin, number=number) for number in (1, 2, 3, 99)]
    assert seen == [["4", "3"], ["2", "1"], ["0"], ["0"]]
    page = queue.page(admin, vocabulary.current(), number=2)
    assert (page.count, page.number, page.pages) == (5, 2, 3)


def test_the_count_stops_where_the_navigation_does(cast, monkeypatch):
    monkeypatch.setattr(queue, "COUNTED", 2)
    for _number in range(5):
        waits(unit=cast.own_unit)
    assert queue.waiting(viewer_of(cast.admin)) == 3


def test_another_kind_that_waits_is_one_source_more(cast, monkeypatch):
    waits(2, name="Registrering", unit=cast.own_unit)
    changed = AccountFactory(name="Ändring", unit=cast.own_unit)
    ChangeFactory(account=changed, asked_at=timezone.now() - timedelta(days=5))

    def rows(numbers):
        for change in Change.objects.filter(pk__in=numbers).select_related("account__unit"):
            account = change.account
            yield (
                change.pk,
                queue.Row("Ändring", account.name, "/", account.unit, account.platform,
                          change.asked_at, "", ""),
            )  # fmt: skip

    changes = replace(
        queue.REGISTRATIONS,
        code="change",
        waiting=lambda: Change.objects.filter(state="waiting"),
        at="asked_at",
        account="account__",
        rows=rows,
    )
    monkeypatch.setattr(queue, "SOURCES", [queue.REGISTRATIONS, changes])
    admin = viewer_of(cast.admin)
    assert titles(admin) == ["Ändring", "Registrering"]
    assert titles(admin, platform="x") == []
    assert titles(admin, unit="science") == ["Ändring", "Registrering"]
    assert queue.waiting(admin) == 2


def test_the_queue_costs_the_same_for_one_and_for_many(cast):
    complete(waits(unit=cast.own_unit))
    admin, words = viewer_of(cast.admin), vocabulary.current()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            queue.page(admin, words)
        return len(asked)

    one = cost()
    for _number in range(2):
        complete(waits(unit=cast.other_unit))
    assert cost() == one <= 6


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Today"), (1, "Yesterday"), (2, "2 days"), (400, "400 days")]
)
def test_an_age_is_said_in_words(days, words):
    with translation.override("en"):
        assert queue.age_in_words(timezone.now() - timedelta(days=days)) == words
