"""The list after approval: an item at a time, then published."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.choices import Status, TwoStep
from accounts.models import Account, Platform, Security
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    return AccountFactory(
        unit=cast.own_unit,
        status=Status.APPROVED,
        is_planned=True,
        handle="",
        platform_id="instagram",
        name="Nytt konto",
    )


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.communicator)
    return client


def path(account: Account, page: str = "open") -> str:
    return f"/en/mine/accounts/{account.slug}/{page}/"


ITEMS = {
    "opened": {"opened-opened_on": "2026-09-01"},
    "two-step": {"two-step-method": "app"},
    "address": {"address-address": "instagram.com/nytt.konto"},
    "profile": {"profile-profile_text": "Officiellt konto."},
}


def test_the_items_are_saved_one_by_one_and_then_it_is_published(account, client):
    for number, (item, sent) in enumerate(ITEMS.items()):
        page = client.get(path(account)).content.decode()
        assert page.count("Left to do") == 4 - number
        assert path(account, "publish") not in page
        response = client.post(path(account), {"item": item, **sent})
        assert (response.status_code, response.url) == (302, path(account))
    page = client.get(path(account)).content.decode()
    assert page.count("pill--good") == 4
    response = client.post(path(account, "publish"), follow=True)
    assert "Published." in response.content.decode()
    account.refresh_from_db()
    assert (account.status, account.handle) == (Status.PUBLISHED, "nytt.konto")


def test_publishing_twice_is_told_kindly(account, client):
    for item, sent in ITEMS.items():
        client.post(path(account), {"item": item, **sent})
    client.post(path(account, "publish"))
    again = client.post(path(account, "publish"), follow=True)
    assert "This was done already." in again.content.decode()


def test_publishing_too_early_says_what_is_missing(account, client):
    page = client.post(path(account, "publish"), follow=True).content.decode()
    assert "Something is missing:" in page
    account.refresh_from_db()
    assert account.status == Status.APPROVED


@pytest.mark.parametrize(
    ("item", "sent", "words"),
    [
        ("opened", {"opened-opened_on": "2999-01-01"}, "has not come yet"),
        ("opened", {"opened-opened_on": "x"}, "put right"),
        ("two-step", {}, "Choose the method"),
        ("two-step", {"two-step-method": "not-offered"}, "put right"),
        ("address", {"address-address": "https://x.com/abc"}, "abc"),
        ("address", {"address-address": ""}, "put right"),
        ("profile", {"profile-profile_text": "Lösenord: hunter2!"}, "hunter2"),
        ("profile", {"profile-profile_text": "x" * 2001}, "put right"),
    ],
)
def test_what_cannot_be_saved_is_kept_with_the_reason(item, sent, words, account, client):
    before = Account.objects.filter(pk=account.pk).values().get()
    page = client.post(path(account), {"item": item, **sent})
    assert page.status_code == 200
    text = page.content.decode()
    assert words in text
    assert "One thing to put right" in text
    assert Account.objects.filter(pk=account.pk).values().get() == before
    assert not Security.objects.exists()


def test_an_address_that_is_taken_is_said(account, client):
    AccountFactory(name="Redan här", platform_id="instagram", handle="nytt.konto")
    page = client.post(path(account), {"item": "address", **ITEMS["address"]}).content.decode()
    assert "Redan här" in page
    assert "instagram.com/nytt.konto" in page


def test_a_platform_without_two_step_is_said_to_offer_none(account, client):
    Platform.objects.filter(code="instagram").update(two_step_methods=())
    assert "Not offered by the platform" in client.get(path(account)).content.decode()
    client.post(path(account), {"item": "two-step", "two-step-method": "not-offered"})
    assert Security.objects.get().two_step == TwoStep.NOT_OFFERED


def test_a_post_that_names_no_item_saves_nothing(account, client):
    assert client.post(path(account), {"item": "nosuch"}).status_code == 200


def test_an_account_that_has_moved_on_has_nothing_to_open(account, client):
    Account.objects.filter(pk=account.pk).update(status=Status.WITHDRAWN)
    assert "Nothing is left to do here" in client.get(path(account)).content.decode()
    response = client.post(path(account), {"item": "opened", **ITEMS["opened"]}, follow=True)
    assert "cannot be done any more" in response.content.decode()
    account.refresh_from_db()
    assert account.opened_on is None


@pytest.mark.parametrize("page", ["open", "publish", "withdraw", "close"])
@pytest.mark.parametrize("who", ["staff", "auditor", "other_communicator"])
def test_for_others_the_pages_do_not_exist(page, who, account, cast):
    client = Client()
    client.force_login(getattr(cast, who))
    assert client.post(path(account, page)).status_code == 404
    account.refresh_from_db()
    assert account.status == Status.APPROVED


@pytest.mark.parametrize("page", ["open", "publish", "withdraw", "close"])
def test_another_units_communicator_may_look_at_a_published_account_but_not_here(page, cast):
    account = AccountFactory(unit=cast.own_unit)
    client = Client()
    client.force_login(cast.other_communicator)
    assert client.post(path(account, page)).status_code == 403
    account.refresh_from_db()
    assert account.status == Status.PUBLISHED


def test_looking_changes_nothing(account, client):
    before = Account.objects.filter(pk=account.pk).values().get()
    for page in ("open", "withdraw", "close"):
        assert client.get(path(account, page)).status_code == 200
    assert client.get(path(account, "publish")).status_code == 405
    assert Account.objects.filter(pk=account.pk).values().get() == before


def test_withdrawing_takes_a_button_and_works_once(account, client):
    assert "Withdraw Nytt konto" in client.get(path(account, "withdraw")).content.decode()
    for words in ("Withdrawn.", "This was done already."):
        page = client.post(path(account, "withdraw"), follow=True).content.decode()
        assert words in page
    assert "cannot be withdrawn" in client.get(path(account, "withdraw")).content.decode()


def test_closing_goes_from_step_to_step(cast, client):
    account = AccountFactory(unit=cast.own_unit)
    page = client.post(path(account, "close"), {"step": "begin-closing"}, follow=True)
    assert 'value="close"' not in page.content.decode()
    early = client.post(path(account, "close"), {"step": "close"}, follow=True)
    assert "Something is missing" in early.content.decode()
    today = timezone.localdate().isoformat()
    sent = {"step": "archive", "archived_on": today, "case_number": "V 1"}
    page = client.post(path(account, "close"), sent, follow=True).content.decode()
    assert 'value="close"' in page
    assert "Case number V 1." in page
    response = client.post(path(account, "close"), {"step": "close"})
    assert response.url == f"/en/accounts/{account.slug}/"
    account.refresh_from_db()
    assert account.status == Status.CLOSED


def test_an_account_on_its_way_out_can_be_kept(cast, client):
    account = AccountFactory(unit=cast.own_unit)
    for step, status in (("begin-closing", "closing"), ("keep-open", "published")):
        client.post(path(account, "close"), {"step": step})
        account.refresh_from_db()
        assert account.status == status
    assert account.closing_at is None


def test_an_archiving_in_the_future_is_refused(cast, client):
    account = AccountFactory(unit=cast.own_unit, closing=True)
    page = client.post(path(account, "close"), {"step": "archive", "archived_on": "2999-01-01"})
    assert "has not come yet" in page.content.decode()


def test_the_public_is_offered_nothing(cast):
    account = AccountFactory(unit=cast.own_unit)
    assert Client().get(f"/en/accounts/{account.slug}/").context["actions"] == []
