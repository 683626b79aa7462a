"""Users and persons: those before anybody was added, the nearest, what they say of themselves."""

import pytest
from django.contrib.auth import get_user_model

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.people import (
    communicators_for,
    decide_for_oneself,
    system_user,
    top_unit,
)
from accounts.exceptions import RegisterError
from accounts.models import Unit
from tests.factories import AccountFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_the_first_admin_of_an_empty_register_gets_the_university_as_unit(settings):
    settings.INSTITUTION_NAMES = {"sv": "Umeå universitet", "en": "Umeå University"}
    admin = get_user_model().objects.create_superuser("a@example.org", "secret", name="A")
    assert (admin.role, admin.unit.name_sv, admin.unit.slug) == (
        Role.ADMIN,
        "Umeå universitet",
        "umea-university",
    )


def test_the_top_unit_is_the_one_that_is_there():
    top = UnitFactory()
    UnitFactory(parent=top)
    assert top_unit() == top
    assert Unit.objects.count() == 2


def test_nobody_can_sign_in_as_the_system(client):
    user = system_user()
    assert system_user() == user
    assert not user.is_active
    assert not user.has_usable_password()


def test_units_inherit_the_communicators_of_the_branch_above(cast):
    words = vocabulary.current()
    nearest = communicators_for(cast.own_unit.pk, words)
    assert (nearest.unit, nearest.users) == (cast.faculty, [cast.communicator])
    assert communicators_for(cast.university.pk, words) is None
    cast.own_unit.communicators.add(cast.staff)
    assert communicators_for(cast.own_unit.pk, words).users == [cast.staff]


def test_a_disabled_communicator_is_passed_over(cast):
    cast.own_unit.communicators.add(cast.disabled)
    nearest = communicators_for(cast.own_unit.pk, vocabulary.current())
    assert nearest.users == [cast.communicator]


def test_somebody_agrees_to_a_public_name_and_takes_it_back(cast):
    person = PersonFactory(name="Staffan", user=cast.staff)
    account = AccountFactory(owner=person)
    decide_for_oneself(by=cast.staff, agrees=True, language="en")
    account.refresh_from_db()
    assert account.contact_public == "Staffan"
    cast.staff.refresh_from_db()
    assert cast.staff.language == "en"
    decide_for_oneself(by=cast.staff, agrees=False, language="sv")
    account.refresh_from_db()
    assert account.contact_public == ""


def test_a_protected_name_is_never_made_public(cast):
    PersonFactory(user=cast.staff, protected=True)
    with pytest.raises(RegisterError):
        decide_for_oneself(by=cast.staff, agrees=True, language="sv")
