"""The users that exist before anybody has been added."""

import pytest
from django.contrib.auth import get_user_model

from accounts.choices import Role
from accounts.domain.people import system_user, top_unit
from accounts.models import Unit
from tests.factories import UnitFactory

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
