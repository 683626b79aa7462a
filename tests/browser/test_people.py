"""Who runs this channel; an account handed over by a link; somebody leaves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain import handovers
from accounts.models import Account, HandOver, Person
from tests.browser.accessibility import assert_accessible
from tests.factories import (
    AccessHolderFactory,
    AccountFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account() -> Account:
    university = UnitFactory(name_sv="Lunds universitet", name_en="Lund University", slug="lu")
    biology = UnitFactory(name_sv="Biologiska institutionen", slug="biology", parent=university)
    UserFactory(name="Kim Kommunikatör", role="communicator", unit=biology,
                communicates_for=[biology])  # fmt: skip
    account = AccountFactory(
        name="Biologerna i Lund", unit=biology, function_mailbox="biologi@example.org",
        owner=PersonFactory(name="Olle Ägare", email="olle.agare.med.lang.adress@example.org",
                            phone="046-222 00 00", title="forskningskommunikatör"),
        deputy=PersonFactory(name="Dora Ställföreträdare", email="dora@example.org"),
        purpose="Visa forskning " * 40,
    )  # fmt: skip
    AccessHolderFactory(account=account, person=Person.objects.get(name="Olle Ägare"))
    return account


def see(page: Page, path: str) -> None:
    """The page in both languages, wide and light, narrow and dark."""
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


def test_staff_find_who_runs_a_channel_in_one_search(
    page: Page, account: Account, sign_in: Callable
):
    sign_in(UserFactory(role="staff"))
    page.goto("/")
    page.locator("#q").fill("biologer")
    page.keyboard.press("Enter")
    page.locator(".matrix__name").click()
    card = page.locator("section[aria-labelledby=who]")
    expect(card).to_contain_text("Olle Ägare")
    expect(card).to_contain_text("Dora Ställföreträdare")
    expect(card).to_contain_text("Kim Kommunikatör")
    assert card.get_by_role("link", name="046-222 00 00").get_attribute("href") == "tel:046-2220000"
    with page.expect_download() as caught:
        card.get_by_role("link", name="Kontaktkort").click()
    assert caught.value.suggested_filename == f"{account.slug}.vcf"
    see(page, account.get_absolute_url())
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(account.get_absolute_url())
    assert card.bounding_box()["y"] < 800, "on a phone the card is there without scrolling"


def test_people_pages_are_accessible_and_fit_a_phone(
    page: Page, account: Account, sign_in: Callable
):
    sign_in(UserFactory(role="admin"))
    olle = Person.objects.get(name="Olle Ägare")
    for path in (
        "/staff/people/", "/staff/people/?q=ingen", f"/staff/people/{olle.pk}/",
        f"/staff/people/{olle.pk}/leave/", f"/staff/people/{olle.pk}/left/",
        f"/staff/people/{olle.pk}/erase/", "/mine/me/",
        f"/mine/accounts/{account.slug}/hand-over/", "/answer/hand-over/x/", "/units/biology/",
    ):  # fmt: skip
        see(page, path)


def test_an_account_is_handed_over_by_a_link(
    page: Page, account: Account, sign_in: Callable, browser: Browser, live_server: LiveServer
):
    sign_in(UserFactory(role="admin", name="Adma Admin"))
    page.goto(account.get_absolute_url())
    page.get_by_role("link", name="Lämna över").click()
    page.get_by_role("button", name="Fråga med mejl").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Dora Ställföreträdare, dora@example.org").check()
    page.get_by_label("Meddelande till den nya ägaren").fill("Jag slutar i juni.")
    page.get_by_role("button", name="Fråga med mejl").click()
    expect(page.locator(".notices")).to_contain_text("Dora Ställföreträdare har fått frågan")
    link = f"/answer/hand-over/{handovers.token_of(HandOver.objects.get())}/"
    see(page, link)
    plain = browser.new_context(base_url=live_server.url, locale="sv-SE", java_script_enabled=False)
    taker = plain.new_page()
    taker.goto(link)
    expect(taker.locator("h1")).to_have_text("Vill du ta över Biologerna i Lund?")
    taker.get_by_role("button", name="Ta över").click()
    expect(taker.locator(".notice__title")).to_have_text("Du äger kontot")
    plain.close()
    see(page, link)
    page.goto(account.get_absolute_url())
    expect(page.locator(".people__item").first).to_contain_text("Dora Ställföreträdare")


def test_somebody_leaves_and_is_erased(page: Page, account: Account, sign_in: Callable):
    sign_in(UserFactory(role="admin", name="Adma Admin"))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/staff/people/?q=agare")
    page.get_by_role("link", name="Olle Ägare").click()
    page.get_by_role("link", name="Slutar vid universitetet").click()
    page.get_by_role("button", name="Lämna allt vidare").click()
    expect(page.locator("h1")).to_have_text("Åtkomst att ta bort")
    expect(page.locator(".to-do")).to_contain_text("Biologerna i Lund")
    page.get_by_role("link", name="Tillbaka till personen").click()
    assert_accessible(page)
    page.get_by_role("link", name="Radera personuppgifterna").click()
    assert_accessible(page)
    page.get_by_role("button", name="Radera").click()
    expect(page.locator("h1")).to_have_text("Tidigare kontaktperson")
    assert_accessible(page)
    page.goto(account.get_absolute_url())
    expect(page.locator(".people__item").first).to_contain_text("Dora Ställföreträdare")
