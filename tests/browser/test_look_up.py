"""Staff and the public look things up: with a mouse, with a keyboard, without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import assert_accessible
from tests.factories import AccountFactory, PersonFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register() -> None:
    university = UnitFactory(name_sv="Lunds universitet", name_en="Lund University", slug="lu")
    faculty = UnitFactory(name_sv="Lunds Tekniska Högskola", slug="lth", parent=university)
    AccountFactory(
        name="Lundastudent", platform_id="snapchat", handle="lundastudent", unit=university,
        is_university_wide=True, purpose="Visa studentlivet", audiences=["students"],
    )  # fmt: skip
    AccountFactory(
        name="LTH", platform_id="x", handle="lth_lund", unit=faculty, goals="Fler sökande",
        purpose="Berätta om teknik " * 30, owner=PersonFactory(name="Anna Alm", public=True),
        function_mailbox="lth@example.org", languages=("sv", "en"),
    )  # fmt: skip
    AccountFactory(
        name="Stängda kontot", platform_id="flickr", handle="stangda", unit=faculty, closed=True
    )
    AccountFactory(name="Kapat konto", handle="kapat", unit=faculty, compromised=True)


PAGES = (
    "/", "/accounts/", "/accounts/?q=ingenting-alls", "/accounts/?sort=-unit&status=all",
    "/accounts/?platform=nosuch", "/coverage/", "/coverage/?unit=lth", "/units/lth/",
    "/platforms/", "/platforms/flickr/", "/search/?q=x.com/lth_lund",
    "/search/?q=https://faceb00k.com/x", "/search/?q=flickr.com/people/stangda",
    "/search/?q=x.com/okand", "/about/accessibility/", "/about/privacy/", "/sign-in/login/",
    "/no-such-page/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["", "/en"])
def test_public_pages_are_accessible_and_fit_a_phone(page: Page, register: None, language: str):
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


def test_filters_work_at_once_and_stand_in_the_address(page: Page, register: None):
    page.goto("/accounts/")
    expect(page.locator(".matrix tbody tr")).to_have_count(3)
    page.get_by_label("Plattform").select_option("x")
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    expect(page.locator(".results__count")).to_have_text("1 konto")
    expect(page).to_have_url(re.compile(r"/accounts/\?platform=x$"))
    page.get_by_label("Plattform").select_option("")
    page.locator("#id_q").fill("lundast")
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=lundast"))
    page.evaluate("history.go(-3)")
    expect(page.locator(".matrix tbody tr")).to_have_count(3)


def test_filters_work_without_javascript(browser: Browser, live_server: LiveServer, register: None):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/")
    page.get_by_label("Plattform").select_option("x")
    page.locator(".filters button").click()
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    assert "platform=x" in page.url
    page.locator(".matrix__name").click()
    expect(page.locator("h1")).to_have_text("LTH")
    context.close()


def test_the_start_page_answers_a_pasted_link_from_the_keyboard(page: Page, register: None):
    page.goto("/")
    page.locator("main input[type=search]").fill("https://twitter.com/LTH_Lund?s=21")
    page.keyboard.press("Enter")
    expect(page.locator(".answer--good")).to_be_visible()
    page.get_by_role("link", name="LTH", exact=True).click()
    expect(page.locator("h1")).to_have_text("LTH")


def test_the_first_tab_skips_to_the_content(page: Page, register: None):
    page.goto("/accounts/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_other_language_keeps_the_question(page: Page, register: None):
    page.goto("/accounts/?platform=x")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/accounts/?platform=x")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_staff_sign_in_and_find_who_runs_a_channel(page: Page, register: None):
    UserFactory(email="staff@example.org", name="Stina Stab")
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill("staff@example.org")
    page.locator("input[name=password]").fill("fel lösenord")
    page.locator("main form button[type=submit]").click()
    assert_accessible(page)
    expect(page.locator("input[name=login]")).to_have_value("staff@example.org")
    page.locator("input[name=password]").fill("correct horse battery")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Mina konton")
    assert_accessible(page)
    page.locator("#header-q").fill("anna alm")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix__name")).to_have_text("LTH")


def test_signed_in_pages_are_accessible(
    page: Page, register: None, sign_in: Callable, live_server: LiveServer
):
    sign_in(UserFactory(role="admin"))
    for path in ("/accounts/?status=all", "/mine/", "/units/lth/"):
        page.goto(path)
        assert_accessible(page)
