"""Sessions: listed and ended by their owner, over when the password changes or the user is off."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.signing_in import is_signed_in, with_password

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1"


def signed_in(user, agent="") -> Client:
    client = Client(headers={"user-agent": agent})
    with_password(client, user)
    assert client.get("/mine/").status_code == 200
    return client


def is_out(client) -> bool:
    return client.get("/mine/").status_code == 302


def test_sessions_are_listed_by_device():
    user = UserFactory()
    here, _there, _stranger = signed_in(user, FIREFOX), signed_in(user, IPHONE), UserFactory()
    page = here.get("/sign-in/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert page.count("/end/") == 1


def test_one_other_session_ends_at_once():
    user = UserFactory()
    here, there, third = signed_in(user), signed_in(user), signed_in(user)
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/sign-in/sessions/{row.pk}/end/")["Location"] == "/sign-in/sessions/"
    assert [is_out(client) for client in (here, there, third)] == [False, True, False]


def test_all_others_end_and_this_one_stays():
    user = UserFactory()
    here, there, third = signed_in(user), signed_in(user), signed_in(user)
    here.post("/sign-in/sessions/")
    assert [is_out(client) for client in (here, there, third)] == [False, True, True]


def test_a_look_ends_nothing_and_strangers_sessions_are_out_of_reach():
    user, stranger = UserFactory(), UserFactory()
    here, theirs = signed_in(user), signed_in(stranger)
    row = UserSession.objects.get(session_key=theirs.session.session_key)
    own = UserSession.objects.get(session_key=here.session.session_key)
    assert here.get(f"/sign-in/sessions/{row.pk}/end/").status_code == 405
    assert here.post(f"/sign-in/sessions/{row.pk}/end/").status_code == 404
    assert here.post(f"/sign-in/sessions/{own.pk}/end/").status_code == 404
    assert not is_out(theirs)
    assert not is_out(here)


def test_a_new_password_ends_the_other_sessions():
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    before = here.session.session_key
    answer = here.post(
        "/sign-in/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another horse battery",
            "password2": "another horse battery",
        },
    )
    assert answer.status_code == 302
    assert [is_out(client) for client in (here, there)] == [False, True]
    assert here.session.session_key != before
    assert "password-changed" in user.notices.values_list("kind", flat=True)


def test_a_disabled_user_is_out_at_the_next_request():
    user = UserFactory()
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert is_out(client)
    with_password(client, user)
    assert not is_signed_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert is_out(client), "the session does not come back with the user"


def test_signing_out_ends_the_session_on_the_server():
    user = UserFactory()
    client = signed_in(user)
    kept = client.cookies["sessionid"].value
    client.post("/sign-in/logout/")
    other = Client()
    other.cookies["sessionid"] = kept
    assert is_out(other)


def test_a_look_at_the_page_for_signing_out_signs_nobody_out():
    client = signed_in(UserFactory())
    assert client.get("/sign-in/logout/").status_code == 200
    assert not is_out(client)


def test_being_seen_is_noted_once_a_day():
    user = UserFactory()
    client = Client()
    client.force_login(user)
    long_ago = timezone.now() - timedelta(days=2)
    User.objects.filter(pk=user.pk).update(last_seen_at=long_ago)
    client.get("/accounts/")
    first = User.objects.get(pk=user.pk).last_seen_at
    assert timezone.now() - first < timedelta(minutes=1)
    client.get("/accounts/")
    assert User.objects.get(pk=user.pk).last_seen_at == first
