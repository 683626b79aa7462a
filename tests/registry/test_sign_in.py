"""Signing in: one door, nobody signs up, a disabled user is out at once."""

import pytest

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD):
    return client.post("/sign-in/login/", {"login": email, "password": password})


def test_a_user_signs_in_with_the_address_in_any_case(client):
    user = UserFactory(email="anna@example.org")
    assert sign_in(client, "Anna@Example.ORG")["Location"] == "/mine/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_session_gets_a_new_key_at_sign_in(client):
    UserFactory(email="anna@example.org")
    client.get("/sign-in/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, "anna@example.org")
    assert client.session.session_key != before


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, email):
    UserFactory(email="anna@example.org")
    answer = sign_in(client, email, "wrong password")
    assert answer.status_code == 200
    errors = str(answer.context["form"].errors).replace(email, "")
    assert "lösenordet stämmer inte" in errors


def test_a_disabled_user_cannot_sign_in(client):
    UserFactory(email="anna@example.org", is_active=False)
    sign_in(client, "anna@example.org")
    assert "_auth_user_id" not in client.session


def test_a_user_disabled_while_signed_in_is_out_at_the_next_request(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get("/mine/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/mine/").status_code == 302


def test_nobody_signs_up(client):
    page = client.post(
        "/sign-in/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert "_auth_user_id" not in client.session
    assert page.status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/email/", "/en/sign-in/email/"])
def test_nobody_adds_an_address_by_themselves(client, path):
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_never_leads_off_the_site(client, next_page):
    UserFactory(email="anna@example.org")
    answer = client.post(
        f"/sign-in/login/?next={next_page}",
        {"login": "anna@example.org", "password": PASSWORD, "next": next_page},
    )
    assert answer["Location"] == "/mine/"


def test_the_admin_sends_people_to_the_one_sign_in(client):
    last, _status = client.get("/admin/", follow=True).redirect_chain[-1]
    assert last.startswith("/sign-in/login/?next=/admin/")


@pytest.mark.parametrize("role", ["staff", "communicator", "auditor"])
def test_the_admin_is_for_admins(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get("/admin/").status_code in (302, 403, 404)


def test_signed_in_pages_are_stored_nowhere(client):
    client.force_login(UserFactory())
    for path in ("/", "/accounts/", "/mine/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_a_label_is_not_repeated_inside_its_field(client):
    assert "placeholder" not in str(client.get("/sign-in/login/").context["form"])


@pytest.mark.parametrize("debug", [True, False])
def test_what_is_not_there_is_answered_with_our_own_page(client, settings, debug):
    settings.DEBUG = debug
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "404.html" in [template.name for template in answer.templates]
