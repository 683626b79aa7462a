"""A forgotten password: by the outbox, at our own address, and never past the second factor."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.choices import Role
from accounts.models import Notice, User
from registry.sign_in_settings import IdentityProvider
from tests.factories import PASSWORD, UserFactory
from tests.signing_in import code_now, enrol, is_signed_in, with_password

pytestmark = pytest.mark.django_db
NEW = "another horse battery"


def ask(client, email, **more):
    return client.post("/sign-in/password/reset/", {"email": email}, **more)


def link_in(notice) -> str:
    return re.search(r"http://testserver(\S+/password/reset/key/\S+)", notice.text)[1]


def choose(client, path, password=NEW):
    """Follow the link as a browser does: it moves the key into the session first."""
    page = client.get(path, follow=True)
    return client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_the_mail_waits_in_the_outbox_in_the_readers_language(client):
    user = UserFactory(language="en")
    ask(client, user.email)
    notice = Notice.objects.get()
    assert (notice.kind, notice.user, notice.language) == ("password-reset", user, "en")
    assert notice.subject == "Choose a new password"
    assert "http://testserver/en/sign-in/password/reset/key/" in notice.text
    assert mail.outbox == []


def test_a_poisoned_host_does_not_reach_the_mail(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    ask(client, UserFactory().email, headers={"host": "other.example.org"})
    assert "other.example.org" not in Notice.objects.get().text + Notice.objects.get().html
    refused = ask(client, UserFactory().email, headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("fields", [{"is_active": False}, {}])
def test_nobody_and_a_disabled_user_get_the_same_answer_and_no_mail(client, fields):
    known = ask(client, UserFactory(email="known@example.org").email)
    if fields:
        UserFactory(email="other@example.org", **fields)
    answer = ask(client, "other@example.org")
    assert (answer.status_code, answer["Location"]) == (known.status_code, known["Location"])
    assert Notice.objects.count() == 1


def test_a_new_password_works_and_the_link_no_longer(client):
    user = UserFactory()
    ask(client, user.email)
    path = link_in(Notice.objects.get())
    assert choose(client, path).status_code == 302
    assert not is_signed_in(client)
    with_password(client, user, NEW)
    assert is_signed_in(client)
    again = Client().get(path, follow=True)
    assert "Länken gäller inte längre" in again.content.decode()


def test_the_link_ends_after_four_hours(client):
    user = UserFactory()
    ask(client, user.email)
    path = link_in(Notice.objects.get())
    with time_machine.travel(Notice.objects.get().created_at.timestamp() + 4 * 3600 + 60):
        assert "Länken gäller inte längre" in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
@pytest.mark.parametrize("enrolled", [True, False])
def test_a_new_password_does_not_walk_round_the_second_factor(client, role, enrolled):
    user = UserFactory(role=role)
    secret = enrol(user) if enrolled else ""
    ask(client, user.email)
    choose(client, link_in(Notice.objects.filter(kind="password-reset").get()))
    assert client.get("/mine/")["Location"].startswith("/sign-in/login/")
    with_password(client, user, NEW)
    if enrolled:
        assert not is_signed_in(client)
        client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})
        assert client.get("/mine/").status_code == 200
    else:
        assert client.get("/mine/")["Location"] == "/sign-in/mfa/required/"


def test_a_new_password_ends_every_session(client):
    user = UserFactory()
    there = Client()
    with_password(there, user)
    ask(client, user.email)
    choose(client, link_in(Notice.objects.get()))
    assert there.get("/mine/").status_code == 302


def test_somebody_without_password_gets_none_where_the_university_signs_in(client, settings):
    settings.OIDC = IdentityProvider(kind="oidc", name="Lucat")
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(password="!")
    ask(client, user.email)
    notice = Notice.objects.get()
    assert notice.kind == "sign-in-elsewhere"
    assert "Lucat" in notice.text
    assert "/reset/key/" not in notice.text


def test_somebody_added_without_a_password_chooses_one_by_the_link(client):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(password="!")
    ask(client, user.email)
    choose(client, link_in(Notice.objects.get()))
    with_password(client, user, NEW)
    assert is_signed_in(client)


def test_nothing_personal_is_logged(client, caplog):
    caplog.set_level("DEBUG")
    user = UserFactory(email="anna.alm@example.org")
    ask(client, user.email)
    with_password(client, user, "wrong password")
    with_password(client, user)
    assert "anna.alm" not in caplog.text
    assert PASSWORD not in caplog.text
