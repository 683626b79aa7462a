"""What the shell keeps about somebody is taken away with them."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.test import Client

from registry import erasure
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_addresses_sessions_and_log_of_one_user_go_and_others_stay():
    user, other = UserFactory(), UserFactory()
    person = PersonFactory(user=user)
    for each in (user, other):
        EmailAddress.objects.create(user=each, email=each.email)
        Client().force_login(each)
        LogEntry.objects.create(
            user=other, content_type=ContentType.objects.get_for_model(each),
            object_id=str(each.pk), object_repr=str(each), action_flag=2,
        )  # fmt: skip
    erasure.forget(person, user)
    assert EmailAddress.objects.get().user == other
    assert LogEntry.objects.get().object_repr == str(other)
    (session,) = Session.objects.all()
    assert session.get_decoded()["_auth_user_id"] == str(other.pk)


def test_a_person_without_a_user_has_nothing_there():
    erasure.forget(PersonFactory(), None)
