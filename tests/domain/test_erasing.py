"""TRUST S25: whoever leaves and is erased is nowhere any more, and no event is lost."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.choices import ContactRole, Role
from accounts.domain import (
    erasing,
    handovers,
    history,
    leaving,
    listing,
    notices,
    succession,
    vocabulary,
)
from accounts.domain.letters import Letter
from accounts.exceptions import NotAllowed, Overtaken, RegisterError
from accounts.models import Account, Event, Notice, Person, Routines, SearchWord, Upload
from tests.factories import (
    AccessHolderFactory,
    AccountFactory,
    ChangeFactory,
    DecisionFactory,
    IncidentFactory,
    ManagerApprovalFactory,
    PersonFactory,
    RoutinesFactory,
    SavedViewFactory,
    SecurityFactory,
    UserFactory,
    complete,
)

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Kanariella Fågelström", "kanariella.fagelstrom@lu.se"
PHONE, TITLE = "046-987 65 43", "kanarieprefekt"
CANARIES = ("kanariella", "fågelström", "fagelstrom", "987 65 43", "9876543", "kanarieprefekt")


def everything() -> str:
    """Every column of every row of every table of the database, the search index included."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            if table.startswith("accounts_search_"):  # the inside of SQLite's index
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found).casefold()


def sightings() -> list[str]:
    lines = everything().splitlines()
    return [line[:300] for line in lines for canary in CANARIES if canary in line]


@pytest.fixture
def leaver(cast):
    user = UserFactory(
        name=NAME, email=EMAIL, role=Role.COMMUNICATOR, unit=cast.own_unit,
        communicates_for=[cast.own_unit],
    )  # fmt: skip
    return PersonFactory(
        name=NAME, email=EMAIL, phone=PHONE, title=TITLE, user=user, unit=cast.own_unit,
        agreed_to_public_name_at=timezone.now(),
    )  # fmt: skip


def leave(person, by):
    found = succession.proposals(person, vocabulary.current())
    return leaving.leave(person=person, successors={p.contact.pk: p.default for p in found}, by=by)


def plant(leaver, cast) -> None:
    """The canary wherever people stand: as contact, in every free text, in mails, in decisions."""
    account = complete(AccountFactory(owner=leaver, deputy=True, unit=cast.own_unit))
    AccountFactory(owner=leaver, closed=True, unit=cast.own_unit)
    for role in (ContactRole.PUBLISHER, ContactRole.MANAGER):
        account.contacts.create(person=leaver, role=role)
    said = f"Fråga {NAME} ({EMAIL}, {PHONE})"
    before = history.snapshot(account)
    for field in erasing.text_fields(Account):
        text = EMAIL if field.name == "function_mailbox" else said[: field.max_length]
        setattr(account, field.name, text)
    account.save()
    history.record(
        action="changed", by=leaver.user, subject=account, reason=said,
        changes=history.difference(before, history.snapshot(account)),
    )  # fmt: skip
    AccessHolderFactory(person=leaver, account=account)
    Routines.objects.filter(account=account).update(
        comments_routine=said, unlawful_routine=NAME.upper(), archive_routine=EMAIL
    )
    SecurityFactory(account=AccountFactory(unit=cast.own_unit), third_party_tools=said)
    IncidentFactory(account=account, description=said, lessons=said)
    DecisionFactory(account=account, reason=said, decided_by=cast.admin)
    ChangeFactory(account=account, why=said, asked_by=leaver.user)
    ManagerApprovalFactory(account=account, person=leaver)
    handovers.ask(account=account, name="Ny Ägare", email="ny@lu.se", message=said, by=leaver.user)
    SavedViewFactory(user=leaver.user, name=NAME)
    SavedViewFactory(user=cast.staff, query="q=Kanariella+F%C3%A5gelstr%C3%B6m")
    for to in (leaver, leaver.user, cast.communicator):
        notices.queue(kind="test", key=f"test:{type(to).__name__}:{to.pk}", to=to,
                      account=account, write=lambda: Letter(said, [said], quote=said))  # fmt: skip
    Upload.objects.create(
        file_name=f"{NAME}.csv", content=said.encode(), uploaded_at=timezone.now(),
        uploaded_by=cast.admin,
    )  # fmt: skip
    listing.refresh(Account.objects.values_list("pk", flat=True))


def test_no_canary_is_left_and_no_event_is_lost(leaver, cast, client):
    client.force_login(leaver.user)
    plant(leaver, cast)
    assert len(sightings()) > 30
    leave(leaver, cast.admin)
    before = {event.pk: (event.action, event.changes) for event in Event.objects.all()}
    erasing.erase(person=leaver, by=cast.admin)
    assert sightings() == []
    after = {event.pk: (event.action, event.changes) for event in Event.objects.all()}
    assert after.items() >= before.items()
    assert not Session.objects.exists()


def test_an_erased_person_stays_as_a_neutral_row(leaver, cast):
    leave(leaver, cast.admin)
    erasing.erase(person=leaver, by=cast.admin)
    leaver.refresh_from_db()
    user = leaver.user
    assert (leaver.name, leaver.email, leaver.phone, leaver.title) == (
        "Tidigare kontaktperson", "", "", "",
    )  # fmt: skip
    assert leaver.erased_at is not None
    assert (user.email, user.is_active, user.has_usable_password()) == (
        f"erased-{user.pk}@kanalregister.invalid", False, False,
    )  # fmt: skip


def test_texts_that_name_the_person_are_shown_with_their_places(leaver, cast):
    account = AccountFactory(unit=cast.own_unit, holiday_cover=f"Vikarie: {NAME}")
    RoutinesFactory(account=account, comments_routine=f"Ring {PHONE.replace('-', ' ')} på vardagar")
    found = [(place.account, place.field.name, place.excerpt) for place in erasing.places(leaver)]
    assert found[0] == (account, "holiday_cover", f"Vikarie: {NAME}")


def test_a_replaced_text_says_that_it_changed(leaver, cast):
    account = AccountFactory(unit=cast.own_unit, notes=f"{NAME} har nyckeln")
    version = account.version
    leave(leaver, cast.admin)
    erasing.erase(person=leaver, by=cast.admin)
    account.refresh_from_db()
    assert account.notes == "Tidigare kontaktperson har nyckeln"
    assert account.version == version + 1
    event = Event.objects.get(action="name-erased")
    assert event.changes == {"notes": [None, None]}


def test_who_still_holds_something_cannot_be_erased(leaver, cast):
    AccountFactory(owner=leaver, unit=cast.own_unit)
    with pytest.raises(RegisterError):
        erasing.erase(person=leaver, by=cast.admin)
    leaver.left_on = date(2026, 1, 1)
    leaver.save()
    with pytest.raises(RegisterError):
        erasing.erase(person=leaver, by=cast.admin)
    assert Person.objects.get(pk=leaver.pk).email == EMAIL
    assert len(erasing.standing_in_the_way(leaver)) == 2


def test_only_an_admin_erases_and_only_once(leaver, cast):
    leave(leaver, cast.admin)
    with pytest.raises(NotAllowed):
        erasing.erase(person=leaver, by=cast.auditor)
    erasing.erase(person=leaver, by=cast.admin)
    with pytest.raises(Overtaken):
        erasing.erase(person=leaver, by=cast.admin)


def test_a_mail_that_waits_for_somebody_erased_is_never_sent(leaver, cast):
    notices.queue(kind="test", key="k", to=leaver, write=lambda: Letter("Hej", ["Hej"]))
    leave(leaver, cast.admin)
    erasing.erase(person=leaver, by=cast.admin)
    mail = Notice.objects.get(key="k")
    assert (mail.state, mail.email, mail.text, mail.html) == ("failed", "", "", "")


def test_words_that_others_share_are_still_known_to_the_search(leaver, cast):
    AccountFactory(owner=leaver, unit=cast.own_unit)
    AccountFactory(owner=PersonFactory(name="Bo Fågelström"), unit=cast.own_unit)
    leave(leaver, cast.admin)
    erasing.erase(person=leaver, by=cast.admin)
    assert SearchWord.objects.filter(word="fagelstrom").exists()
    assert not SearchWord.objects.filter(word="kanariella").exists()


def test_every_column_of_text_is_looked_through_or_known_to_be_none():
    """A new model with a text in it is looked through without anybody having to remember."""
    looked = {
        model.__name__
        for model in apps.get_app_config("accounts").get_models()
        if model not in erasing.PASSED_BY and erasing.text_fields(model)
    }
    assert looked >= {
        "Account", "Routines", "Security", "Incident", "Decision", "HandOver", "Change",
        "ManagerApproval", "Notice", "SavedView",
    }  # fmt: skip


def test_a_leaver_long_gone_is_erased_the_same_way(cast):
    gone = PersonFactory(name=NAME, email=EMAIL, left_on=timezone.localdate() - timedelta(days=90))
    erasing.erase(person=gone, by=cast.admin)
    assert sightings() == []
