"""The whole way: an idea, a decision against it, mended, approved, opened, published, found.

In Swedish, in English, and in Swedish without JavaScript. With JOURNEY=directory a picture of every
station is kept there.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.choices import Status
from accounts.models import Account, Notice, User
from tests.browser.accessibility import assert_accessible
from tests.browser.test_registering import fill_in_all, go_on

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = os.environ.get("JOURNEY", "")
REASON = "Skriv vem som svarar under sommaren."
As = Callable[[User | None], "contextmanager[Page]"]


@pytest.fixture(params=[("", True), ("/en", True), ("", False)], ids=["sv", "en", "no-script"])
def way(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """The language's prefix, and whether scripts run."""
    return request.param


@pytest.fixture
def seen_by(browser: Browser, live_server: LiveServer, way: tuple[str, bool]) -> As:
    @contextmanager
    def seen_by(user: User | None) -> Iterator[Page]:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=way[1])
        context.set_default_timeout(10_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [
                    {"name": name, "value": morsel.value, "url": live_server.url}
                    for name, morsel in client.cookies.items()
                ]
            )
        yield context.new_page()
        context.close()

    return seen_by


@pytest.fixture
def station(request: pytest.FixtureRequest, way: tuple[str, bool]) -> Callable[[Page, str], None]:
    """What is looked at on the way: judged by axe, and kept as a picture when asked for."""
    number = iter(range(1, 100))

    def station(page: Page, name: str) -> None:
        if way[1]:
            assert_accessible(page)
        if KEPT:
            directory = Path(KEPT) / request.node.callspec.id
            directory.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=directory / f"{next(number):02}-{name}.png", full_page=True)

    return station


def mails_to(user: User) -> list[str]:
    return list(Notice.objects.filter(email=user.email).values_list("kind", flat=True))


def test_from_an_idea_to_an_account_that_staff_find(way, seen_by, station, cast):
    root = way[0]
    with seen_by(cast.communicator) as page:
        page.goto(f"{root}/mine/register/")
        page.locator("details.more summary").first.click()
        page.locator("[name=plan_platform]").select_option("tiktok")
        page.locator("[name=name]").fill("Lunds universitet Biologi")
        station(page, "idea")
        page.locator("[name=name]").press("Enter")
        fill_in_all(page)
        station(page, "send")
        page.locator("main form .button--primary").first.click()
        expect(page.locator(".notice").first).to_be_visible()
    account = Account.objects.get()
    assert (account.status, account.is_planned) == (Status.SUBMITTED, True)

    with seen_by(cast.admin) as page:
        page.goto(f"{root}/staff/queue/")
        station(page, "queue")
        page.get_by_role("link", name=account.name).click()
        station(page, "decision")
        page.locator("main textarea").last.fill(REASON)
        page.locator("button[value=returned]").click()
        expect(page.locator(".notice--good")).to_be_visible()

    assert mails_to(cast.communicator)
    with seen_by(cast.communicator) as page:
        page.goto(f"{root}/mine/")
        station(page, "mine")
        page.locator("#todo ~ ul a").first.click()
        expect(page.locator("main")).to_contain_text(REASON)
        page.goto(f"{root}/mine/register/{account.slug}/resources/")
        page.locator("[name=account_holiday_cover]").fill("Bo Ek, hela sommaren")
        go_on(page)
        page.goto(f"{root}/mine/register/{account.slug}/send/")
        page.locator("main form .button--primary").first.click()

    with seen_by(cast.admin) as page:
        page.goto(f"{root}/staff/queue/{account.slug}/")
        page.locator("button[value=approved]").click()
        expect(page.locator(".notice--good")).to_be_visible()

    with seen_by(cast.communicator) as page:
        page.goto(f"{root}/mine/accounts/{account.slug}/open/")
        station(page, "open")
        for item, fill in (
            ("opened", lambda part: part.locator("input[type=date]").fill(today())),
            ("two-step", lambda part: part.locator("input[type=radio][value=app]").check()),
            (
                "address",
                lambda part: part.locator("input[type=text], input[type=url]").first.fill(
                    "tiktok.com/@lubiologi"
                ),
            ),
            ("profile", lambda part: part.locator("textarea").fill("Officiellt konto.")),
        ):
            part = page.locator(f"#{item}")
            fill(part)
            part.locator("button", has_text=SAVE[root]).last.click()
            expect(page.locator(f"#{item} .pill--good")).to_be_visible()
        page.locator("form[action$='/publish/'] button").click()
        expect(page.locator(".notice--good")).to_be_visible()
    account.refresh_from_db()
    assert account.status == Status.PUBLISHED

    with seen_by(None) as page:
        page.goto(f"{root}/accounts/?q=biologi")
        expect(page.locator("main")).to_contain_text("lubiologi")
        station(page, "matrix")
        page.goto(f"{root}/search/?q=https://www.tiktok.com/@LUBiologi?lang=sv")
        expect(page.locator(".answer--good")).to_be_visible()

    with seen_by(cast.staff) as page:
        page.goto(f"{root}/")
        page.locator("#q, #header-q").first.fill("lubiologi")
        page.locator("#q, #header-q").first.press("Enter")
        page.get_by_role("link", name=account.name).first.click()
        expect(page.locator("#who ~ *").first).to_contain_text(cast.communicator.name)
        station(page, "found")


SAVE = {"": "Spara", "/en": "Save"}


def today() -> str:
    return timezone.localdate().isoformat()
