"""The pages anyone may open, besides the matrix."""

from datetime import date

import pytest

from accounts.platforms import PLATFORMS
from tests.factories import (
    AccountFactory,
    DecisionFactory,
    PersonFactory,
    SecurityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_the_start_page_shows_university_wide_accounts_by_platform(client, cast):
    AccountFactory(name="Lundastudent", platform_id="snapchat", is_university_wide=True)
    AccountFactory(name="En institution", unit=cast.own_unit)
    page = client.get("/").content.decode()
    assert "Lundastudent" in page
    assert "En institution" not in page


def test_the_start_page_is_whole_without_any_account(client):
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200


def test_a_pasted_official_link_is_answered_with_the_account(client):
    account = AccountFactory(platform_id="x", handle="lunduniversity", name="Lunds universitet")
    page = client.get("/search/", {"q": "https://twitter.com/LundUniversity?s=20"})
    assert page.status_code == 200
    assert account.get_absolute_url() in page.content.decode()


def test_half_a_name_leads_to_the_matrix(client):
    answer = client.get("/search/", {"q": "biblio å"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/?q=biblio+%C3%A5")


def test_an_english_search_stays_english(client):
    assert client.get("/en/search/", {"q": "library"})["Location"].startswith("/en/accounts/")


def test_an_empty_search_leads_home(client):
    assert client.get("/search/")["Location"] == "/"


@pytest.mark.parametrize("text", ["https://youtu.be/abc", "www.lu.se/x", "https://faceb00k.com/lu"])
def test_a_link_that_is_no_account_is_explained(client, text):
    assert client.get("/search/", {"q": text}).status_code == 200


def test_the_account_page_says_who_runs_it_to_staff_only(client, cast):
    owner = PersonFactory(name="Olle Ansvarig", email="olle@example.org")
    account = AccountFactory(owner=owner, unit=cast.own_unit, opened_on=date(2014, 5, 1))
    assert b"Olle Ansvarig" not in client.get(account.get_absolute_url()).content
    client.force_login(cast.staff)
    page = client.get(account.get_absolute_url()).content.decode()
    assert "Olle Ansvarig" in page
    assert "olle@example.org" in page
    assert "Kommy" in page, "the nearest communicator comes from the branch above"


def test_a_closed_account_says_until_when_it_was_official(client):
    account = AccountFactory(closed=True, closed_on=date(2024, 5, 3))
    assert "3 maj 2024" in client.get(account.get_absolute_url()).content.decode()


def test_a_hijacked_account_says_so_first(client):
    account = AccountFactory(compromised=True)
    page = client.get(account.get_absolute_url())
    assert page.context["band"]["level"] == "bad"


@pytest.mark.parametrize(("role", "most"), [(None, 7), ("staff", 11), ("admin", 13)])
def test_an_account_page_costs_few_queries(client, role, most, django_assert_max_num_queries):
    if role:
        client.force_login(UserFactory(role=role))
    account = AccountFactory(owner=True, deputy=True)
    with django_assert_max_num_queries(most):
        assert client.get(account.get_absolute_url()).status_code == 200


def test_a_unit_shows_its_branch(client, cast):
    AccountFactory(name="Biologerna", unit=cast.own_unit)
    page = client.get("/units/science/").content.decode()
    assert "Biologerna" in page
    assert "/units/biology/" in page
    assert "/accounts/matrix.csv?unit=science" in page
    assert client.get("/units/no-such/").status_code == 404


def test_coverage_opens_one_level_at_a_time(client, cast):
    AccountFactory(unit=cast.own_unit, platform_id="x")
    assert b"?unit=science" in client.get("/coverage/").content
    assert b"/units/biology/" in client.get("/coverage/?unit=science").content
    assert client.get("/coverage/?unit=nowhere").status_code == 404


def test_coverage_costs_the_same_queries_for_one_account_and_many(
    client, cast, django_assert_max_num_queries
):
    for platform in ("x", "youtube", "facebook", "flickr"):
        AccountFactory(unit=cast.own_unit, platform_id=platform)
    with django_assert_max_num_queries(6):
        client.get("/coverage/")


def test_every_platform_has_its_page(client):
    AccountFactory(platform_id="flickr")
    assert b"/platforms/flickr/" in client.get("/platforms/").content
    assert client.get("/platforms/flickr/").status_code == 200
    assert client.get("/platforms/myspace/").status_code == 404


def test_mine_asks_to_sign_in(client, cast):
    assert client.get("/mine/")["Location"].startswith("/sign-in/login/?next=/mine/")
    AccountFactory(name="Mitt eget", unit=cast.own_unit)
    client.force_login(cast.communicator)
    assert "Mitt eget" in client.get("/mine/").content.decode()


@pytest.mark.parametrize("path", ["/about/accessibility/", "/about/privacy/"])
def test_the_pages_about_the_site_are_there_in_both_languages(client, path):
    assert client.get(path).status_code == 200
    assert client.get(f"/en{path}").status_code == 200


def test_health(client):
    assert client.get("/health/live").json() == {"status": "alive"}
    assert client.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.parametrize("code", list(PLATFORMS))
def test_a_platforms_page_tells_its_address_methods_and_help(client, code):
    page = client.get(f"/en/platforms/{code}/")
    assert page.status_code == 200
    for link in page.context["links"][0]["links"] if page.context["links"] else ():
        assert f'href="{link["url"]}"'.replace("&", "&amp;") in page.content.decode()


def test_a_link_that_nobody_has_opened_is_marked(client):
    page = client.get("/en/platforms/facebook/").content.decode()
    assert "(we have not checked this link yet)" in page


def test_a_pasted_handle_that_we_left_is_answered(client):
    AccountFactory(platform_id="x", handle="leftbehind", closed=True)
    assert client.get("/search/", {"q": "@leftbehind"}).context["answer"].answer == "former"


def test_signing_in_leads_back_to_the_page(client):
    account = AccountFactory()
    page = client.get(f"/en/accounts/{account.slug}/").content.decode()
    assert f"/en/sign-in/login/?next=%2Fen%2Faccounts%2F{account.slug}%2F" in page


def test_those_responsible_read_why_it_was_returned(client, cast):
    account = AccountFactory(unit=cast.own_unit, returned=True)
    DecisionFactory(account=account, outcome="returned", reason="Syftet saknas")
    client.force_login(cast.communicator)
    assert "Syftet saknas" in client.get(account.get_absolute_url()).content.decode()


def test_another_hosts_name_is_refused_for_kept_pages_too(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_account_page_says_that_two_step_is_not_known_any_more_and_why(client, cast):
    account = AccountFactory(unit=cast.own_unit)
    SecurityFactory(
        account=account, two_step="on", two_step_method="app", two_step_seen_on=date(2020, 1, 1)
    )
    client.force_login(cast.communicator)
    page = client.get(f"/en/accounts/{account.slug}/").content.decode()
    assert "It was seen too long ago" in page
    client.force_login(cast.staff)
    page = client.get(f"/en/accounts/{account.slug}/").content.decode()
    assert "It was seen too long ago" not in page
