"""Whoever tries too often waits; nobody else does, and a forged header changes nothing."""

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from accounts.choices import Role
from tests.factories import UserFactory
from tests.signing_in import code_now, enrol, is_signed_in, with_password

pytestmark = pytest.mark.django_db
WRONG = "wrong password"


def statuses(client, user, times, **more):
    return [with_password(client, user, WRONG, **more).status_code for _ in range(times)]


def forged(address):
    return {"headers": {"x-forwarded-for": address}}


def test_too_many_wrong_passwords_get_our_page_and_a_time_to_wait(client):
    user = UserFactory()
    assert statuses(client, user, 5) == [200] * 5
    answer = with_password(client, user)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "429.html" in [template.name for template in answer.templates]
    assert "För många försök" in answer.content.decode()
    assert not is_signed_in(client)


def test_the_wait_is_over_when_it_was_said_to_be(client):
    user = UserFactory()
    with time_machine.travel("2026-03-02 12:00:00", tick=False) as clock:
        statuses(client, user, 5)
        answer = with_password(client, user)
        clock.shift(int(answer["Retry-After"]) + 1)
        with_password(client, user)
        assert is_signed_in(client)


def test_a_stranger_who_guesses_shuts_nobody_else_out(client):
    user = UserFactory()
    statuses(client, user, 6, REMOTE_ADDR="198.51.100.7")
    with_password(Client(), user, REMOTE_ADDR="203.0.113.9")
    owner = Client()
    with_password(owner, user, REMOTE_ADDR="203.0.113.9")
    assert is_signed_in(owner)


def test_a_forged_header_does_not_get_round_the_limit_without_a_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    user = UserFactory()
    found = [statuses(client, user, 1, **forged(f"10.0.0.{n}"))[0] for n in range(7)]
    assert found == [200] * 5 + [429] * 2


def test_a_forged_header_does_not_get_round_the_limit_behind_a_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = UserFactory()
    found = [statuses(client, user, 1, **forged(f"10.0.0.{n}, 198.51.100.7"))[0] for n in range(7)]
    assert found == [200] * 5 + [429] * 2
    owner = Client()
    with_password(owner, user, **forged("198.51.100.7, 203.0.113.9"))
    assert is_signed_in(owner), "naming the owner's address shuts the owner out"


@pytest.mark.parametrize("header", ["", "nonsense", "1.2.3.4", "a, b, c", "::1", "1.2.3.4:80"])
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_any_header_is_answered(client, settings, header, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert statuses(client, UserFactory(), 1, **forged(header)) == [200]


def test_codes_cannot_be_guessed_from_many_addresses(client):
    user = UserFactory(role=Role.ADMIN)
    secret = enrol(user)
    found = []
    for number in range(7):
        client = Client()
        with_password(client, user, REMOTE_ADDR=f"198.51.100.{number}")
        answer = client.post(
            "/sign-in/mfa/authenticate/", {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}"
        )
        found.append(answer.status_code)
    assert found == [200] * 5 + [429] * 2
    client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})
    assert not is_signed_in(client)


def test_mails_with_links_are_limited(client):
    user = UserFactory()
    found = [
        client.post("/sign-in/password/reset/", {"email": user.email}).status_code for _ in range(4)
    ]
    assert found == [302] * 3 + [429]
    assert user.notices.count() == 3


def test_the_limits_are_shared_by_all_processes_through_the_database(settings, db):
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_of_the_tests",
        }
    }
    call_command("createcachetable", verbosity=0)
    user = UserFactory()
    assert statuses(Client(), user, 5) == [200] * 5
    caches.close_all()
    assert with_password(Client(), user).status_code == 429
