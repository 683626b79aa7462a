"""The manager's page: opens for whoever holds the link, and changes nothing but by a button."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from accounts.choices import ContactRole, Status
from accounts.domain import links, managers
from accounts.models import Account, ManagerApproval, Notice
from registry.page_cache import is_page
from tests.factories import AccountFactory, PersonFactory, answer_for, complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    made = complete(
        AccountFactory(draft=True, unit=cast.own_unit, name="Nytt konto", notes="Hemlig not"),
        registered_by=cast.communicator,
    )
    made.contacts.filter(role=ContactRole.MANAGER).delete()
    answer_for(made, PersonFactory(name="Chefa", email="chef@example.org"), ContactRole.MANAGER)
    return made


@pytest.fixture
def asked(account, cast) -> ManagerApproval:
    return managers.ask(account=account, by=cast.communicator)


def path(approval: ManagerApproval) -> str:
    return f"/en/answer/manager/{links.sign(managers.PURPOSE, approval.nonce)}/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_what_it_is_about_without_sign_in(asked):
    page = Client().get(path(asked)).content.decode()
    for words in ("Nytt konto", "Kommy", "Våra studenter är här.", "I approve"):
        assert words in page
    for words in ("Hemlig not", "chef@example.org", "two-step"):
        assert words not in page


def test_a_mail_scanner_that_follows_the_link_answers_nothing(asked):
    for method in ("get", "head", "get"):
        assert getattr(Client(), method)(path(asked)).status_code == 200
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_but_reading_and_answering_is_possible(method, asked):
    assert getattr(Client(), method)(path(asked)).status_code == 405


def test_a_button_answers_and_the_page_says_thank_you(asked, account):
    link = path(asked)  # once: a second one may be signed in the next second
    response = Client().post(link, {"answer": "approved", "comment": "Gärna."}, follow=True)
    assert response.redirect_chain == [(link, 302)]
    assert "Thank you" in response.content.decode()
    account.refresh_from_db()
    assert account.manager_informed_by == asked.asked_by


def test_a_second_click_answers_nothing_more(asked):
    for answer in ("refused", "approved"):
        page = Client().post(path(asked), {"answer": answer}, follow=True)
        assert "Does not approve" in page.content.decode()
    assert Notice.objects.filter(kind="manager-answered").count() == 1


@pytest.mark.parametrize(
    "sent",
    [{}, {"answer": "maybe"}, {"comment": "x" * 1001}, {"comment": "Lösenord: hunter2!"}],
)
def test_what_cannot_be_read_answers_nothing_and_is_kept(sent, asked):
    typed = {"comment": "Min kommentar", **({"answer": "approved"} if sent else {}), **sent}
    page = Client().post(path(asked), typed)
    assert page.status_code == 200
    assert "put right" in page.content.decode()
    assert typed["comment"][:20] in page.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_a_form_forged_elsewhere_is_refused(asked):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path(asked), {"answer": "approved"}).status_code == 403
    asked.refresh_from_db()
    assert asked.answer == ""


def test_each_dead_link_has_its_own_page(asked, account, cast):
    def answer(address: str) -> tuple[int, str]:
        response = Client().get(address)
        page = response.content.decode()
        assert "Nytt konto" not in page
        assert "Nothing was changed." in page
        return response.status_code, page

    status, page = answer(path(asked)[:-3] + "/")
    assert (status, "not complete" in page) == (404, True)
    ManagerApproval.objects.update(asked_at=timezone.now() - timedelta(days=31))
    status, page = answer(path(asked))
    assert (status, "has expired" in page) == (410, True)
    again = managers.ask(account=account, by=cast.communicator)
    status, page = answer(path(asked))
    assert (status, "newer link" in page) == (410, True)
    Account.objects.update(status=Status.WITHDRAWN)
    status, page = answer(path(again))
    assert (status, "not needed any more" in page) == (410, True)
    assert Client().post(path(again), {"answer": "approved"}).status_code == 410


def test_the_page_is_kept_by_nobody_and_found_by_no_search_engine(asked):
    for address in (path(asked), "/en/answer/manager/abc/"):
        response = Client().get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in response.content.decode()
        assert "ETag" not in response
    assert not is_page(path(asked))
    assert not is_page(path(asked).removeprefix("/en"))


def test_the_communicator_asks_and_comes_back_to_where_the_button_was(account, cast):
    response = client_of(cast.communicator).post(
        f"/en/mine/accounts/{account.slug}/ask-manager/", {"next": "/en/mine/"}, follow=True
    )
    assert response.redirect_chain == [("/en/mine/", 302)]
    assert "Chefa gets a mail" in response.content.decode()
    assert ManagerApproval.objects.get().asked_by == cast.communicator


@pytest.mark.parametrize("back", ["", "https://evil.example/", "//evil.example/"])
def test_nobody_is_sent_off_the_site(back, account, cast):
    response = client_of(cast.communicator).post(
        f"/en/mine/accounts/{account.slug}/ask-manager/", {"next": back}
    )
    assert response.url == f"/en/accounts/{account.slug}/"


def test_without_a_manager_the_communicator_is_told_what_to_do(account, cast):
    account.contacts.filter(role=ContactRole.MANAGER).delete()
    response = client_of(cast.communicator).post(
        f"/en/mine/accounts/{account.slug}/ask-manager/", follow=True
    )
    assert "Name the nearest manager" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 404), ("auditor", 404), ("other_communicator", 404)]
)
def test_others_cannot_ask(who, status, account, cast):
    client = client_of(getattr(cast, who))
    path = f"/en/mine/accounts/{account.slug}/ask-manager/"
    assert client.post(path).status_code == status
    assert not ManagerApproval.objects.exists()


@pytest.mark.parametrize(
    ("given", "words", "button"),
    [
        (None, "without signing in", "Ask the manager"),
        ("", "Asking again replaces the link", "Ask again"),
        ("refused", "did not approve", "Ask again"),
        ("approved", "approved on", None),
    ],
)
def test_the_part_for_the_registration_says_how_it_stands(given, words, button, account, cast):
    if given is not None:
        asked = managers.ask(account=account, by=cast.communicator)
        if given:
            managers.answer(token=links.sign(managers.PURPOSE, asked.nonce), answer=given)
    context = {"account": account, "asked": managers.latest(account), "back": "/en/mine/"}
    with translation.override("en"):
        drawn = render_to_string("manager/_ask.html", context)
    assert words in drawn
    assert ("<button" in drawn) == (button is not None)
    assert button is None or button in drawn


def test_asking_takes_a_button(account, cast):
    client = client_of(cast.communicator)
    assert client.get(f"/en/mine/accounts/{account.slug}/ask-manager/").status_code == 405
