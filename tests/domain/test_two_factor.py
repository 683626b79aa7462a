"""Dated statements about an account's two-step authentication."""

from datetime import date

import pytest

from accounts.domain import two_factor
from accounts.models import Event, Security, TwoStepConfirmation
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


def test_a_confirmation_says_who_saw_what_when(cast):
    account = AccountFactory()
    two_factor.confirm(
        account=account, state="on", method="app", by=cast.admin, seen_on=date(2026, 5, 3)
    )
    said = TwoStepConfirmation.objects.get()
    assert (said.state, said.method, said.seen_on) == ("on", "app", date(2026, 5, 3))
    assert said.confirmed_by == cast.admin
    security = Security.objects.get()
    assert (security.two_step, security.two_step_method) == ("on", "app")


def test_a_later_confirmation_replaces_the_state_and_keeps_the_statement(cast):
    account = AccountFactory()
    for state in ("on", "off"):
        two_factor.confirm(account=account, state=state, method="app", by=cast.admin)
    security = Security.objects.get()
    assert (security.two_step, security.two_step_method) == ("off", "")
    assert TwoStepConfirmation.objects.count() == 2


def test_unknown_is_a_state_that_nobody_has_seen(cast):
    security = two_factor.confirm(account=AccountFactory(), state="unknown", by=cast.admin)
    assert security.two_step_seen_on is None
    assert not TwoStepConfirmation.objects.exists()


def test_it_is_told_as_security_and_not_as_the_account(cast):
    account = AccountFactory()
    two_factor.confirm(account=account, state="on", by=cast.admin)
    event = Event.objects.get(action="two-step-confirmed")
    assert (event.subject, event.account_id) == ("security", account.pk)
