"""Chromium for the browser tests: the system's own, one per worker, one clean profile per test.

A page that asks for anything outside the live server, throws in its script or breaks its own
content security policy fails the test that showed it.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import IN_CI

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def find_browser() -> str | None:
    """The path of an installed Chromium, or None."""
    found = (shutil.which(name) for name in (*NAMES, MACOS))
    return next(filter(None, found), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The worker's only browser. Fails in CI, and skips elsewhere, when none is installed."""
    path = find_browser()
    if path is None:
        text = "NOT TESTED IN A BROWSER: install Chromium (Debian: apt install chromium)."
        if IN_CI:
            pytest.fail(text)
        pytest.skip(text)
    # Playwright keeps an event loop on this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A clean profile whose addresses start at the live server: `page.goto("/accounts/")`."""
    faults: list[str] = []
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", timezone_id="Europe/Stockholm"
    )
    context.set_default_timeout(10_000)
    local = (f"{live_server.url}/", "data:", "blob:", "about:")
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(local)
            else faults.append(f"asked for {request.url}, outside the site")
        ),
    )
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    context.on(
        "console",
        lambda message: (
            faults.append(f"policy broken: {message.text}")
            if "Content Security Policy" in message.text
            else None
        ),
    )
    yield context
    context.close()
    assert faults == [], "\n".join(faults)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """`sign_in(user)`: the context's next request is that user's, without the sign-in pages."""

    def sign_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": live_server.url}
                for name, morsel in client.cookies.items()
            ]
        )

    return sign_in
