"""Looking for people: by half a name, in Swedish order, page by page, by what they hold."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain import directory, vocabulary
from accounts.domain.access.viewer import viewer_of
from accounts.models import Person
from tests.factories import AccessHolderFactory, AccountFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def names(user, page="", **asked):
    words = vocabulary.current()
    found = directory.find(viewer_of(user), directory.Asked(**asked), page, words)
    known = Person.objects.in_bulk(found.numbers)
    return [known[pk].name for pk in found.numbers]


def test_people_stand_in_swedish_order(cast):
    for name in ("Örjan", "Ake", "Åke", "Zeb", "Äke"):
        PersonFactory(name=name)
    assert names(cast.admin) == ["Ake", "Zeb", "Åke", "Äke", "Örjan"]


@pytest.mark.parametrize("q", ["asa", "ÅSA", "åsa eng", "engvall", "hav@", "asa.hav"])
def test_somebody_is_found_by_half_a_name_or_address(cast, q):
    PersonFactory(name="Åsa Engvall", email="asa.hav@lu.se")
    PersonFactory(name="Bo Ek")
    assert names(cast.auditor, q=q) == ["Åsa Engvall"]


def test_pages_go_by_key_to_and_fro(cast, monkeypatch):
    monkeypatch.setattr(directory, "PAGE_SIZE", 2)
    for name in "ABCDE":
        PersonFactory(name=name)
    words, viewer = vocabulary.current(), viewer_of(cast.admin)
    first = directory.find(viewer, directory.Asked(), "", words)
    second = directory.find(viewer, directory.Asked(), first.next, words)
    third = directory.find(viewer, directory.Asked(), second.next, words)
    assert (first.previous, third.next, first.count) == ("", "", 5)
    assert [*first.numbers, *second.numbers, *third.numbers] == [
        entry.pk for entry in directory.current(words).entries
    ]
    back = directory.find(viewer, directory.Asked(), third.previous, words)
    assert back.numbers == second.numbers


@pytest.mark.parametrize(
    "page", ["after.", "after.x", "before.99999999999999999999", "17", "after.9"]
)
def test_an_unreadable_page_is_the_first(cast, page):
    PersonFactory(name="A")
    assert names(cast.admin, page=page) == ["A"]


def test_filters_say_who_left_holds_nothing_or_is_alone(cast):
    gone = PersonFactory(name="Borta", left_on=timezone.localdate())
    PersonFactory(name="Ledig")
    AccountFactory(owner=gone, unit=cast.own_unit)
    AccountFactory(
        owner=PersonFactory(name="En"), deputy=PersonFactory(name="Två"), unit=cast.own_unit
    )
    AccountFactory(owner=PersonFactory(name="Stängd"), closed=True, unit=cast.own_unit)
    AccessHolderFactory(person=PersonFactory(name="Nyckel"), account=AccountFactory())
    assert names(cast.admin, state="left") == ["Borta"]
    assert names(cast.admin, state="left-holding") == ["Borta"]
    assert names(cast.admin, state="nothing") == ["Ledig", "Stängd"]
    assert names(cast.admin, state="alone") == ["Borta"]


def test_who_has_not_signed_in_for_long_is_found(cast):
    today = timezone.localdate()
    old = UserFactory(unit=cast.own_unit)
    old.last_seen_at = timezone.now() - timedelta(days=400)
    old.save()
    fresh = UserFactory(unit=cast.own_unit)
    PersonFactory(name="Tyst", user=old)
    PersonFactory(name="Ny", user=fresh)
    assert names(cast.admin, state="quiet", since=today - timedelta(days=365)) == ["Tyst"]


def test_a_units_people_are_those_who_work_there_or_answer_for_its_accounts(cast):
    PersonFactory(name="Anställd", unit=cast.own_unit)
    PersonFactory(name="Annan", unit=cast.other_unit)
    AccountFactory(owner=PersonFactory(name="Ägare"), unit=cast.own_unit)
    assert names(cast.admin, unit=cast.faculty.pk) == ["Anställd", "Ägare"]


def test_a_communicator_finds_contacts_of_own_accounts_only(cast):
    AccountFactory(owner=PersonFactory(name="Egen"), unit=cast.own_unit, draft=True)
    AccountFactory(owner=PersonFactory(name="Annan"), unit=cast.other_unit)
    PersonFactory(name="Ledig", unit=cast.own_unit)
    assert names(cast.communicator) == ["Egen"]
    assert names(cast.staff) == []


def test_whoever_was_erased_is_not_listed(cast):
    PersonFactory(name="Tidigare", email="", left_on=timezone.localdate(), erased_at=timezone.now())
    assert names(cast.admin) == []
