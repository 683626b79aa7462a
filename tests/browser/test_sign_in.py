"""An admin signs in: with an app, a recovery code, or a passkey that Chromium itself keeps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.choices import Role
from accounts.models import User
from tests.browser.accessibility import assert_accessible
from tests.factories import PASSWORD, UserFactory
from tests.signing_in import code_now, enrol, recovery_codes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin() -> User:
    return UserFactory(role=Role.ADMIN, email="admin@example.org", name="Adma Alm")


def with_password(page: Page, path: str = "/sign-in/login/") -> None:
    page.goto(path)
    page.get_by_label("E-postadress").fill("admin@example.org")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_first_sign_in_sets_an_app_up_and_leads_on(page: Page, admin: User):
    with_password(page, "/sign-in/login/?next=/staff/import/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lägg till ett andra steg")
    assert_accessible(page)
    page.get_by_role("link", name="Med en app i telefonen").click()
    assert_accessible(page)
    secret = page.locator("#totp-key").inner_text().replace(" ", "")
    page.get_by_label("Kod").fill(code_now(secret))
    page.get_by_role("button", name="Slå på").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    assert_accessible(page)
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    expect(page).to_have_url(re.compile(r"/staff/import/$"))


def test_later_sign_ins_ask_for_the_code(page: Page, admin: User):
    secret = enrol(admin)
    with_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Det andra steget")
    assert_accessible(page)
    page.get_by_label("Kod").fill("000000")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator("main")).to_contain_text("Koden är fel")
    assert_accessible(page)
    page.get_by_label("Kod").fill(code_now(secret))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/mine/$"))


def test_a_recovery_code_stands_in_for_the_phone(page: Page, admin: User):
    enrol(admin)
    with_password(page)
    page.get_by_label("Kod").fill(recovery_codes(admin)[3])
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/mine/$"))
    page.goto("/sign-in/mfa/")
    expect(page.locator("main")).to_contain_text("9 koder är kvar")


def test_a_passkey_is_added_and_then_is_enough(page: Page, admin: User):
    keeps_passkeys(page)
    with_password(page)
    page.get_by_role("link", name=re.compile("Med en nyckel")).click()
    assert_accessible(page)
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    expect(page).to_have_url(re.compile(r"/mine/$"))
    page.goto("/sign-in/mfa/webauthn/")
    expect(page.locator("main")).to_contain_text("Loggar in dig utan lösenord")
    assert_accessible(page)
    sign_out(page)
    page.goto("/sign-in/login/?next=/admin/")
    page.get_by_role("button", name=re.compile("Logga in med en nyckel")).click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    sign_out(page)
    with_password(page)
    page.get_by_role("button", name="Använd nyckeln").click()
    expect(page).to_have_url(re.compile(r"/mine/$"))


def test_a_passkey_that_is_not_there_says_so(page: Page, admin: User):
    keeps_passkeys(page)
    page.goto("/sign-in/login/")
    page.get_by_role("button", name=re.compile("Logga in med en nyckel")).click()
    expect(page.get_by_role("alert")).to_contain_text("Det gick inte")
    assert_accessible(page)


def keeps_passkeys(page: Page) -> None:
    """Gives the browser a device that keeps passkeys and always finds the right finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.goto("/sign-in/logout/")
    page.locator("main").get_by_role("button", name="Logga ut").click()


PAGES = (
    "/sign-in/mfa/", "/sign-in/mfa/recovery-codes/", "/sign-in/mfa/recovery-codes/generate/",
    "/sign-in/mfa/totp/deactivate/", "/sign-in/mfa/webauthn/", "/sign-in/mfa/webauthn/add/",
    "/sign-in/sessions/", "/sign-in/password/change/", "/sign-in/logout/",
    "/sign-in/mfa/reauthenticate/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_accessible_and_fit_a_phone(
    page: Page, admin: User, sign_in: Callable[[User], None], language: str
):
    enrol(admin)
    sign_in(admin)
    for path in PAGES:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{language}{path}")
        assert_accessible(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{language}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert_accessible(page)
