"""What an accessible page is, in the browser tests: no violation of WCAG 2.2 A and AA by axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """Fails with every violation on the page as it is now, and the elements that have it."""
    found = (
        Axe()
        .run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"], "preload": False})
        .response["violations"]
    )
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(node["html"] for node in violation["nodes"])
        for violation in found
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
