"""The history cannot be changed by anything the application sends to the database."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.domain import history
from accounts.models import Event
from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db

CHANGES = {
    "update": "UPDATE accounts_event SET action = 'something else'",
    "update of nothing new": "UPDATE accounts_event SET action = action",
    "delete": "DELETE FROM accounts_event",
    "delete of one": "DELETE FROM accounts_event WHERE action = 'changed'",
}


@pytest.fixture
def event():
    return history.record(action="changed", by=UserFactory(), subject=AccountFactory())


def refused(statement):
    with (
        pytest.raises(IntegrityError, match="never edited or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES)
def test_raw_sql_does_not_change_the_history(change, event):
    refused(CHANGES[change])
    assert list(Event.objects.values_list("pk", "action")) == [(event.pk, "changed")]


def test_raw_sql_does_not_empty_the_history(event):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE: emptying is deleting")
    refused("TRUNCATE accounts_event")
    assert Event.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_unguarded_querysets_do_not_change_the_history(change, event):
    unguarded = super(type(Event.objects.all()), Event.objects.all())
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        unguarded.update(action="else") if change == "update" else unguarded.delete()
    assert Event.objects.get().action == "changed"


@pytest.mark.django_db(transaction=True)
def test_history_can_be_emptied_between_tests(event):
    assert Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_history_is_guarded_again_after_it_was_emptied(event):
    refused(CHANGES["delete"])
