"""Handing an account over: asked, accepted or refused once, decided where a decision is needed."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.choices import ChangeState, ContactRole, HandOverState
from accounts.domain import changes, handovers, links, people
from accounts.domain.access.viewer import viewer_of
from accounts.exceptions import LinkRefused, NotAllowed, Overtaken, RegisterError
from accounts.models import Account, Change, Event, HandOver, Notice, Person
from tests.factories import AccountFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return AccountFactory(
        owner=PersonFactory(name="Gamla Ägaren", email="gamla@lu.se"),
        deputy=PersonFactory(name="Nya Ägaren", email="nya@lu.se"),
        unit=cast.own_unit,
    )


def ask(account, by, email="nya@lu.se", **more):
    return handovers.ask(account=account, name="", email=email, by=by, **more)


def owner(account):
    return account.contacts.get(role=ContactRole.OWNER).person.email


def test_the_taker_gets_a_link_by_mail(account, cast, settings):
    asked = ask(account, cast.communicator, message="Snälla")
    mail = Notice.objects.get(kind="hand-over")
    assert (mail.email, mail.person) == ("nya@lu.se", asked.hand_over.taker)
    assert f"{settings.SITE_URL}/answer/hand-over/" in mail.text
    assert "Snälla" in mail.text
    assert owner(account) == "gamla@lu.se", "nothing changes until somebody accepts"


def test_a_mail_in_english_links_to_the_english_page(account, cast):
    Person.objects.filter(email="nya@lu.se").update(language="en")
    ask(account, cast.admin)
    assert "/en/answer/hand-over/" in Notice.objects.get(kind="hand-over").text


def test_asking_twice_is_one_question(account, cast):
    first = ask(account, cast.communicator)
    again = ask(account, cast.communicator)
    assert (again.hand_over, again.is_new) == (first.hand_over, False)
    assert Notice.objects.filter(kind="hand-over").count() == 1


def test_asking_somebody_else_replaces_the_question(account, cast):
    first = ask(account, cast.communicator).hand_over
    handovers.ask(account=account, name="Tredje Man", email="tredje@lu.se", by=cast.communicator)
    first.refresh_from_db()
    assert first.state == HandOverState.WITHDRAWN
    assert Notice.objects.filter(kind="hand-over-withdrawn").count() == 1
    with pytest.raises(Overtaken):
        handovers.answer(nonce=first.nonce, accepts=True)
    assert owner(account) == "gamla@lu.se"


def test_accepting_what_an_admin_asked_changes_the_owner_at_once(account, cast):
    asked = ask(account, cast.admin).hand_over
    handovers.answer(nonce=asked.nonce, accepts=True, comment="Gärna")
    account.refresh_from_db()
    assert owner(account) == account.owner_email == "nya@lu.se"
    assert not account.contacts.filter(role=ContactRole.DEPUTY).exists()
    assert not Change.objects.exists()
    mails = Notice.objects.filter(kind="hand-over-answer")
    assert {mail.email for mail in mails} == {"adma@example.org", "gamla@lu.se", "nya@lu.se"}
    assert all("Gärna" in mail.text for mail in mails)


def test_accepting_what_a_communicator_asked_waits_for_a_decision(account, cast):
    asked = ask(account, cast.communicator).hand_over
    handovers.answer(nonce=asked.nonce, accepts=True)
    change = Change.objects.get()
    assert (change.state, change.after, change.asked_by) == (
        ChangeState.WAITING,
        {"owner": asked.taker_id},
        cast.communicator,
    )
    assert owner(account) == "gamla@lu.se"


def test_an_owner_who_signs_in_may_hand_over_their_own_account(account, cast):
    Person.objects.filter(email="gamla@lu.se").update(user=cast.staff)
    asked = ask(account, cast.staff).hand_over
    handovers.answer(nonce=asked.nonce, accepts=True)
    assert Change.objects.get().asked_by == cast.staff


@pytest.mark.parametrize("who", ["staff", "other_communicator", "auditor", "disabled"])
def test_others_may_not_ask(account, cast, who):
    with pytest.raises(NotAllowed):
        ask(account, getattr(cast, who))
    assert not HandOver.objects.exists()


def test_refusing_leaves_the_account_as_it_is(account, cast):
    asked = ask(account, cast.admin).hand_over
    handovers.answer(nonce=asked.nonce, accepts=False, comment="Nej tack")
    asked.refresh_from_db()
    assert (asked.state, asked.comment, owner(account)) == ("refused", "Nej tack", "gamla@lu.se")
    assert Event.objects.filter(action="hand-over-refused").count() == 1


def test_a_link_is_answered_once(account, cast):
    asked = ask(account, cast.admin).hand_over
    handovers.answer(nonce=asked.nonce, accepts=False)
    with pytest.raises(Overtaken):
        handovers.answer(nonce=asked.nonce, accepts=True)
    assert owner(account) == "gamla@lu.se"


def test_a_withdrawn_question_cannot_be_accepted(account, cast):
    asked = ask(account, cast.communicator).hand_over
    handovers.withdraw(hand_over=asked, by=cast.communicator)
    with pytest.raises(Overtaken):
        handovers.answer(nonce=asked.nonce, accepts=True)
    with pytest.raises(Overtaken):
        handovers.withdraw(hand_over=asked, by=cast.communicator)


def test_a_new_owner_in_between_makes_the_link_void(account, cast):
    asked = ask(account, cast.admin).hand_over
    people.set_contacts(account, {ContactRole.OWNER: [PersonFactory(email="mellan@lu.se")]})
    with pytest.raises(Overtaken):
        handovers.answer(nonce=asked.nonce, accepts=True)
    asked.refresh_from_db()
    assert (asked.state, owner(account)) == ("waiting", "mellan@lu.se")


def test_who_asked_must_still_be_allowed_to(account, cast):
    asked = ask(account, cast.admin).hand_over
    cast.admin.is_active = False
    cast.admin.save()
    with pytest.raises(Overtaken):
        handovers.answer(nonce=asked.nonce, accepts=True)


def test_neither_a_leaver_nor_the_owner_can_be_asked(account, cast):
    PersonFactory(name="Borta", email="borta@lu.se", left_on=timezone.localdate())
    for email in ("borta@lu.se", "gamla@lu.se"):
        with pytest.raises(RegisterError):
            ask(account, cast.admin, email=email)
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("status", ["draft", "submitted", "approved", "closed", "withdrawn"])
def test_only_official_accounts_are_handed_over(cast, status):
    account = AccountFactory(unit=cast.own_unit, **{status: True})
    with pytest.raises(Overtaken):
        handovers.ask(account=account, name="A B", email="a@lu.se", by=cast.admin)


def test_a_link_for_something_else_opens_nothing(account, cast):
    asked = ask(account, cast.admin).hand_over
    with pytest.raises(LinkRefused):
        handovers.opened(links.sign("manager", asked.nonce))
    assert handovers.opened(handovers.token_of(asked)) == asked


def test_events_hold_no_names(account, cast):
    ask(account, cast.admin, message="Hälsa Gamla Ägaren")
    assert "gamla" not in str(list(Event.objects.values_list("changes", "reason"))).lower()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_accept_once(cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    account = AccountFactory(owner=PersonFactory(), unit=cast.own_unit)
    asked = handovers.ask(
        account=account, name="Ny Ägare", email="ny@lu.se", by=UserFactory(role="admin")
    )
    outcomes: list[str] = []

    def click() -> None:
        try:
            handovers.answer(nonce=asked.hand_over.nonce, accepts=True)
            outcomes.append("accepted")
        except Overtaken:
            outcomes.append("overtaken")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(outcomes) == ["accepted", "overtaken", "overtaken", "overtaken"]
    assert Event.objects.filter(action="owner-changed").count() == 1
    assert Account.objects.get(pk=account.pk).owner_email == "ny@lu.se"


def test_an_admin_who_takes_an_account_needs_another_admin(cast):
    account = AccountFactory(unit=cast.own_unit, owner=True)
    PersonFactory(user=cast.admin, email=cast.admin.email)
    ask(account, cast.admin, email=cast.admin.email)
    before = owner(account)
    handovers.answer(nonce=HandOver.objects.get().nonce, accepts=True)
    assert owner(account) == before
    change = Change.objects.get(account=account)
    assert not changes.may_decide(viewer_of(cast.admin), change)
