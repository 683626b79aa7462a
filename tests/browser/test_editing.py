"""A communicator changes a published account, meets another edit, asks for a new address."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain import changes
from accounts.models import Account, SavedView, User
from tests.browser.accessibility import assert_accessible
from tests.factories import AccountFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(cast) -> Account:
    made = AccountFactory(
        name="Biologi i Lund", slug="biologi", handle="biologi.lund", unit=cast.own_unit,
        owner=PersonFactory(name="Olle Ägare"),
    )  # fmt: skip
    complete(made, goals="Femhundra följare till våren.")
    return made


def sign_in_as(context: BrowserContext, live_server: LiveServer, user: User) -> Page:
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [{"name": n, "value": m.value, "url": live_server.url} for n, m in client.cookies.items()]
    )
    return context.new_page()


@pytest.fixture
def without_script(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context
    context.close()


LOOKS = {"light": 1280, "dark": 320}


def look(page: Page, scheme: str) -> None:
    """Wide and light, or narrow and dark; for the pages that are opened from now on."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": LOOKS[scheme], "height": 900})


def assert_fits(page: Page) -> None:
    """Accessible, without sideways scrolling."""
    page.wait_for_load_state("load")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert_accessible(page)


def assert_all_fit(page: Page, paths: Iterable[str]) -> None:
    for path in paths:
        for scheme in LOOKS:
            look(page, scheme)
            page.goto(path)
            assert_fits(page)


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_are_accessible_and_fit_a_phone(
    page: Page, cast, account, sign_in: Callable, language: str
):
    change = changes.ask(
        account=account,
        after={"url": "facebook.com/biologi.lunds", "unit": cast.other_unit.pk,
               "owner": PersonFactory(name="Nina Ny").pk},
        by=cast.communicator, why="Vi bytte namn.",
    )  # fmt: skip
    SavedView.objects.create(user=cast.communicator, name="Våra", query="platform=facebook")
    sign_in(cast.communicator)
    parts = ("", "account/", "why/", "people/", "security/", "identity/")
    assert_all_fit(page, (f"{language}/mine/accounts/biologi/edit/{part}" for part in parts))
    views = ("/mine/views/", "/mine/views/new/?platform=x", "/accounts/?platform=facebook")
    assert_all_fit(page, (f"{language}{path}" for path in views))
    sign_in(cast.admin)
    assert_all_fit(page, [f"{language}/staff/changes/{change.pk}/"])


@pytest.mark.parametrize("scheme", LOOKS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_later_of_two_sees_both_and_chooses(
    page: Page, browser: Browser, live_server: LiveServer, cast, account, sign_in: Callable,
    language: str, scheme: str,
):  # fmt: skip
    sign_in(cast.communicator)
    look(page, scheme)
    page.goto(f"{language}/mine/accounts/biologi/edit/goals/")
    page.locator("#id_account_goals").fill("Sexhundra följare till hösten.")
    context = browser.new_context(base_url=live_server.url)
    other = sign_in_as(context, live_server, cast.admin)
    other.goto("/mine/accounts/biologi/edit/goals/")
    other.locator("#id_account_goals").fill("Tusen följare till våren.")
    other.locator("main form .button--primary").click()
    expect(other.locator(".notice--good")).to_be_visible()
    context.close()
    page.locator("main form .button--primary").click()
    expect(page.locator("h1")).to_have_text(re.compile("Två skrev samtidigt|Two people wrote"))
    expect(page.locator(".comparison")).to_contain_text("Tusen")
    expect(page.locator(".comparison")).to_contain_text("Sexhundra")
    assert_fits(page)
    page.locator("input[value=mine]").check()
    page.locator("main form .button--primary").click()
    expect(page.locator(".notice--good")).to_be_visible()
    account.refresh_from_db()
    assert account.goals == "Sexhundra följare till hösten."


def test_from_a_wish_to_a_new_address_without_javascript(
    browser: Browser, without_script: BrowserContext, live_server: LiveServer, cast, account
):
    page = sign_in_as(without_script, live_server, cast.communicator)
    page.goto("/mine/accounts/biologi/edit/")
    page.get_by_role("link", name="Ändra Identitet").click()
    page.locator("#id_url").fill("https://facebook.com/biologi.lunds?ref=x")
    page.locator("#id_why").fill("Vi bytte namn.")
    page.locator("main form .button--primary").click()
    expect(page.locator("#waits")).to_be_visible()
    account.refresh_from_db()
    assert account.handle == "biologi.lund"
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    admin = sign_in_as(context, live_server, cast.admin)
    admin.goto(changes.waiting_for(account).get_absolute_url())
    expect(admin.locator("ins").first).to_contain_text("s")
    admin.locator("button[value=decline]").click()
    expect(admin.locator(".error-summary")).to_be_visible()
    admin.locator("button[value=approve]").click()
    expect(admin.locator(".notice--good").first).to_be_visible()
    context.close()
    page.goto("/accounts/")
    expect(page.locator(".matrix")).to_contain_text("biologi.lunds")


def test_a_view_is_saved_used_deleted_and_brought_back(page: Page, cast, account, sign_in):
    sign_in(cast.staff)
    page.goto("/accounts/")
    page.get_by_label("Plattform").select_option("facebook")
    page.get_by_role("link", name="Spara den här vyn").click()
    page.get_by_label("Vyns namn").fill("Våra på Facebook")
    page.locator("main form .button--primary").click()
    page.get_by_role("link", name="Våra på Facebook", exact=True).click()
    expect(page).to_have_url(re.compile(r"/accounts/\?platform=facebook$"))
    page.goto("/mine/views/")
    page.get_by_role("button", name="Ta bort Våra på Facebook").click()
    expect(page.locator(".saved-view")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator(".saved-view")).to_have_count(1)
