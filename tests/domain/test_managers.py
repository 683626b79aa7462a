"""The manager's answer by mail: one link that works, once, while it is needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import ContactRole, ManagerAnswer, Status
from accounts.domain import links, managers
from accounts.domain.managers import State
from accounts.exceptions import NotAllowed, NotReady, Overtaken
from accounts.models import Account, Event, ManagerApproval, Notice
from tests.factories import AccountFactory, PersonFactory, answer_for

pytestmark = pytest.mark.django_db
YES, NO = ManagerAnswer.APPROVED, ManagerAnswer.REFUSED


@pytest.fixture
def account(cast) -> Account:
    made = AccountFactory(draft=True, unit=cast.own_unit)
    answer_for(made, PersonFactory(name="Chefa", email="chef@example.org"), ContactRole.MANAGER)
    return made


@pytest.fixture
def asked(account, cast) -> ManagerApproval:
    return managers.ask(account=account, by=cast.communicator)


def token(approval: ManagerApproval) -> str:
    return links.sign(managers.PURPOSE, approval.nonce)


def long_ago(approval: ManagerApproval, **ago: int) -> None:
    ManagerApproval.objects.filter(pk=approval.pk).update(
        asked_at=timezone.now() - timedelta(**ago)
    )


def test_asking_mails_the_manager_a_link_that_opens(account, asked):
    mail = Notice.objects.get()
    assert (mail.person, mail.kind) == (asked.person, "manager-asked")
    assert f"/answer/manager/{token(asked)}/" in mail.text
    assert managers.look(token(asked)) == managers.Look(State.OPEN, asked)


def test_looking_changes_nothing(asked, account):
    before = (Event.objects.count(), Notice.objects.count())
    for _time in range(3):
        managers.look(token(asked))
    account.refresh_from_db()
    assert account.manager_informed_at is None
    assert (Event.objects.count(), Notice.objects.count()) == before


def test_a_yes_is_noted_and_told_to_who_asked(account, asked, cast):
    look = managers.answer(token=token(asked), answer=YES, comment=" Gärna. ")
    assert look.state == State.ANSWERED
    account.refresh_from_db()
    assert account.manager_informed_by == cast.communicator
    assert account.manager_informed_at is not None
    mail = Notice.objects.get(kind="manager-answered")
    assert mail.user == cast.communicator
    assert "Gärna." in mail.text


def test_a_no_is_told_but_informs_nobody(account, asked):
    managers.answer(token=token(asked), answer=NO, comment="Inte nu.")
    account.refresh_from_db()
    assert account.manager_informed_at is None
    assert managers.latest(account).answer == NO
    assert "Inte nu." in Notice.objects.get(kind="manager-answered").text


def test_the_comment_stays_out_of_the_history(asked):
    managers.answer(token=token(asked), answer=YES, comment="Ring Ada först.")
    event = Event.objects.get(action="manager-answered")
    assert event.changes == {"answer": ["", "approved"]}
    assert event.reason == ""


def test_only_the_first_answer_counts(account, asked):
    managers.answer(token=token(asked), answer=NO)
    look = managers.answer(token=token(asked), answer=YES)
    assert (look.state, look.approval.answer) == (State.ANSWERED, NO)
    assert Notice.objects.filter(kind="manager-answered").count() == 1
    account.refresh_from_db()
    assert account.manager_informed_at is None


def test_asking_again_replaces_the_earlier_link(account, asked, cast):
    old = token(asked)
    long_ago(asked, hours=1)
    again = managers.ask(account=account, by=cast.communicator)
    assert managers.look(old).state == State.REPLACED
    assert managers.answer(token=old, answer=YES).state == State.REPLACED
    assert managers.look(token(again)).state == State.OPEN
    assert ManagerApproval.objects.count() == 1
    assert Notice.objects.filter(kind="manager-asked").count() == 2


def test_a_second_click_on_asking_is_no_second_mail(account, asked, cast):
    assert managers.ask(account=account, by=cast.communicator).nonce == asked.nonce
    assert Notice.objects.count() == 1


def test_another_manager_is_asked_at_once(account, asked, cast):
    account.contacts.filter(role=ContactRole.MANAGER).update(person=PersonFactory())
    managers.ask(account=account, by=cast.communicator)
    assert managers.look(token(asked)).state == State.REPLACED
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("days", [29, 31])
def test_a_link_expires_after_a_month(days, asked):
    long_ago(asked, days=days)
    expected = State.OPEN if days < 30 else State.EXPIRED
    assert managers.look(token(asked)).state == expected


def test_an_answered_link_expires_too_and_shows_nothing_then(asked):
    managers.answer(token=token(asked), answer=YES)
    long_ago(asked, days=31)
    assert managers.look(token(asked)) == managers.Look(State.EXPIRED)


def test_the_link_of_a_manager_who_has_left_is_dead(asked):
    asked.person.left_on = timezone.localdate()
    asked.person.save()
    assert managers.look(token(asked)) == managers.Look(State.EXPIRED)


@pytest.mark.parametrize("status", [Status.APPROVED, Status.PUBLISHED, Status.WITHDRAWN])
def test_a_link_is_over_when_there_is_nothing_left_to_approve(status, account, asked):
    Account.objects.filter(pk=account.pk).update(status=status)
    assert managers.look(token(asked)) == managers.Look(State.OVER)
    assert managers.answer(token=token(asked), answer=YES).state == State.OVER
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "å", "\x00"])
def test_a_link_that_is_not_ours_is_broken(text, asked):
    assert managers.look(text).state == State.BROKEN
    assert managers.look(token(asked)[:-1]).state == State.BROKEN


def test_a_link_for_another_purpose_is_broken(asked):
    assert managers.look(links.sign("hand-over", asked.nonce)).state == State.BROKEN


def test_without_a_manager_who_reads_mail_nobody_is_asked(account, cast):
    for change in ({"email": ""}, {"left_on": timezone.localdate(), "email": "chef@example.org"}):
        person = account.contacts.get(role=ContactRole.MANAGER).person
        for name, value in change.items():
            setattr(person, name, value)
        person.save()
        with pytest.raises(NotReady):
            managers.ask(account=account, by=cast.communicator)
    assert not ManagerApproval.objects.exists()


@pytest.mark.parametrize("who", ["staff", "other_communicator", "auditor", "disabled"])
def test_only_those_who_may_change_the_account_ask(who, account, cast):
    with pytest.raises(NotAllowed):
        managers.ask(account=account, by=getattr(cast, who))


def test_a_published_account_needs_no_approval(account, cast):
    Account.objects.filter(pk=account.pk).update(status=Status.PUBLISHED)
    with pytest.raises(Overtaken):
        managers.ask(account=account, by=cast.communicator)


def test_nobody_is_asked_as_their_own_manager(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit)
    answer_for(account, PersonFactory(user=cast.communicator, email=cast.communicator.email),
               ContactRole.MANAGER)  # fmt: skip
    with pytest.raises(NotReady):
        managers.ask(account=account, by=cast.communicator)
    assert not Notice.objects.exists()


def test_a_link_means_nothing_once_somebody_else_is_the_manager(account, asked):
    account.contacts.filter(role=ContactRole.MANAGER).delete()
    answer_for(account, PersonFactory(), ContactRole.MANAGER)
    assert managers.answer(token=token(asked), answer=YES).state == State.REPLACED
    account.refresh_from_db()
    assert account.manager_informed_at is None


def test_an_answered_link_names_no_registration_that_has_ended(account, asked):
    managers.answer(token=token(asked), answer=YES)
    Account.objects.filter(pk=account.pk).update(status=Status.WITHDRAWN)
    assert managers.look(token(asked)).approval is None
