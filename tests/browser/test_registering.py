"""A communicator registers an account with little typing, with and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Account, User
from tests.browser.accessibility import assert_accessible
from tests.factories import AccountFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], None]
MOST_FIELDS = 16
"""What has to be filled in for an existing account; at 10 seconds each under three minutes."""
ANSWERS: dict[str, dict[str, str]] = {
    "account": {},
    "why": {
        "account_why_platform": "Våra studenter är här.",
        "account_audiences": "students",
        "account_coordination": "Talat med fakulteten.",
        "account_purpose": "Visa forskningen.",
    },
    "people": {
        "account_manager_informed_at": "on",
        "contacts_deputy_0_name": "Bo Ek",
        "contacts_deputy_0_email": "bo.ek@lu.se",
    },
    "resources": {"account_hours_a_week": "4", "account_holiday_cover": "Bo Ek"},
    "routines": {
        "routines_comments_routine": "Varje vardag.",
        "routines_archive_routine": "Export i juni och december.",
        "routines_unlawful_routine": "Tas bort samma dag.",
    },
    "goals": {
        "account_goals": "500 följare till våren.",
        "account_evaluation_routine": "Varje termin.",
    },
    "security": {"security_two_step": "on"},
}


def answer(page: Page, step: str) -> int:
    """Fill in what a step needs; how many fields that took."""
    for name, text in ANSWERS[step].items():
        field = page.locator(f"[name={name}]")
        if name in ("account_audiences", "security_two_step"):
            page.locator(f"[name={name}][value={text}]").check()
        elif name == "account_manager_informed_at":
            field.check()
        else:
            field.fill(text)
    return len(ANSWERS[step])


def go_on(page: Page) -> None:
    page.locator(".register__end .button--primary").click()


def fill_in_all(page: Page) -> int:
    """Every step from the first to the page that sends it in; how many fields were filled in."""
    filled = 0
    for step in ANSWERS:
        expect(page).to_have_url(re.compile(f"/{step}/$"))
        filled += answer(page, step)
        go_on(page)
    expect(page).to_have_url(re.compile("/send/$"))
    return filled


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_existing_account_is_registered_with_little_typing(
    page: Page, sign_in: SignIn, cast, language: str
):
    AccountFactory(name="Fakulteten", platform_id="instagram", unit=cast.faculty)
    sign_in(cast.communicator)
    page.goto(f"{language}/mine/register/")
    page.locator("[name=address]").fill("https://m.instagram.com/LundBio/?hl=sv")
    expect(page.locator(".register-look__url")).to_have_text("https://www.instagram.com/lundbio/")
    expect(page.locator(".neighbours")).to_contain_text("Fakulteten")
    page.locator("form[data-look] .button--primary").click()
    assert 1 + fill_in_all(page) <= MOST_FIELDS
    page.locator("form .button--primary").click()
    expect(page.locator(".notice__title").last).to_be_visible()
    account = Account.objects.get(handle__iexact="lundbio")
    assert (account.status, account.languages, account.owner_name) == (
        "submitted", ("sv",), "Kommy",
    )  # fmt: skip


def test_the_same_works_without_javascript(browser: Browser, live_server: LiveServer, cast):
    from django.test import Client

    client = Client()
    client.force_login(cast.communicator)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": n, "value": m.value, "url": live_server.url} for n, m in client.cookies.items()]
    )
    page = context.new_page()
    page.goto("/en/mine/register/")
    page.locator("[name=address]").fill("instagram.com/lundbio")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".register-look__url")).to_have_text("https://www.instagram.com/lundbio/")
    page.get_by_role("button", name="Register this account").click()
    fill_in_all(page)
    page.get_by_role("button", name="Send in").click()
    expect(page.get_by_text("It is with those who decide")).to_be_visible()
    context.close()


def test_the_enter_key_goes_on_and_not_elsewhere(page: Page, sign_in: SignIn, draft: Account):
    page.goto(f"/en/mine/register/{draft.slug}/resources/")
    page.locator("[name=account_hours_a_week]").fill("4")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/routines/$"))
    assert str(Account.objects.get(pk=draft.pk).hours_a_week) == "4.0"


def test_what_is_typed_saves_itself_and_says_when(page: Page, draft: Account, cast):
    AccountFactory(name="Samma målgrupp", unit=cast.other_unit, audiences=["students"])
    page.goto(f"/en/mine/register/{draft.slug}/why/")
    page.locator("[name=account_purpose]").press_sequentially("Visa forskningen")
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=5000)
    page.locator("[name=account_audiences][value=students]").check()
    expect(page.locator("[data-beside]")).to_contain_text("Samma målgrupp")
    assert Account.objects.get(pk=draft.pk).purpose == "Visa forskningen"
    go_on(page)
    expect(page).to_have_url(re.compile("/people/$"))
    page.go_back()
    expect(page.locator("[name=account_purpose]")).to_have_value("Visa forskningen")


def test_two_windows_see_both_versions(page: Page, draft: Account):
    other = page.context.new_page()
    for window in (page, other):
        window.goto(f"/en/mine/register/{draft.slug}/goals/")
    other.locator("[name=account_goals]").fill("Det andra fönstret")
    go_on(other)
    expect(other).to_have_url(re.compile("/security/$"))
    page.locator("[name=account_goals]").fill("Det första fönstret")
    go_on(page)
    expect(page.get_by_text("Somebody was here meanwhile")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Det andra fönstret")
    expect(page.locator("[name=account_goals]")).to_have_value("Det första fönstret")
    go_on(page)
    expect(page).to_have_url(re.compile("/security/$"))
    assert Account.objects.get(pk=draft.pk).goals == "Det första fönstret"


def test_hints_follow_the_name(page: Page, draft: Account):
    page.goto(f"/en/mine/register/{draft.slug}/account/")
    page.locator("[name=account_name]").fill("LU Biologi 2026")
    page.locator("[name=account_name]").blur()
    expect(page.locator(".hints").first).to_contain_text("grows old")


@pytest.fixture
def draft(cast, sign_in: SignIn) -> Account:
    sign_in(cast.communicator)
    return AccountFactory(
        draft=True, unit=cast.own_unit, slug="facebook-bio", registered_by=cast.communicator,
        name="En mycket lång titel på ett konto för Biologiska institutionen vid universitetet",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_are_accessible_and_fit_a_phone(page: Page, cast, draft: Account, language: str):
    AccountFactory(name="Granne", unit=cast.faculty, owner=PersonFactory(name="Anna Alm"))
    ready = complete(
        AccountFactory(draft=True, unit=cast.own_unit, slug="facebook-klar",
                       registered_by=cast.communicator)
    )  # fmt: skip
    root = f"{language}/mine/register"
    for path in (
        f"{root}/", f"{root}/several/", f"{root}/{ready.slug}/send/", f"{root}/{draft.slug}/send/",
        f"{root}/{draft.slug}/ask/", f"{root}/{draft.slug}/address/",
        f"{root}/{draft.slug}/withdraw/", *(f"{root}/{draft.slug}/{step}/" for step in ANSWERS),
    ):  # fmt: skip
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        open_all(page)
        assert_accessible(page)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(path)
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert_accessible(page)


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details.more').forEach((part) => part.open = true)")


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_with_faults_are_accessible(page: Page, draft: Account, language: str):
    root = f"{language}/mine/register"
    page.goto(f"{root}/{draft.slug}/people/")
    page.locator("[name=contacts_deputy_0_name]").fill("Bo")
    go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".error-summary a").click()
    expect(page.locator("[name=contacts_deputy_0_name]")).to_be_focused()
    page.goto(f"{root}/several/")
    page.locator("[name=addresses]").fill("instagram.com/p/abc123/\nx.com/lundbio")
    page.locator("main .button--primary").click()
    expect(page.locator(".register-lines__item--bad")).to_have_count(1)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{root}/")
    page.locator("[name=address]").fill("linkedin.com/in/anna")
    page.locator("form[data-look] .button--primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)


def test_who_does_not_register_finds_whom_to_ask(page: Page, sign_in: SignIn, cast):
    sign_in(cast.staff)
    page.goto("/mine/register/")
    assert_accessible(page)
    page.locator("[name=idea]").fill("TikTok för biologi")
    page.locator("[name=why]").fill("Studenterna är där")
    page.locator("main .button--primary").click()
    expect(page).to_have_url(re.compile("/mine/register/asked/$"))
    assert_accessible(page)
