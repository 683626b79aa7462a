"""The page of a decision: everything to judge by, three buttons, and two people at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.choices import ContactRole, DecisionOutcome, ManagerAnswer, Role, Status
from accounts.domain import decisions, workflow
from accounts.domain.questionnaire import QUESTIONS
from accounts.models import Account, Decision, Notice
from tests.factories import (
    AccountFactory,
    DecisionFactory,
    ManagerApprovalFactory,
    UserFactory,
    answer_for,
    complete,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    made = complete(
        AccountFactory(submitted=True, unit=cast.own_unit, name="Nytt konto"),
        submitted_by=cast.communicator,
        registered_by=cast.communicator,
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def client(cast) -> Client:
    return client_of(cast.admin)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(account: Account) -> str:
    return f"/en/staff/queue/{account.slug}/"


def decide(client: Client, account: Account, outcome: str, **sent):
    return client.post(
        path(account), {"outcome": outcome, "version": account.version, "reason": "", **sent}
    )


def test_the_eight_questions_are_headings_in_their_order_with_the_answers(client, account):
    page = client.get(path(account)).content.decode()
    places = [page.index(f'id="q-{code}"') for code in QUESTIONS]
    assert places == sorted(places)
    for words in ("Våra studenter är här.", "500 följare till våren.", "Varje vardag."):
        assert words in page


def test_a_question_without_an_answer_is_marked(client, account):
    Account.objects.filter(pk=account.pk).update(purpose="")
    page = client.get(path(account)).content.decode()
    assert page.count("Not answered") == 1
    assert "7 of 8 questions answered" in page


def test_the_managers_answer_and_earlier_decisions_are_there(client, account):
    ManagerApprovalFactory(
        account=account,
        answer=ManagerAnswer.REFUSED,
        comment="Inte nu.",
        answered_at=account.submitted_at,
    )
    DecisionFactory(account=account, outcome=DecisionOutcome.RETURNED, reason="Nämn en chef.")
    page = client.get(path(account)).content.decode()
    for words in ("Inte nu.", "Does not approve", "Nämn en chef."):
        assert words in page


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("approved", "published"), ("returned", "returned"), ("declined", "declined")],
)
def test_a_button_decides_and_leads_back_to_the_queue(outcome, status, client, account, cast):
    response = decide(client, account, outcome, reason="Därför.")
    assert (response.status_code, response.url) == (302, "/en/staff/queue/")
    account.refresh_from_db()
    assert account.status == status
    kept = Decision.objects.get()
    assert (kept.outcome, kept.reason, kept.decided_by) == (outcome, "Därför.", cast.admin)


def test_a_plan_is_approved_to_be_opened(client, account):
    Account.objects.filter(pk=account.pk).update(is_planned=True)
    decide(client, account, "approved")
    account.refresh_from_db()
    assert account.status == Status.APPROVED


def test_ticked_reasons_are_said_in_the_readers_language_before_the_text(client, account):
    decide(client, account, "returned", ready=["two-step", "people"], reason="Hör av dig.")
    reason = Decision.objects.get().reason
    assert reason.startswith("Minst två personer")
    assert "Slå på tvåstegsautentisering" in reason
    assert reason.endswith("Hör av dig.")


def test_a_ticked_reason_that_stands_in_the_text_is_said_once(client, account, cast):
    cast.communicator.language = "en"
    cast.communicator.save()
    text = "Turn two-step authentication on, and confirm it here. Today, please."
    decide(client, account, "returned", ready=["two-step"], reason=text)
    assert Decision.objects.get().reason == text


@pytest.mark.parametrize("outcome", ["returned", "declined"])
def test_no_decision_against_without_a_reason(outcome, client, account):
    page = decide(client, account, outcome)
    assert page.status_code == 200
    assert "Say why" in page.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": ""},
        {"outcome": "published"},
        {"version": "x"},
        {"version": ""},
        {"ready": ["nosuch"]},
        {"reason": "x" * 2001},
        {"reason": "Lösenord: hunter2!"},
    ],
)
def test_what_cannot_be_read_decides_nothing_and_is_kept(sent, client, account):
    page = decide(client, account, **{"outcome": "returned", "reason": "Mitt skäl.", **sent})
    assert page.status_code == 200
    assert "put right" in page.content.decode()
    assert ("Mitt skäl." in page.content.decode()) == ("reason" not in sent)
    assert not Decision.objects.exists()


def test_an_auditor_reads_without_buttons_and_may_not_decide(account, cast):
    auditor = client_of(cast.auditor)
    page = auditor.get(path(account)).content.decode()
    assert "admins decide" in page
    assert 'name="outcome"' not in page
    assert decide(auditor, account, "approved").status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["submitted_by", "registered_by"])
def test_nobody_decides_on_their_own(name, client, account, cast):
    Account.objects.filter(pk=account.pk).update(**{name: cast.admin})
    page = client.get(path(account)).content.decode()
    assert "Somebody else has to decide" in page
    assert 'name="outcome"' not in page
    assert decide(client, account, "approved").status_code == 403
    account.refresh_from_db()
    assert account.status == Status.SUBMITTED


def test_a_second_click_is_one_decision_and_one_mail(client, account):
    first = decide(client, account, "returned", reason="Därför.")
    second = client.post(
        path(account),
        {"outcome": "returned", "version": account.version, "reason": "Därför."},
        follow=True,
    )
    assert first.status_code == 302
    assert "You have decided this already." in second.content.decode()
    assert Decision.objects.count() == 1
    assert Notice.objects.filter(kind="return").count() == 1


def test_the_second_of_two_is_told_who_decided_what_and_keeps_the_text(client, account):
    other = UserFactory(role=Role.ADMIN, name="Ann-Annan Admin", unit=account.unit)
    decisions.decide(account=account, outcome=DecisionOutcome.APPROVED, by=other)
    page = decide(client, account, "declined", reason="Mitt långa skäl.")
    assert page.status_code == 409
    for words in ("Somebody was quicker", "Ann-Annan Admin", "Approved", "Mitt långa skäl."):
        assert words in page.content.decode()
    assert Decision.objects.count() == 1
    account.refresh_from_db()
    assert account.status == Status.PUBLISHED


def test_somebody_who_is_late_keeps_the_text_even_when_it_had_faults(client, account, cast):
    other = UserFactory(role=Role.ADMIN, unit=account.unit)
    decisions.decide(account=account, outcome=DecisionOutcome.APPROVED, by=other)
    page = decide(client, account, "nosuch", reason="Mitt skäl.")
    assert page.status_code == 409
    assert "Mitt skäl." in page.content.decode()


def test_a_withdrawal_meanwhile_is_told(client, account, cast):
    workflow.apply(account=account, transition="withdraw", by=cast.communicator)
    page = decide(client, account, "returned", reason="Mitt skäl.")
    assert page.status_code == 409
    for words in ("Nothing is left to decide", "Withdrawn", "Mitt skäl."):
        assert words in page.content.decode()
    assert not Decision.objects.exists()


def test_a_change_meanwhile_is_shown_before_anything_is_decided(client, account):
    Account.objects.filter(pk=account.pk).update(purpose="Ett annat syfte.", version=7)
    page = decide(client, account, "returned", reason="Mitt skäl.")
    assert page.status_code == 409
    for words in ("was changed while you read it", "Ett annat syfte.", "Mitt skäl."):
        assert words in page.content.decode()
    assert not Decision.objects.exists()
    account.refresh_from_db()
    assert decide(client, account, "returned", reason="Mitt skäl.").status_code == 302


def test_what_was_decided_can_be_read_afterwards_without_buttons(client, account, cast):
    decide(client, account, "declined", reason="Därför.")
    page = client.get(path(account)).content.decode()
    assert "does not wait for a decision" in page
    assert f"{cast.admin.name} decided on" in page
    assert 'name="outcome"' not in page


def test_an_account_without_an_address_cannot_be_approved_yet(client, cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit, handle=""))
    page = client.get(path(account)).content.decode()
    assert "It cannot be approved yet" in page
    assert 'value="approved"' not in page
    assert "address" in decide(client, account, "approved").content.decode()
    assert not Decision.objects.exists()


def test_reading_changes_nothing(client, account):
    before = Account.objects.filter(pk=account.pk).values().get()
    for _time in range(2):
        client.get(path(account))
        client.head(path(account))
    assert Account.objects.filter(pk=account.pk).values().get() == before


def test_a_missing_account_is_answered_like_a_hidden_page(client):
    assert client.get("/en/staff/queue/nosuch/").status_code == 404


def test_the_page_costs_the_same_however_much_there_is_to_say(client, account, cast):
    def cost() -> int:
        client.get(path(account))
        with CaptureQueriesContext(connection) as asked:
            client.get(path(account))
        return len(asked)

    DecisionFactory(account=account, outcome=DecisionOutcome.RETURNED, reason="x")
    ManagerApprovalFactory(account=account)
    AccountFactory(unit=cast.own_unit)
    one = cost()
    for _number in range(3):
        DecisionFactory(account=account, outcome=DecisionOutcome.RETURNED, reason="x")
        ManagerApprovalFactory(
            account=account, answer=ManagerAnswer.APPROVED, answered_at=account.submitted_at
        )
        answer_for(account, True, ContactRole.PUBLISHER)
        AccountFactory(unit=cast.own_unit)
    assert cost() == one
