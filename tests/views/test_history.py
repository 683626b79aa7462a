"""The history pages: for those who see the account's workflow, and everything for oversight."""

import pytest

from accounts.domain import history
from tests.factories import AccountFactory, PersonFactory, UserFactory
from tests.test_visibility_leaks import MASKED_TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    account = AccountFactory(unit=cast.own_unit, name="Lund", slug="lund")
    history.record(
        action="changed",
        by=cast.communicator,
        subject=account,
        changes={"purpose": ["Förr", "Nu <b>"], "notes": ["", "anteckning"]},
    )
    return account


PAGE = "/accounts/lund/history/"


@pytest.mark.parametrize(
    ("who", "status"),
    [("communicator", 200), ("auditor", 200), ("admin", 200), ("staff", 404),
     ("other_communicator", 404), (None, 302)],
)  # fmt: skip
def test_history_is_for_those_who_see_the_workflow(who, status, client, cast, account):
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == status


def test_history_of_what_does_not_exist_is_a_page_not_found(client, cast, account):
    client.force_login(cast.staff)
    missing = client.get("/accounts/missing/history/")
    hidden = client.get(PAGE)
    assert missing.status_code == hidden.status_code == 404
    bodies = [MASKED_TOKEN.sub("", page.content.decode()) for page in (missing, hidden)]
    assert bodies[0].replace("missing", "lund") == bodies[1]


def test_history_says_what_changed_and_escapes_it(client, cast, account):
    client.force_login(cast.communicator)
    page = client.get(PAGE).content.decode()
    assert "<del>Förr</del>" in page
    assert "<ins>Nu &lt;b&gt;</ins>" in page
    assert "anteckning" not in page, "notes may name people: told without their values"
    assert "Kommy" in page


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("auditor", 200), ("communicator", 404), ("staff", 404)]
)
def test_whole_history_is_for_oversight(who, status, client, cast, account):
    client.force_login(getattr(cast, who))
    assert client.get("/staff/history/").status_code == status


def test_whole_history_names_the_account(client, cast, account):
    client.force_login(cast.auditor)
    page = client.get("/staff/history/").content.decode()
    assert f'<a href="{PAGE}">Lund</a>' in page


def test_filters_stand_in_the_address_and_can_be_taken_away(client, cast, account):
    client.force_login(cast.admin)
    query = {"group": "life", "by": cast.admin.pk, "since": "2026-01-01"}
    page = client.get("/staff/history/", query)
    assert page.context["events"] == []
    assert len(page.context["chips"]) == 3
    without = client.get(page.context["chips"][0]["remove_url"])
    assert len(without.context["chips"]) == 2


def test_everybody_whose_name_is_a_link_can_be_filtered_by(client, cast, account):
    history.record(action="joined", by=cast.staff, subject=cast.staff)
    client.force_login(cast.auditor)
    page = client.get("/staff/history/", {"by": cast.staff.pk})
    assert [told.by for told in page.context["events"]] == ["Staffan"]
    assert not page.context["form"].ignored


@pytest.mark.parametrize(
    "query", [{"group": "x"}, {"field": "password"}, {"by": "x"}, {"since": "x"}, {"until": "\x00"}]
)
def test_filter_that_means_nothing_is_said_and_left_out(query, client, cast, account):
    client.force_login(cast.admin)
    page = client.get(PAGE, query)
    assert page.status_code == 200
    assert len(page.context["events"]) == 1
    assert page.context["form"].ignored


def test_pages_go_by_key_and_keep_the_filters(client, cast, account):
    events = [history.event(action="changed", by=cast.admin, subject=account) for _ in range(60)]
    history.record_many(events)
    client.force_login(cast.admin)
    page = client.get(PAGE, {"by": cast.admin.pk})
    rest = client.get(page.context["pager"]["next_url"])
    assert (len(page.context["events"]), len(rest.context["events"])) == (50, 10)
    first = client.get(rest.context["pager"]["previous_url"])
    assert first.context["events"] == page.context["events"]


@pytest.mark.parametrize("who", ["communicator", "admin"])
@pytest.mark.parametrize("page", [PAGE, "/staff/history/"])
def test_history_asks_eight_questions_whatever_the_rows(
    who, page, client, cast, account, django_assert_max_num_queries
):
    if who == "communicator" and page != PAGE:
        pytest.skip("not theirs to see")
    client.force_login(getattr(cast, who))
    client.get(page)

    def ask():
        with django_assert_max_num_queries(8) as asked:
            client.get(page)
        return len(asked)

    once = ask()
    for _ in range(3):
        changes = {"owner": [[], [PersonFactory().pk]], "unit": [None, cast.other_unit.pk]}
        history.record(action="changed", by=UserFactory(), subject=account, changes=changes)
    client.get(page)
    assert ask() == once
