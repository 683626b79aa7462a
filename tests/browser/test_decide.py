"""From the queue to a decision, the manager's link, and the list after approval, in a browser."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.choices import ContactRole, Role, Status
from accounts.domain import decisions, links, managers
from accounts.models import Account, Decision, ManagerApproval, User
from tests.browser.accessibility import assert_accessible
from tests.factories import (
    AccountFactory,
    DecisionFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    answer_for,
    complete,
)

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Institutionen för datavetenskap och människa-maskin-interaktion vid Lunds universitet"
TWO_PEOPLE = "Minst två personer måste svara för kontot. Ange en ställföreträdare."


@pytest.fixture
def admin() -> User:
    return UserFactory(role=Role.ADMIN, name="Adma Admin")


@pytest.fixture
def account(admin: User) -> Account:
    """A registration that waits, with an answer missing and a manager who was asked."""
    unit = UnitFactory(name_sv=LONG, name_en=LONG)
    registrant = UserFactory(role=Role.COMMUNICATOR, unit=unit, communicates_for=[unit])
    made = AccountFactory(submitted=True, unit=unit, name="Nytt konto", handle="nyttkonto")
    answer_for(made, PersonFactory(name="Chefa"), ContactRole.MANAGER)
    complete(made, submitted_by=registrant, registered_by=registrant, holiday_cover="")
    managers.ask(account=made, by=registrant)
    DecisionFactory(account=made, outcome="returned", reason="Nämn en ställföreträdare.")
    AccountFactory(unit=unit, name="Granne med ett långt namn")
    return made


@pytest.fixture
def approved(account: Account) -> Account:
    return AccountFactory(
        unit=account.unit, status=Status.APPROVED, is_planned=True, handle="", name="Planerat"
    )


def check(page: Page, path: str) -> None:
    """Accessible in both languages, wide and light as well as narrow and dark; fits a phone."""
    for language in ("", "/en"):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{language}{path}")
        assert_accessible(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{language}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert_accessible(page)


def manager_path() -> str:
    return f"/answer/manager/{links.sign(managers.PURPOSE, ManagerApproval.objects.get().nonce)}/"


def test_the_pages_around_a_decision_are_accessible_and_fit_a_phone(
    page: Page, account: Account, approved: Account, admin: User, sign_in: Callable
):
    sign_in(admin)
    closing = AccountFactory(unit=account.unit, closing=True)
    for path in (
        "/staff/queue/",
        "/staff/queue/?platform=x",
        f"/staff/queue/{account.slug}/",
        f"/mine/accounts/{approved.slug}/open/",
        f"/mine/accounts/{approved.slug}/withdraw/",
        f"/mine/accounts/{closing.slug}/close/",
        manager_path(),
        "/answer/manager/nonsense/",
    ):
        check(page, path)


def test_an_admin_returns_a_registration_with_a_ready_made_reason(
    page: Page, account: Account, admin: User, sign_in: Callable
):
    sign_in(admin)
    page.goto("/en/staff/queue/")
    page.get_by_role("link", name="Nytt konto").click()
    page.get_by_role("button", name="Return").click()
    assert_accessible(page)
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    box = page.get_by_label("Minst två personer måste svara")
    text = page.get_by_label("What they will read")
    box.check()
    expect(text).to_have_value(TWO_PEOPLE)
    box.uncheck()
    expect(text).to_have_value("")
    box.check()
    text.fill(f"{text.input_value()} Gärna någon från kansliet.")
    page.get_by_role("button", name="Return").click()
    expect(page.locator("h1")).to_have_text("Queue")
    expect(page.locator(".notice--good")).to_contain_text("Returned: Nytt konto")
    assert Decision.objects.latest("pk").reason == f"{TWO_PEOPLE} Gärna någon från kansliet."


def test_an_admin_decides_without_javascript(
    browser: Browser, live_server: LiveServer, account: Account, admin: User
):
    client = Client()
    client.force_login(admin)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(f"/en/staff/queue/{account.slug}/")
    page.get_by_label("Minst två personer måste svara").check()
    page.get_by_label("What they will read").fill("Hör av dig.")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("h1")).to_have_text("Queue")
    assert Decision.objects.latest("pk").reason == f"{TWO_PEOPLE}\n\nHör av dig."
    context.close()


def test_the_second_of_two_deciders_sees_the_outcome_and_the_own_text(
    page: Page, account: Account, admin: User, sign_in: Callable
):
    sign_in(admin)
    page.goto(f"/en/staff/queue/{account.slug}/")
    page.get_by_label("What they will read").fill("Mitt långa skäl.")
    other = UserFactory(role=Role.ADMIN, name="Ann Annan")
    decisions.decide(account=account, outcome="approved", by=other)
    page.get_by_role("button", name="Decline").click()
    expect(page.locator("main")).to_contain_text("Ann Annan decided on")
    expect(page.locator("main")).to_contain_text("Mitt långa skäl.")
    assert_accessible(page)


def test_a_manager_answers_from_the_mail_without_signing_in(page: Page, account: Account):
    page.goto(f"/en{manager_path()}")
    page.get_by_label("Comment").fill("Gärna.")
    page.get_by_role("button", name="I approve").click()
    expect(page.locator("h1")).to_have_text("Thank you for your answer")
    assert_accessible(page)
    answer = ManagerApproval.objects.get()
    assert (answer.answer, answer.comment) == ("approved", "Gärna.")
    page.reload()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Thank you for your answer")


def test_a_planned_account_is_opened_item_by_item_and_published(
    page: Page, approved: Account, admin: User, sign_in: Callable
):
    sign_in(admin)
    page.goto(f"/en/mine/accounts/{approved.slug}/open/")
    page.get_by_label("Opened on").fill(timezone.localdate().isoformat())
    for item in ("opened", "two-step", "address", "profile"):
        part = page.locator(f"#{item}")
        if item == "two-step":
            part.get_by_label("App").check()
        elif item == "address":
            part.get_by_label("Address or handle").fill("https://www.instagram.com/fel")
            part.get_by_role("button", name="Save").click()
            expect(page.locator(f"#{item}").get_by_role("alert")).to_be_visible()
            assert_accessible(page)
            part.get_by_label("Address or handle").fill("https://www.facebook.com/planerat")
        elif item == "profile":
            part.get_by_label("Profile text").fill("Officiellt konto.")
        part.get_by_role("button", name="Save").click()
        expect(page.locator(f"#{item} .pill--good")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".notice--good")).to_contain_text("Published.")
    assert page.url.endswith(f"/en/accounts/{approved.slug}/")
