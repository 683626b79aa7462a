"""The audits' pages: for those who oversee, and what each shows; confirming two-step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import TwoStep
from accounts.domain import snapshots
from accounts.domain.audits import RULES, TWO_STEP_MISSING
from accounts.models import Security, TwoStepConfirmation
from tests.factories import AccountFactory, PersonFactory, SecurityFactory

pytestmark = pytest.mark.django_db
OFF = "/en/staff/audits/two-step-off/"


def with_state(unit, state, name, **fields):
    account = AccountFactory(unit=unit, name=name, **fields)
    SecurityFactory(account=account, two_step=state, two_step_seen_on=timezone.localdate())
    return account


@pytest.fixture
def off(cast):
    return with_state(cast.own_unit, TwoStep.OFF, "Utan tvåsteg", owner=PersonFactory())


@pytest.fixture
def on(cast):
    return with_state(cast.other_unit, TwoStep.ON, "Med tvåsteg")


@pytest.fixture
def auditor(client, cast):
    client.force_login(cast.auditor)
    return client


def test_the_overview_says_how_many_lack_two_step_and_leads_to_them(auditor, off, on):
    page = auditor.get("/en/staff/audits/").content.decode()
    assert "1 of 2 accounts has no confirmed two-step." in page
    assert 'href="/en/staff/audits/two-step-off/"' in page
    assert 'href="/en/staff/audits/two-step-off/?unit=science"' in page


def test_the_overview_compares_with_a_month_ago(auditor, off, on):
    snapshots.take(on=timezone.localdate() - timedelta(days=40))
    Security.objects.update(two_step=TwoStep.ON)
    assert "1 fewer than a month ago" in auditor.get("/en/staff/audits/").content.decode()


def test_an_empty_register_has_nothing_to_mend(auditor):
    assert "Nothing to mend" in auditor.get("/en/staff/audits/").content.decode()


def test_a_list_names_the_accounts_and_whom_to_write_to(auditor, off, on):
    page = auditor.get(OFF).content.decode()
    assert "Utan tvåsteg" in page
    assert off.owner_email in page
    assert "Med tvåsteg" not in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("unit=science", True), ("unit=law", False), ("platform=x", False), ("unit=nosuch", True)],
)
def test_a_list_is_filtered_by_unit_with_all_below_and_by_platform(query, is_there, auditor, off):
    assert ("Utan tvåsteg" in auditor.get(f"{OFF}?{query}").content.decode()) is is_there


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_downloaded_as_it_is_filtered(kind, auditor, off, on):
    response = auditor.get(f"{OFF}accounts.{kind}?unit=science")
    body = b"".join(response)
    assert response["Content-Disposition"].startswith('attachment; filename="two-step-off-')
    if kind == "csv":
        assert "Utan tvåsteg" in body.decode()
        assert "Med tvåsteg" not in body.decode()
    assert "Utan tvåsteg" not in b"".join(
        auditor.get(f"{OFF}accounts.csv?unit=law")
    ).decode()  # fmt: skip


def test_a_rule_that_is_none_is_not_found(auditor):
    assert auditor.get("/en/staff/audits/no-such-rule/").status_code == 404


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_list(rule, auditor, off):
    assert auditor.get(f"/staff/audits/{rule}/").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"), [("/staff/audits/", 12), ("/staff/audits/no-deputy/", 8)]
)
def test_a_page_costs_the_same_for_one_and_for_many(
    path, most, auditor, cast, django_assert_max_num_queries
):
    for _ in range(3):
        with_state(cast.own_unit, TwoStep.OFF, "Ett till")
        with django_assert_max_num_queries(most):
            auditor.get(path)


@pytest.mark.parametrize("who", ["staff", "communicator", "other_communicator"])
@pytest.mark.parametrize("path", ["/staff/audits/", OFF, f"{OFF}accounts.csv"])
def test_the_audits_do_not_exist_for_others(path, who, client, cast, off):
    client.force_login(getattr(cast, who))
    assert client.get(path).status_code == 404


def test_a_communicator_sees_the_own_gaps_and_where_to_mend_them(client, cast, off, on):
    client.force_login(cast.communicator)
    page = client.get("/en/mine/findings/").content.decode()
    assert f"/en/mine/accounts/{off.slug}/confirm/" in page
    assert "Med tvåsteg" not in page


def test_a_communicator_without_gaps_is_told_so(client, cast):
    client.force_login(cast.other_communicator)
    assert "Nothing to mend" in client.get("/en/mine/findings/").content.decode()


def test_confirming_notes_who_saw_what_and_mends_the_gap(client, cast, off):
    client.force_login(cast.communicator)
    path = f"/en/mine/accounts/{off.slug}/confirm/"
    day = timezone.localdate()
    response = client.post(path, {"seen": "on app", "seen_on": day.isoformat()})
    assert response.status_code == 302
    said = TwoStepConfirmation.objects.get(account=off)
    assert (said.state, said.method, said.seen_on, said.confirmed_by) == (
        "on", "app", day, cast.communicator,
    )  # fmt: skip
    assert not any(
        rule in client.get("/mine/findings/").content.decode() for rule in TWO_STEP_MISSING
    )


@pytest.mark.parametrize(
    "data",
    [
        {"seen": "", "seen_on": "2026-01-01"},
        {"seen": "on email", "seen_on": "2026-01-01"},
        {"seen": "on app", "seen_on": "2999-01-01"},
        {"seen": "on app", "seen_on": "nonsense"},
    ],
)
def test_a_statement_that_cannot_be_true_changes_nothing(data, client, cast, off):
    client.force_login(cast.communicator)
    response = client.post(f"/en/mine/accounts/{off.slug}/confirm/", data)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not TwoStepConfirmation.objects.exists()
