"""Deciding: the step an outcome stands for, and what the one who decides is told to mind."""

import pytest

from accounts.choices import Answer, DecisionOutcome, Status, TwoStep
from accounts.domain import decisions
from accounts.models import ProfileCheck, Security
from tests.factories import AccountFactory, DecisionFactory, complete

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("planned", "outcome", "status"),
    [
        (True, DecisionOutcome.APPROVED, Status.APPROVED),
        (False, DecisionOutcome.APPROVED, Status.PUBLISHED),
        (False, DecisionOutcome.RETURNED, Status.RETURNED),
        (True, DecisionOutcome.DECLINED, Status.DECLINED),
    ],
)
def test_an_outcome_leads_where_the_account_can_go(planned, outcome, status, cast):
    account = complete(AccountFactory(submitted=True, is_planned=planned, unit=cast.own_unit))
    decided = decisions.decide(account=account, outcome=outcome, by=cast.admin, reason="Därför.")
    assert decided.status == status


def test_the_last_decision_is_the_latest(cast):
    account = AccountFactory(submitted=True)
    assert decisions.last(account) is None
    DecisionFactory(account=account)
    latest = DecisionFactory(account=account)
    assert decisions.last(account) == latest


def test_a_complete_account_leaves_nothing_to_mind():
    account = complete(AccountFactory(submitted=True))
    Security.objects.filter(account=account).update(two_step=TwoStep.ON)
    account.refresh_from_db()
    assert decisions.findings(account) == []


def test_what_is_missing_or_against_the_advice_is_found():
    account = complete(AccountFactory(submitted=True), purpose="")
    Security.objects.filter(account=account).update(two_step=TwoStep.OFF)
    ProfileCheck.objects.create(account=account, name_follows_advice=Answer.NO)
    account.refresh_from_db()
    assert [finding.level for finding in decisions.findings(account)] == ["bad", "bad", "warn"]


def test_two_step_of_an_account_that_is_not_opened_yet_is_nobodys_fault():
    account = complete(AccountFactory(submitted=True, is_planned=True))
    account.refresh_from_db()
    assert decisions.findings(account) == []
