"""The page of the queue: who may open it, what it says, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import AccountFactory, complete

pytestmark = pytest.mark.django_db
QUEUE = "/en/staff/queue/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_auditors_and_admins_read_it(cast):
    account = complete(
        AccountFactory(submitted=True, unit=cast.own_unit, name="Nytt konto"),
        submitted_at=timezone.now() - timedelta(days=9),
        submitted_by=cast.communicator,
    )
    for user in (cast.auditor, cast.admin):
        page = client_of(user).get(QUEUE).content.decode()
        for words in ("Nytt konto", "9 days", "8 of 8 answered", "Exists already", "from Kommy"):
            assert words in page
        assert f"/en/staff/queue/{account.slug}/" in page


@pytest.mark.parametrize("who", ["staff", "communicator"])
def test_for_anybody_else_it_does_not_exist(who, cast):
    account = AccountFactory(submitted=True, unit=cast.own_unit)
    client = client_of(getattr(cast, who))
    for path in (QUEUE, f"{QUEUE}{account.slug}/"):
        assert client.get(path).status_code == 404
    assert "Queue" not in client.get("/en/mine/").content.decode()


def test_without_a_session_one_is_asked_to_sign_in(cast):
    assert Client().get(QUEUE).status_code == 302


def test_the_navigation_counts_what_waits(cast):
    AccountFactory(submitted=True, unit=cast.own_unit)
    page = client_of(cast.auditor).get("/en/mine/").content.decode()
    assert 'Queue <span class="count">1</span>' in page


def test_filters_stand_in_the_address_and_nonsense_is_set_aside(cast):
    AccountFactory(submitted=True, unit=cast.own_unit, name="Biologi")
    AccountFactory(submitted=True, unit=cast.other_unit, name="Juridik", platform_id="x")
    client = client_of(cast.admin)

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(QUEUE + query).content.decode()
        return ">Biologi<" in page, ">Juridik<" in page

    assert shown("?unit=science") == (True, False)
    assert shown("?platform=x") == (False, True)
    assert shown("?unit=nosuch&platform=%00&page=x") == (True, True)
    assert "Nothing waits here" in client.get(QUEUE + "?platform=tiktok").content.decode()


def test_an_empty_queue_says_so(cast):
    assert "Nothing waits" in client_of(cast.admin).get(QUEUE).content.decode()


def test_it_costs_the_same_for_one_and_for_many(cast):
    client = client_of(cast.admin)

    def cost() -> int:
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            client.get(QUEUE)
        return len(asked)

    complete(AccountFactory(submitted=True, unit=cast.own_unit))
    one = cost()
    for _number in range(2):
        complete(AccountFactory(submitted=True, unit=cast.other_unit))
    assert cost() == one
