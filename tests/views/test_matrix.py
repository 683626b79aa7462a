"""The matrix page: filters in the address, counts, order, languages, cost."""

import pytest
from django.test import Client

from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_matrix_shows_purpose_goals_audience_and_contact(client):
    AccountFactory(
        name="Forska i Lund",
        purpose="Visa forskningen",
        goals="Tusen nya följare",
        audiences=["students"],
        function_mailbox="forska@example.org",
    )
    page = client.get("/accounts/").content.decode()
    for text in ("Forska i Lund", "Visa forskningen", "Tusen nya följare", "Studenter",
                 "forska@example.org"):  # fmt: skip
        assert text in page


def test_the_english_page_speaks_english(client):
    AccountFactory(audiences=["students"])
    page = client.get("/en/accounts/").content.decode()
    assert 'lang="en"' in page
    assert "Students" in page


@pytest.mark.parametrize(
    "query",
    ["platform=nosuch", "unit=x", "language=xx", "status=draft", "sort=two_step", "audience=z"],
)
def test_a_value_that_means_nothing_is_set_aside_and_named(client, query):
    AccountFactory(name="Kvar i listan")
    response = client.get(f"/accounts/?{query}")
    assert response.status_code == 200
    assert response.context["ignored"]
    assert b"Kvar i listan" in response.content


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=" + "a" * 5000, "page=%00", "platform=%00"]
)
def test_odd_addresses_never_break_the_page(client, query):
    assert client.get(f"/accounts/?{query}").status_code == 200


def test_htmx_gets_the_rows_only_and_a_restored_page_whole(client):
    AccountFactory(name="Kontot")
    part = client.get("/accounts/", headers={"HX-Request": "true"}).content
    assert b"Kontot" in part
    assert b"<html" not in part
    asked = {"q": "", "platform": "x", "unit": ""}
    answer = client.get("/accounts/", asked, headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == "/accounts/?platform=x"
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get("/accounts/", headers=restored).content


def test_the_sorted_column_says_so(client):
    AccountFactory()
    page = client.get("/accounts/?sort=-unit").content.decode()
    assert page.count('aria-sort="descending"') == 1
    assert 'aria-sort="ascending"' in client.get("/accounts/").content.decode()


@pytest.mark.parametrize("role", [None, "staff", "communicator", "auditor", "admin"])
def test_a_page_costs_the_same_queries_for_one_row_and_many(role, django_assert_max_num_queries):
    client = Client()
    if role:
        client.force_login(UserFactory(role=role))
    AccountFactory(name="Konto 0")
    with django_assert_max_num_queries(8) as one:
        client.get("/accounts/")
    for number in range(1, 61):
        AccountFactory(name=f"Konto {number}")
    with django_assert_max_num_queries(8) as many:
        client.get("/accounts/")
    assert len(many) == len(one)


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(client):
    AccountFactory(name="Först")
    first = client.get("/accounts/")
    tag = {"If-None-Match": first["ETag"]}
    assert client.get("/accounts/", headers=tag).status_code == 304
    AccountFactory(name="Sedan")
    changed = client.get("/accounts/", headers=tag)
    assert changed.status_code == 200
    assert b"Sedan" in changed.content


def test_the_same_page_again_costs_one_query(client, django_assert_num_queries):
    AccountFactory()
    first = client.get("/accounts/")
    with django_assert_num_queries(1):
        again = client.get("/accounts/")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    for header in (
        "Content-Security-Policy",
        "Content-Type",
        "Content-Language",
        "X-Frame-Options",
    ):
        assert again[header] == first[header]


def test_pages_lead_on_and_back(client):
    for number in range(60):
        AccountFactory(name=f"Konto {number:02}")
    first = client.get("/accounts/")
    second = client.get(first.context["pager"]["next_url"])
    assert [row.account.name for row in second.context["rows"]] == [
        f"Konto {n}" for n in range(50, 60)
    ]
    back = client.get(second.context["pager"]["previous_url"])
    assert [row.account.name for row in back.context["rows"]] == [
        f"Konto {n:02}" for n in range(50)
    ]


def test_a_script_in_a_text_is_shown_not_run(client):
    AccountFactory(name="<script>alert(1)</script>", purpose='"><img src=x onerror=alert(1)>')
    page = client.get("/accounts/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_posting_to_a_page_that_only_reads_is_refused(client):
    for path in ("/", "/accounts/", "/coverage/", "/search/"):
        assert client.post(path).status_code == 405


def test_a_page_beyond_the_last_leads_to_the_first(client):
    AccountFactory()
    answer = client.get("/accounts/?platform=facebook&page=9")
    assert answer["Location"] == "/accounts/?platform=facebook"
