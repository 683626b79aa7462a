"""What a form says about an account reaches the tables once, with its history."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.choices import ContactRole, Status
from accounts.domain import answers, questionnaire
from accounts.domain.answers import Named
from accounts.exceptions import NotAllowed, Overtaken, RegisterError
from accounts.models import Account, Audience, Contact, Event, Person, Security
from tests.factories import AccountFactory, PersonFactory, ProfileCheckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return AccountFactory(draft=True, unit=cast.own_unit, name="Biologi")


def events(account: Account) -> list[tuple[str, str, dict]]:
    found = Event.objects.filter(account_id=account.pk).order_by("pk")
    return [(event.action, event.subject, event.changes) for event in found]


def test_answers_of_every_kind_are_written_with_one_event(draft, cast):
    students = Audience.objects.get(code="students")
    answers.write(
        account=draft,
        by=cast.communicator,
        values={
            "account.purpose": "Visa forskningen",
            "account.hours_a_week": Decimal("1.5"),
            "account.audiences": [students],
            "account.languages": ("sv", "en"),
            "account.unit": cast.faculty,
            "routines.comments": "open",
            "profile.says_who": "yes",
            "contacts.owner": [Named("Anna Alm", "anna@lu.se", "046-1")],
        },
    )
    draft.refresh_from_db()
    anna = Person.objects.get(email="anna@lu.se")
    assert (draft.purpose, draft.unit, draft.languages) == (
        "Visa forskningen", cast.faculty, ("sv", "en"),
    )  # fmt: skip
    assert (draft.owner_name, draft.audience_codes) == ("Anna Alm", ("students",))
    assert (draft.routines.comments, draft.profile_check.checked_by) == ("open", cast.communicator)
    [(action, subject, changes)] = events(draft)
    assert (action, subject) == ("changed", "account")
    assert changes["purpose"] == ["", "Visa forskningen"]
    assert changes["audiences"] == [[], ["students"]]
    assert changes["owner"] == [[], [anna.pk]]
    assert changes["comments"] == ["", "open"]
    assert draft.version == 2


def test_names_and_addresses_stay_out_of_the_history(draft, cast):
    values = {"contacts.owner": [Named("Anna Alm", "anna@lu.se", "046-222")]}
    answers.write(account=draft, by=cast.communicator, values=values)
    told = str(list(Event.objects.values_list("changes", "reason")))
    assert not any(word in told for word in ("Anna", "anna@", "046-222"))


def test_nothing_new_writes_nothing(draft, cast):
    values = {"account.purpose": "Visa", "contacts.owner": [Named("A", "a@lu.se")],
              "security.two_step": "unknown", "profile.says_who": "unknown"}  # fmt: skip
    answers.write(account=draft, by=cast.communicator, values=values)
    before = events(draft)
    written = answers.write(account=draft, by=cast.communicator, values=values, version=2)
    assert events(draft) == before
    assert written.version == 2


def test_security_is_told_in_an_event_of_its_own(draft, cast):
    answers.write(
        account=draft,
        by=cast.communicator,
        values={"security.two_step": "on", "security.two_step_method": "app",
                "security.third_party_tools": "Planeraren"},
    )  # fmt: skip
    assert [(action, subject) for action, subject, _ in events(draft)] == [
        ("two-step-confirmed", "security"), ("changed", "security"),
    ]  # fmt: skip
    security = Security.objects.get(account=draft)
    assert (security.two_step, security.two_step_method, security.third_party_tools) == (
        "on", "app", "Planeraren",
    )  # fmt: skip
    assert draft.confirmations.count() == 1


def test_the_same_state_again_is_no_new_confirmation(draft, cast):
    for _ in range(2):
        answers.write(
            account=draft,
            by=cast.communicator,
            values={"security.two_step": "on", "security.two_step_method": "app"},
        )
    assert draft.confirmations.count() == 1


def test_unknown_is_an_answer_about_two_step(draft, cast):
    answers.write(account=draft, by=cast.communicator, values={"security.two_step": "unknown"})
    assert Security.objects.get(account=draft).two_step == "unknown"
    assert questionnaire.value_of(Account.objects.get(pk=draft.pk), "security.two_step")


def test_an_old_version_is_refused_and_nothing_changes(draft, cast):
    answers.write(account=draft, by=cast.communicator, values={"account.purpose": "Först"})
    with pytest.raises(Overtaken):
        answers.write(
            account=draft, by=cast.communicator, values={"account.purpose": "Sen"}, version=1
        )
    draft.refresh_from_db()
    assert (draft.purpose, len(events(draft))) == ("Först", 1)


@pytest.mark.parametrize("who", ["staff", "auditor", "other_communicator"])
def test_somebody_else_may_not_write(draft, cast, who):
    with pytest.raises(NotAllowed):
        answers.write(account=draft, by=getattr(cast, who), values={"account.purpose": "x"})
    draft.refresh_from_db()
    assert draft.purpose == ""


def test_an_account_cannot_be_given_to_somebody_elses_unit(draft, cast):
    with pytest.raises(NotAllowed):
        answers.write(account=draft, by=cast.communicator, values={"account.unit": cast.other_unit})
    draft.refresh_from_db()
    assert draft.unit == cast.own_unit


def test_what_has_ended_is_not_written(cast):
    gone = AccountFactory(withdrawn=True, unit=cast.own_unit)
    with pytest.raises(Overtaken):
        answers.write(account=gone, by=cast.communicator, values={"account.purpose": "x"})
    assert Account.objects.get(pk=gone.pk).status == Status.WITHDRAWN


def test_a_known_address_finds_the_person_and_keeps_the_name(draft, cast):
    known = PersonFactory(name="Anna Alm", email="Anna@lu.se", phone="")
    answers.write(
        account=draft,
        by=cast.communicator,
        values={"contacts.deputy": [Named("", "anna@lu.se", "046-1")]},
    )
    assert [c.person for c in draft.contacts.all()] == [known]
    known.refresh_from_db()
    assert (known.name, known.phone) == ("Anna Alm", ""), "nobody gives a stranger a number"


def test_somebody_who_left_is_refused_and_nothing_is_written(draft, cast):
    PersonFactory(email="gone@lu.se", left_on=date(2026, 1, 1))
    with pytest.raises(RegisterError):
        answers.write(
            account=draft,
            by=cast.communicator,
            values={"account.purpose": "x", "contacts.owner": [Named("G", "gone@lu.se")]},
        )
    draft.refresh_from_db()
    assert (draft.purpose, Contact.objects.count()) == ("", 0)


def test_somebody_without_an_address_stays_the_same_person(draft, cast):
    Contact.objects.create(
        account=draft, person=PersonFactory(name="Bo Ek", email=""), role=ContactRole.OWNER
    )
    values = {"contacts.owner": [Named("Bo  ek")]}
    answers.write(account=draft, by=cast.communicator, values=values)
    assert Person.objects.filter(name__iexact="Bo Ek").count() == 1
    assert events(draft) == []


def test_the_day_a_manager_was_informed_keeps_who_noted_it(draft, cast):
    day = timezone.localdate()
    answers.write(account=draft, by=cast.communicator, values={"account.manager_informed_at": day})
    answers.write(account=draft, by=cast.admin, values={"account.manager_informed_at": day})
    draft.refresh_from_db()
    assert draft.manager_informed_by == cast.communicator
    answers.write(account=draft, by=cast.admin, values={"account.manager_informed_at": None})
    draft.refresh_from_db()
    assert (draft.manager_informed_at, draft.manager_informed_by) == (None, None)


def test_a_day_long_ago_is_that_day_here(draft, cast):
    day = date(2026, 3, 29)
    answers.write(account=draft, by=cast.communicator, values={"account.manager_informed_at": day})
    draft.refresh_from_db()
    assert timezone.localdate(draft.manager_informed_at) == day


def test_a_profile_seen_as_before_is_not_checked_anew(draft, cast):
    check = ProfileCheckFactory(account=draft, says_who="yes")
    answers.write(account=draft, by=cast.communicator, values={"profile.says_who": "yes"})
    check.refresh_from_db()
    assert check.checked_at is None
