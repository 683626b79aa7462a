"""The history in words: names for numbers, labels for fields, what is gone said to be gone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.domain import history, history_reading, history_values, vocabulary
from accounts.domain.access.visibility import FOR_ALL, FOR_STAFF, FieldClass
from accounts.domain.history_reading import Filters
from accounts.domain.history_words import ACTIONS, GROUPS
from accounts.domain.workflow import TRANSITIONS
from accounts.models import Event, Person
from tests.factories import (
    AccountFactory,
    IncidentFactory,
    PersonFactory,
    SecurityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WORKFLOW_ONLY = FOR_STAFF | {FieldClass.WORKFLOW}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def account(cast):
    return AccountFactory(unit=cast.own_unit, name="Lund")


def read(account=None, classes=FOR_ALL, **filters):
    return history_reading.read(
        classes=classes,
        words=vocabulary.current(),
        account=account,
        filters=Filters(**filters),
    ).events


def lines(account, **changes):
    history.record(action="changed", by=UserFactory(), subject=account, changes=changes)
    return {line.label: (line.before, line.after) for line in read(account)[0].lines}


def test_event_says_who_did_what_when(account, cast):
    event = history.record(
        action="return", by=cast.admin, subject=account, reason="Add a goal.",
        changes={"status": ["submitted", "returned"]},
    )  # fmt: skip
    (told,) = read(account)
    assert (told.at, told.by, told.sentence) == (event.at, "Adma", "returned the registration")
    assert told.reason == "Add a goal."
    assert [(line.label, line.before, line.after) for line in told.lines] == [
        ("Status", "Submitted", "Returned")
    ]


def test_values_are_said_in_words(account, cast):
    owner, deputy = PersonFactory(name="Alma"), PersonFactory(name="Bo")
    told = lines(
        account,
        unit=[cast.own_unit.pk, cast.other_unit.pk],
        languages=[["sv"], ["sv", "en"]],
        is_university_wide=[False, True],
        evaluated_on=[None, "2026-05-03"],
        submitted_at=["2026-05-03 10:00:00+00:00", None],
        submitted_by=[None, cast.communicator.pk],
        hours_a_week=["4.0", "10.5"],
        owner=[[owner.pk], [deputy.pk]],
        audiences=[[], ["students"]],
        platform=["facebook", "x"],
        **{"routines.comments": ["", "open"], "security.two_step": ["off", "on"]},
    )
    assert told == {
        "Unit": ("Department of Biology", "Faculty of Law"),
        "Languages": ("Swedish", "Swedish, English"),
        "University-wide": ("No", "Yes"),
        "Evaluated on": ("", "May 3, 2026"),
        "Submitted": ("May 3, 2026, noon", ""),
        "Submitted by": ("", "Kommy"),
        "Hours a week": ("4", "10.5"),
        "Owner": ("Alma", "Bo"),
        "Target audiences": ("", "Students"),
        "Platform": ("Facebook", "X (Twitter)"),
        "Comments": ("", "Open"),
        "Two-step authentication": ("Off", "On"),
    }


def test_people_have_their_present_name_and_the_erased_none(account):
    renamed, erased, missing = PersonFactory(), PersonFactory(name="Borta"), PersonFactory()
    number = missing.pk
    missing.delete()
    Person.objects.filter(pk=renamed.pk).update(name="Nytt Namn")
    Person.objects.filter(pk=erased.pk).update(
        email="", left_on=date(2026, 1, 1), erased_at=timezone.now()
    )
    told = lines(account, deputy=[[], [renamed.pk, erased.pk, number]])
    assert told["Deputy"][1] == (
        f"Nytt Namn, erased person (no. {erased.pk}), erased (no. {number})"
    )


def test_user_who_is_gone_is_said_to_be_gone(account):
    user = UserFactory()
    number = user.pk
    history.record(action="changed", by=user, subject=account)
    user.delete()
    assert read(account)[0].by == f"erased (no. {number})"


def test_what_the_history_does_not_keep_is_said(account):
    history.record(
        action="changed", by=UserFactory(), subject=account, changes={"email": [None, None]}
    )
    (line,) = read(account)[0].lines
    assert not line.kept


def test_what_nobody_would_notice_is_left_out(account):
    assert lines(account, purpose=[None, ""], is_planned=[False, False]) == {}


@pytest.mark.parametrize("changes", [{"x": "y"}, {"x": [1]}, {"unit": ["a", {}]}, {"y.z": [1, 2]}])
def test_odd_changes_are_read_too(changes, account):
    history.record(action="what-is-this", by=UserFactory(), subject=account, changes=changes)
    assert read(account)[0].sentence == "did “what is this”"


def test_long_text_is_compared_word_by_word(account):
    old = "We tell students about our education and answer their questions every working day."
    new = "We tell future students about our education and answer questions every working day."
    history.record(
        action="changed", by=UserFactory(), subject=account, changes={"purpose": [old, new]}
    )
    (line,) = read(account)[0].lines
    assert [(part.kind, part.text.strip()) for part in line.parts if part.kind != "same"] == [
        ("ins", "future"), ("del", "their")
    ]  # fmt: skip
    without = {"del": "", "same": None, "ins": None}
    assert "".join(
        part.text if without[part.kind] is None else "" for part in line.parts
    ).split() == new.split()  # fmt: skip


def test_very_long_texts_are_compared_quickly_and_show_what_changed():
    old = "".join(f"Mening nummer {n} om samma sak. " for n in range(3000))
    parts = history_values.compared(old, old.replace("nummer 1500 ", "nummer femtonhundra "))
    assert [part.kind for part in parts] == ["same", "del", "ins", "same"]
    assert sum(len(part.text) for part in parts) < 400


def test_every_transition_has_its_sentence():
    assert not TRANSITIONS.keys() - ACTIONS.keys()
    assert {wording.group for wording in ACTIONS.values()} <= GROUPS.keys()


def test_events_of_what_belongs_to_the_account_are_its_history(account):
    incident = IncidentFactory(account=account)
    by = UserFactory()
    history.record(action="incident-opened", by=by, subject=incident, account=account)
    history.record(action="changed", by=by, subject=AccountFactory())
    assert [told.sentence for told in read(account)] == ["reported an incident"]


def test_security_comes_with_its_class_only(account):
    by = UserFactory()
    security = SecurityFactory(account=account)
    history.record(action="two-step-confirmed", by=by, subject=security, account=account)
    history.record(action="changed", by=by, subject=security, account=account)
    history.record(action="flagged", by=by, subject=account)
    history.record(
        action="changed",
        by=by,
        subject=account,
        changes={
            "notes": ["", "Hemligt"],
            "security.two_step": ["on", "off"],
            "purpose": ["", "Öppet"],
        },
    )
    (told,) = read(account, classes=WORKFLOW_ONLY)
    assert [line.label for line in told.lines] == ["Purpose"]
    assert len(read(account)) == 4
    offered = {name for name, _label in history_reading.fields_for(WORKFLOW_ONLY)}
    assert not offered & {"notes", "two_step", "compromised_at"}
    assert "notes" in dict(history_reading.fields_for(FOR_ALL))


def test_filters_narrow(account, cast):
    history.record(action="submit", by=cast.communicator, subject=account)
    history.record(
        action="changed", by=cast.admin, subject=account,
        changes={"routines.comments": ["", "open"]},
    )  # fmt: skip
    history.record(action="odd", by=cast.admin, subject=account, changes={"purpose": ["", "x"]})

    def found(**filters):
        return [told.sentence for told in read(account, **filters)]

    assert found(group="life") == ["submitted the registration"]
    assert found(group="other") == ["did “odd”"]
    assert found(by=cast.communicator.pk) == ["submitted the registration"]
    assert found(field="purpose") == ["did “odd”"]
    assert found(field="comments") == ["made changes"]
    today = timezone.localdate()
    assert len(found(since=today, until=today)) == 3
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=today - timedelta(days=1)) == []


def test_a_page_costs_two_questions_however_many_events(account, django_assert_num_queries):
    words = vocabulary.current()
    for n in range(4):
        person = PersonFactory()
        history.record(
            action="changed", by=UserFactory(), subject=account,
            changes={"owner": [[], [person.pk]], "name": ["a", f"b{n}"]},
        )  # fmt: skip
    assert Event.objects.count() == 4
    with django_assert_num_queries(2):
        history_reading.read(classes=FOR_ALL, words=words, account=account)
