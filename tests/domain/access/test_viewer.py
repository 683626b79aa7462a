"""Who is looking: roles, branches, and users who are switched off."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from tests.factories import UnitFactory, UserFactory


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_is_the_public(nobody):
    assert viewer_of(nobody) == PUBLIC_VIEWER


def test_disabled_admin_is_the_public(cast):
    assert viewer_of(cast.disabled) == PUBLIC_VIEWER


@pytest.mark.parametrize("who", ["staff", "auditor", "admin"])
def test_only_communicators_have_units(who, cast):
    user = getattr(cast, who)
    user.communicates_for.set([cast.faculty])
    assert viewer_of(user) == Viewer(Role(user.role), frozenset(), user.pk)


def test_communicator_has_the_branches_assigned(cast):
    viewer = viewer_of(cast.communicator)
    assert viewer.units == {cast.faculty.pk, cast.own_unit.pk}
    assert viewer.owns(cast.own_unit.pk)
    assert not viewer.owns(cast.other_unit.pk)
    assert not viewer.owns(cast.university.pk)


def test_communicator_without_assignment_has_the_own_unit_and_below(db):
    unit = UnitFactory()
    below = UnitFactory(parent=unit)
    user = UserFactory(role=Role.COMMUNICATOR, unit=unit)
    assert viewer_of(user).units == {unit.pk, below.pk}


def test_assignment_replaces_the_own_unit(cast):
    cast.communicator.communicates_for.set([cast.other_unit])
    assert viewer_of(cast.communicator).units == {cast.other_unit.pk}


def test_vocabulary_at_hand_is_not_read_again(cast, django_assert_num_queries):
    words = vocabulary.current()
    with django_assert_num_queries(1):
        viewer_of(cast.communicator, words)
    with django_assert_num_queries(0):
        viewer_of(cast.admin, words)


def test_only_auditor_and_admin_see_everything():
    seeing = {role for role in (None, *Role) if Viewer(role).sees_everything}
    assert seeing == {Role.AUDITOR, Role.ADMIN}


def test_only_the_admin_owns_what_is_not_a_communicators():
    assert {role for role in (None, *Role) if Viewer(role).owns(1)} == {Role.ADMIN}
