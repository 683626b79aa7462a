"""The history: appended to, never edited, without names; and the revision that caches go by."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.choices import Status
from accounts.domain import history
from accounts.models import Account, Event, Revision
from tests.factories import AccountFactory, IncidentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return history.record(action="changed", by=UserFactory(), subject=AccountFactory())


def test_event_says_who_what_and_when():
    user, account = UserFactory(), AccountFactory()
    before = timezone.now()
    written = history.record(
        action="renamed",
        by=user,
        subject=account,
        changes={"name": ["Old", "New"]},
        reason="New name of the unit",
    )
    kept = Event.objects.get()
    assert kept == written
    assert (kept.by_id, kept.subject, kept.subject_id) == (user.pk, "account", account.pk)
    assert (kept.account_id, kept.action, kept.reason) == (
        account.pk,
        "renamed",
        "New name of the unit",
    )
    assert kept.changes == {"name": ["Old", "New"]}
    assert before <= kept.at <= timezone.now()


def test_event_about_something_of_an_account_names_both():
    incident = IncidentFactory()
    kept = history.record(
        action="opened", by=UserFactory(), subject=incident, account=incident.account
    )
    assert (kept.subject, kept.subject_id) == ("incident", incident.pk)
    assert kept.account_id == incident.account_id


def test_event_about_a_person_is_about_no_account():
    assert history.record(action="added", by=UserFactory(), subject=PersonFactory()).account_id is (
        None
    )


def test_event_cannot_be_edited(event):
    event.action = "something else"
    with pytest.raises(TypeError, match="never edited"):
        event.save()
    with pytest.raises(TypeError, match="never edited"):
        Event.objects.update(action="something else")
    assert Event.objects.get().action == "changed"


def test_event_cannot_be_deleted(event):
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.all().delete()
    assert Event.objects.exists()


def test_event_outlives_its_account(event):
    Account.objects.all().delete()
    assert Event.objects.get() == event


def test_snapshot_holds_numbers_and_not_names():
    person = PersonFactory(name="Hemlig Person", email="hemlig@example.org")
    account = AccountFactory(owner=person)
    kept = history.snapshot(account)
    assert kept["unit"] == account.unit_id
    assert "Hemlig" not in str(kept)
    assert "hemlig" not in str(kept)


def test_snapshot_leaves_out_what_is_worked_out():
    assert not history.IGNORED & history.snapshot(AccountFactory()).keys()


def test_difference_is_what_changed():
    account = AccountFactory(name="Old", languages=("sv",))
    before = history.snapshot(account)
    account.name, account.languages, account.status = "New", ("sv", "en"), Status.CLOSING
    assert history.difference(before, history.snapshot(account)) == {
        "name": ["Old", "New"],
        "languages": [["sv"], ["sv", "en"]],
        "status": ["published", "closing"],
    }


def test_difference_of_something_new_begins_with_nothing():
    assert history.difference({}, {"name": "New"}) == {"name": [None, "New"]}
    assert history.difference({"name": "Old"}, {"name": "Old"}) == {}


def test_many_events_are_written_at_once(django_assert_num_queries):
    user, account = UserFactory(), AccountFactory()
    events = [history.event(action=f"a{n}", by=user, subject=account) for n in range(30)]
    before = history.current_revision()
    history.record_many(events)
    assert Event.objects.count() == 30
    assert history.current_revision() != before


def test_recording_moves_the_revision():
    user, account = UserFactory(), AccountFactory()
    before = history.current_revision()
    history.record(action="changed", by=user, subject=account)
    assert history.current_revision() != before


def test_revision_that_was_rolled_back_never_comes_again():
    seen = [history.current_revision()]

    @transaction.atomic
    def move_and_fail():
        history.move_revision()
        seen.append(history.current_revision())
        raise RuntimeError

    for _ in range(3):
        with pytest.raises(RuntimeError):
            move_and_fail()
    assert len(set(seen)) == 4
    assert history.current_revision() == seen[0]


def test_revision_without_a_row_is_named_too():
    Revision.objects.all().delete()
    assert history.current_revision() == "none"
    history.move_revision()
    assert history.current_revision() != "none"


@pytest.mark.django_db(transaction=True)
def test_revision_of_an_open_transaction_is_not_seen_by_others():
    before = history.current_revision()
    seen = []

    def look():
        seen.append(history.current_revision())
        connection.close()

    with transaction.atomic():
        history.move_revision()
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [before]
    assert history.current_revision() != before


def test_columns_in_which_people_stand_are_told_without_values():
    account = AccountFactory()
    written = history.record(
        action="changed",
        by=UserFactory(),
        subject=account,
        changes={"notes": ["Fråga Anna", "Fråga Bo"], "name": ["A", "B"]},
    )
    assert written.changes == {"notes": [None, None], "name": ["A", "B"]}


def test_known_people_are_told_by_number_wherever_somebody_named_them():
    anna = PersonFactory(name="Anna Alm", email="anna@lu.se")
    written = history.record(
        action="returned",
        by=UserFactory(),
        subject=AccountFactory(),
        changes={"purpose": ["", "Anna Alm berättar"], "owner": [[1], [2]]},
        reason="Fråga anna@lu.se",
    )
    assert written.changes == {"purpose": ["", f"[person {anna.pk}] berättar"], "owner": [[1], [2]]}
    assert written.reason == f"Fråga [person {anna.pk}]"
