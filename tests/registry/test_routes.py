"""Every address of the sign-in library, and whether we offer it. A new one has to be decided on."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from tests.factories import PASSWORD, UserFactory
from tests.registry.test_mfa import all_patterns, concrete
from tests.signing_in import HAS_SAML, code_now, enrol

pytestmark = pytest.mark.django_db

OFFERED = {
    "sign_in", "account_login", "account_logout", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_signup",  # a page that says that nobody signs up
    "mfa_index", "mfa_required", "mfa_continue", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn", "usersessions_list", "usersessions_end",
}  # fmt: skip
OFFERED_WITH_A_PROVIDER = {"oidc_login", "oidc_callback"}
if HAS_SAML:
    OFFERED_WITH_A_PROVIDER |= {"saml_login", "saml_acs", "saml_finish_acs", "saml_metadata"}
CLOSED = {
    "account_email", "account_email_verification_sent", "account_confirm_email",
    "account_set_password", "account_confirm_login_code", "socialaccount_connections",
    "socialaccount_signup", "socialaccount_login_cancelled", "socialaccount_login_error",
    "saml_sls",
}  # fmt: skip


NOT_THERE = {404, 405}
"""405: the answer to a method that the address has not even where a provider is configured."""


def routes() -> dict[str, str]:
    """By name, the address that is asked first."""
    found: dict[str, str] = {}
    with translation.override("sv"):
        patterns = list(all_patterns(get_resolver().url_patterns))
    for pattern in patterns:
        if pattern.whole.startswith("sign-in/"):
            found.setdefault(pattern.name, "/" + concrete(pattern))
    return found


def test_every_address_is_decided_on():
    assert set(routes()) == OFFERED | OFFERED_WITH_A_PROVIDER | CLOSED


@pytest.mark.parametrize("name", sorted(CLOSED | OFFERED_WITH_A_PROVIDER))
@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_not_offered_is_not_there(name, language):
    client = Client()
    for who in (None, UserFactory()):
        if who:
            client.force_login(who)
        for method in (client.get, client.post):
            assert method(language + routes()[name]).status_code in NOT_THERE


def test_all_patterns_of_a_closed_address_lead_to_the_closed_door():
    """The library's own pattern of the same address is never reached."""
    client = Client()
    client.force_login(UserFactory())
    for pattern in all_patterns(get_resolver().url_patterns):
        if pattern.name in CLOSED:
            assert client.get("/" + concrete(pattern)).status_code == 404, pattern.whole


@pytest.mark.parametrize("name", sorted(OFFERED))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_offered_answers(name, language):
    user = UserFactory(language=language)
    enrol(user)
    client = Client()
    client.force_login(user)
    answer = client.get(("/en" if language == "en" else "") + routes()[name])
    assert answer.status_code in (200, 302, 404, 405)
    assert answer.status_code != 404 or "webauthn" in name
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/\\evil.example",
                                       "javascript:alert(1)", "https:evil.example",
                                       "http://other.example.org/"])  # fmt: skip
def test_no_page_leads_off_the_site(settings, next_page):
    """Not even to another name that this server answers to."""
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    user = UserFactory()
    secret = enrol(user)
    client = Client()
    client.post(
        f"/sign-in/login/?next={next_page}",
        {"login": user.email, "password": PASSWORD, "next": next_page},
    )
    answers = [client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})]
    answers.append(client.get(f"/sign-in/login/?next={next_page}"))
    other = Client()
    other.force_login(UserFactory())
    answers.append(
        other.post("/sign-in/reauthenticate/", {"password": PASSWORD, "next": next_page})
    )
    answers.append(other.post("/sign-in/logout/", {"next": next_page}))
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]
        assert "other" not in answer["Location"]


def test_the_page_for_signing_in_keeps_where_one_was_headed(client):
    client.get("/")
    page = client.get("/mine/", follow=True).content.decode()
    assert 'name="next" value="/mine/"' in page


def test_the_menu_leads_to_ones_sign_in_and_sessions(client):
    client.force_login(UserFactory())
    page = client.get("/mine/").content.decode()
    assert reverse("mfa_index") in page
    assert reverse("usersessions_list") in page
