"""Two people, or two clicks, at the same moment: one outcome, on both engines."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from accounts.choices import ContactRole, DecisionOutcome, ManagerAnswer, Status
from accounts.domain import decisions, links, managers, reminders, workflow
from accounts.exceptions import Overtaken
from accounts.models import Account, Decision, Event, ManagerApproval, Notice
from tests.drills.meeting import at_once, meeting_after_look, without_locks
from tests.factories import AccountFactory, PersonFactory, answer_for, complete

pytestmark = pytest.mark.django_db(transaction=True)


def decide(account: Account, outcome: DecisionOutcome, by) -> Account:
    return decisions.decide(account=account, outcome=outcome, by=by, reason="Därför.")


def submitted(cast) -> Account:
    account = AccountFactory(submitted=True, unit=cast.own_unit)
    return complete(account, submitted_by=cast.communicator, registered_by=cast.communicator)


def test_two_deciders_make_one_decision_one_event_and_one_mail(cast):
    account = submitted(cast)
    other = type(cast.admin).objects.get(pk=cast.disabled.pk)
    other.is_active = True
    other.save()
    with meeting_after_look(2):
        results = at_once(
            partial(decide, account, DecisionOutcome.RETURNED, cast.admin),
            partial(decide, account, DecisionOutcome.DECLINED, other),
        )
    assert sorted(type(result).__name__ for result in results) == ["Account", "Overtaken"]
    winner = next(result for result in results if isinstance(result, Account))
    kept = Decision.objects.get()
    assert kept.outcome == winner.status
    assert Event.objects.filter(action__in=("return", "decline")).count() == 1
    assert Notice.objects.filter(user=cast.communicator).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_without_the_lock_there_would_be_two(cast):
    account = submitted(cast)
    with without_locks(), meeting_after_look(2):
        at_once(
            partial(decide, account, DecisionOutcome.RETURNED, cast.admin),
            partial(decide, account, DecisionOutcome.RETURNED, cast.admin),
        )
    assert Decision.objects.count() == 2


def test_a_double_click_on_submitting_is_one_submission(cast):
    account = complete(AccountFactory(draft=True, unit=cast.own_unit))
    submit = partial(workflow.apply, account=account, transition="submit", by=cast.communicator)
    with meeting_after_look(2):
        results = at_once(submit, submit)
    assert sum(isinstance(result, Overtaken) for result in results) == 1
    assert Event.objects.filter(action="submit").count() == 1
    assert Notice.objects.filter(kind="submit").count() == 1


def test_a_withdrawal_and_an_approval_at_once_are_one_of_the_two(cast):
    account = submitted(cast)
    withdraw = partial(workflow.apply, account=account, transition="withdraw", by=cast.communicator)
    with meeting_after_look(2):
        at_once(withdraw, partial(decide, account, DecisionOutcome.APPROVED, cast.admin))
    account.refresh_from_db()
    assert (account.status, Decision.objects.count()) in (
        (Status.WITHDRAWN, 0),
        (Status.PUBLISHED, 1),
    )


def test_a_manager_who_clicks_twice_answers_once(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit)
    answer_for(account, PersonFactory(), ContactRole.MANAGER)
    asked = managers.ask(account=account, by=cast.communicator)
    token = links.sign(managers.PURPOSE, asked.nonce)
    answers = at_once(
        *(
            partial(managers.answer, token=token, answer=answer)
            for answer in (ManagerAnswer.APPROVED, ManagerAnswer.REFUSED) * 2
        )
    )
    assert {look.state for look in answers} == {managers.State.ANSWERED}
    assert len({look.approval.answer for look in answers}) == 1
    assert Notice.objects.filter(kind="manager-answered").count() == 1


def test_asking_the_manager_twice_at_once_is_one_link_and_one_mail(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit)
    answer_for(account, PersonFactory(), ContactRole.MANAGER)
    ask = partial(managers.ask, account=account, by=cast.communicator)
    results = at_once(ask, ask, ask)
    assert {result.nonce for result in results} == {ManagerApproval.objects.get().nonce}
    assert Notice.objects.filter(kind="manager-asked").count() == 1


def test_two_schedulers_remind_once(cast):
    now = timezone.now()
    for _number in range(3):
        AccountFactory(
            unit=cast.own_unit,
            status=Status.APPROVED,
            approved_at=now - timedelta(days=20),
            approved_by=cast.admin,
            registered_by=cast.communicator,
        )
    results = at_once(*[partial(reminders.run, now)] * 3)
    assert sum(result["opening"] for result in results) == 3
    assert Notice.objects.filter(kind="opening-reminder").count() == 3
