"""Asking somebody to take an account over, and the page behind the link in their mail."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.domain import handovers, links
from accounts.models import Event, HandOver, Notice
from tests.factories import AccountFactory, HandOverFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return AccountFactory(
        name="Biologerna", owner=PersonFactory(name="Gamla Ägaren"),
        deputy=PersonFactory(name="Nya Ägaren", email="nya@lu.se"), unit=cast.own_unit,
    )  # fmt: skip


@pytest.fixture
def link(account, cast):
    asked = handovers.ask(account=account, name="", email="nya@lu.se", by=cast.admin)
    return f"/answer/hand-over/{handovers.token_of(asked.hand_over)}/"


def path(account):
    return f"/mine/accounts/{account.slug}/hand-over/"


def form(**fields):
    return {"taker": "other", "email": "", "name": "", "message": "", **fields}


@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 403), ("other_communicator", 403), ("auditor", 403), ("communicator", 200),
     ("admin", 200)],
)  # fmt: skip
def test_the_page_is_for_those_who_may_hand_over(client, cast, account, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(path(account)).status_code == status
    assert client.post(path(account), form(email="x@lu.se", name="X Y")).status_code in (
        status,
        302,
    )
    assert HandOver.objects.exists() is (status == 200)


def test_a_hidden_account_is_missing(client, cast):
    draft = AccountFactory(unit=cast.own_unit, draft=True)
    client.force_login(cast.staff)
    assert client.get(path(draft)).status_code == 404
    client.force_login(cast.communicator)
    assert "går inte att lämna över" in client.get(path(draft)).content.decode()


def test_a_known_person_is_picked(client, cast, account):
    client.force_login(cast.communicator)
    taker = account.contacts.get(role="deputy").person
    answer = client.post(path(account), form(taker=str(taker.pk)))
    assert answer["Location"] == path(account)
    assert HandOver.objects.get().taker == taker
    assert "Nya Ägaren" in client.get(path(account)).content.decode()


def test_a_double_click_asks_once(client, cast, account):
    client.force_login(cast.communicator)
    for _ in range(2):
        client.post(path(account), form(email="ny@lu.se", name="Ny Person"))
    assert HandOver.objects.count() == Notice.objects.filter(kind="hand-over").count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "email"),
        ({"email": "nonsense"}, "email"),
        ({"email": "okand@lu.se"}, "name"),
        ({"taker": "999"}, "taker"),
        ({"email": "a@lu.se", "name": "A B", "message": "Lösenord: hunter2!"}, "message"),
        ({"email": "a@lu.se", "name": "A\x00B"}, "name"),
        ({"email": "a@lu.se", "name": "x" * 151}, "name"),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(client, cast, account, fields, field):
    client.force_login(cast.communicator)
    answer = client.post(path(account), form(**fields))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not HandOver.objects.exists()


def test_a_question_is_withdrawn_once(client, cast, account, link):
    client.force_login(cast.communicator)
    assert client.get(f"{path(account)}withdraw/").status_code == 405
    for _ in range(2):
        assert client.post(f"{path(account)}withdraw/").status_code == 302
    assert HandOver.objects.get().state == "withdrawn"
    assert "tagits tillbaka" in client.get(link).content.decode()


def test_opening_the_link_changes_nothing(client, account, link):
    events = Event.objects.count()
    for method in (client.get, client.head):
        answer = method(link)
        assert answer.status_code == 200
    assert (HandOver.objects.get().state, Event.objects.count()) == ("waiting", events)


def test_the_link_is_sealed(client, link):
    for answer in (client.get(link), client.get("/answer/hand-over/x/")):
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert 'content="noindex, nofollow"' in answer.content.decode()


def test_accepting_by_link_without_signing_in(client, account, link):
    page = client.get(link).content.decode()
    assert "Vill du ta över Biologerna?" in page
    answer = client.post(link, {"answer": "accept", "comment": "Ja"})
    assert answer["Location"] == link
    account.refresh_from_db()
    assert account.owner_name == "Nya Ägaren"
    assert "Du äger kontot" in client.get(link).content.decode()


def test_a_second_click_says_that_it_is_done(client, account, link):
    client.post(link, {"answer": "accept"})
    answer = client.post(link, {"answer": "refuse"}, follow=True)
    assert answer.status_code == 200
    assert HandOver.objects.get().state == "accepted"


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"},
                                  {"answer": "accept", "comment": "x" * 2001}])  # fmt: skip
def test_an_answer_that_is_none_changes_nothing(client, link, data):
    assert client.post(link, data).status_code == 200
    assert HandOver.objects.get().state == "waiting"


def test_a_forged_request_is_refused(account, link):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, {"answer": "accept"}).status_code == 403
    assert HandOver.objects.get().state == "waiting"


def test_links_that_expired_or_were_cut_are_explained(client, link):
    assert client.get("/answer/hand-over/abc/").status_code == 410
    assert client.get(link.replace(link[30], "_")).status_code in (404, 410)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        answer = client.get(link)
        assert answer.status_code == 410
        assert client.post(link, {"answer": "accept"}).status_code == 410
    assert HandOver.objects.get().state == "waiting"


def test_a_link_whose_time_is_over_tells_nothing_of_the_account(client, cast):
    account = AccountFactory(unit=cast.own_unit, owner=PersonFactory(name="Ada Ägare"))
    row = HandOverFactory(account=account, giver=account.contacts.get().person)
    path = f"/answer/hand-over/{links.sign('hand-over', row.nonce)}/"
    assert "Ada Ägare" in client.get(path).content.decode()
    row.state, row.answered_at = "withdrawn", row.asked_at
    row.save()
    assert "Ada Ägare" not in client.get(path).content.decode()
