"""Who is near a new account on its platform."""

import pytest

from accounts.domain import vocabulary
from accounts.domain.access.viewer import viewer_of
from accounts.domain.neighbours import MOST, Place, groups_of
from tests.factories import AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db


def found(place, user):
    groups = groups_of(place, viewer_of(user), vocabulary.current())
    return {group.code: [n.account.name for n in group.neighbours] for group in groups}


def test_neighbours_stand_once_under_their_nearest_reason(cast):
    AccountFactory(name="Hela", unit=cast.university, is_university_wide=True,
                   audiences=["students"])  # fmt: skip
    AccountFactory(name="Fakulteten", unit=cast.faculty, audiences=["students"])
    AccountFactory(name="Juridik", unit=cast.other_unit, audiences=["students", "media"])
    AccountFactory(name="English", unit=cast.other_unit, languages=("sv", "en"))
    AccountFactory(name="Annan plattform", unit=cast.own_unit, platform_id="x")
    AccountFactory(name="Stängd", unit=cast.own_unit, closed=True)
    place = Place("facebook", cast.own_unit.pk, audiences=["students"], languages=["sv", "en"])
    assert found(place, cast.communicator) == {
        "university": ["Hela"],
        "branch": ["Fakulteten"],
        "audience": ["Juridik"],
        "language": ["English"],
    }


def test_the_own_unit_comes_first(cast):
    AccountFactory(name="A fakultet", unit=cast.faculty)
    AccountFactory(name="Ö institution", unit=cast.own_unit)
    place = Place("facebook", cast.own_unit.pk)
    assert found(place, cast.communicator) == {"branch": ["Ö institution", "A fakultet"]}


def test_everybody_speaks_swedish_and_is_no_neighbour_for_it(cast):
    AccountFactory(unit=cast.other_unit, languages=("sv",))
    assert found(Place("facebook", cast.own_unit.pk, languages=["sv"]), cast.communicator) == {}


def test_itself_and_its_siblings_are_no_neighbours(cast):
    one = AccountFactory(unit=cast.own_unit)
    assert found(Place("facebook", cast.own_unit.pk, but=[one.pk]), cast.communicator) == {}


def test_drafts_are_neighbours_only_to_those_who_may_see_them(cast):
    AccountFactory(name="Utkast", draft=True, unit=cast.own_unit)
    place = Place("facebook", cast.own_unit.pk)
    assert found(place, cast.communicator) == {"branch": ["Utkast"]}
    assert found(place, cast.other_communicator) == {}
    assert found(place, cast.auditor) == {"branch": ["Utkast"]}


def test_a_neighbour_says_where_to_write(cast):
    owner = PersonFactory(name="Anna", email="anna@lu.se")
    AccountFactory(unit=cast.own_unit, owner=owner)
    AccountFactory(unit=cast.faculty, owner=True, function_mailbox="bio@lu.se")
    place = Place("facebook", cast.own_unit.pk)
    [group] = groups_of(place, viewer_of(cast.communicator), vocabulary.current())
    assert [n.email for n in group.neighbours] == ["anna@lu.se", "bio@lu.se"]


def test_a_large_neighbourhood_is_cut(cast):
    for _ in range(MOST + 2):
        AccountFactory(unit=cast.own_unit)
    [names] = found(Place("facebook", cast.own_unit.pk), cast.communicator).values()
    assert len(names) == MOST


@pytest.mark.parametrize("count", [1, 3])
def test_neighbours_cost_the_same_however_many(cast, count, django_assert_num_queries):
    for _ in range(count):
        AccountFactory(unit=cast.own_unit, audiences=["students"], owner=True)
    viewer, words = viewer_of(cast.communicator), vocabulary.current()
    place = Place("facebook", cast.own_unit.pk, audiences=["students"], languages=["en"])
    with django_assert_num_queries(4):
        for group in groups_of(place, viewer, words):
            assert all(n.account.unit.name and n.account.platform.name for n in group.neighbours)
