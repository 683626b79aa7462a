"""Mails and the history in the browser: accessible, narrow, and a mail's link leads somewhere."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.choices import Role
from accounts.domain import history, notices
from accounts.domain.letters import Letter
from accounts.models import Notice, User
from tests.browser.accessibility import assert_accessible
from tests.factories import AccountFactory, NoticeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin(live_server, settings) -> User:
    """An admin of a register with one account, some history and a mail in every state."""
    settings.SITE_URL = live_server.url
    unit = UnitFactory(name_sv="Lunds universitet", name_en="Lund University", slug="lu")
    admin = UserFactory(name="Adma", role=Role.ADMIN, unit=unit)
    account = AccountFactory(name="Lund", slug="lund", unit=unit)
    purpose = "Berätta om utbildning för den som funderar på att söka hit, och svara på frågor. "
    for changes in (
        {"purpose": [purpose * 2, purpose + "Vi visar vardagen."], "status": ["draft", "returned"]},
        {name: [None, "x"] for name in ("goals", "content", "agency", "name", "handle", "notes")},
    ):
        history.record(
            action="changed", by=admin, subject=account, changes=changes, reason="Därför."
        )
    notices.queue(
        kind="test",
        key="test",
        to=admin,
        account=account,
        write=lambda: Letter(
            "Ditt konto är godkänt och kan öppnas på plattformen",
            ["Nu kan du öppna det."],
            facts=[("Konto", "Lund"), ("Plattform", "Facebook")],
            quote="Bra!",
            action=("Öppna kontot", f"{live_server.url}/accounts/lund/"),
        ),
    )
    NoticeFactory(state="failed", attempts=3, error="550 5.1.1 <a@example.org>: unknown user")
    NoticeFactory(state="sent", sent_at=timezone.now(), kind="password-reset")
    return admin


@pytest.mark.parametrize("language", ["", "/en"])
def test_mail_and_history_are_accessible_and_fit_a_phone(
    page: Page, admin: User, sign_in, settings, language: str
):
    settings.MAIL_IS_SHOWN = True
    sign_in(admin)
    mails = [f"/staff/mail/{pk}/" for pk in Notice.objects.values_list("pk", flat=True)]
    shown = Notice.objects.get(key="test").pk
    for path in (
        *("/staff/mail/", "/staff/mail/?state=failed", *mails),
        *("/demo/mailbox/", f"/demo/mailbox/{shown}/"),
        *("/staff/history/", "/accounts/lund/history/"),
        *("/accounts/lund/history/?group=mail&since=x",),
    ):
        for scheme, width in (("light", 1280), ("dark", 320)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{language}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert_accessible(page)


def test_link_in_a_mail_of_the_trial_opens_the_page(page: Page, admin: User, settings):
    settings.MAIL_IS_SHOWN = True
    page.goto("/demo/mailbox/")
    page.get_by_role("link", name="Ditt konto är godkänt").click()
    page.frame_locator("iframe").get_by_role("link", name="Öppna kontot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lund")


def test_failed_mail_is_sent_again_with_one_click(page: Page, admin: User, sign_in):
    sign_in(admin)
    page.goto("/staff/mail/?state=failed")
    page.locator(".mail-list a").click()
    page.get_by_role("button", name="Skicka igen").click()
    expect(page.locator(".notice--good")).to_contain_text("Mejlet skickas igen inom kort.")
    assert not Notice.objects.filter(state="failed").exists()
