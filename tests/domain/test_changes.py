"""Changes of identity: asked for, put together, decided by another, applied whole."""

import pytest
from django.utils import timezone

from accounts.choices import ChangeState, ContactRole, Status
from accounts.domain import changes, workflow
from accounts.domain.changes import approve, ask, askers, decline, waiting, waiting_for, withdraw
from accounts.exceptions import AddressTaken, NotAllowed, NotReady, Overtaken, RegisterError
from accounts.models import Account, Change, Contact, Event, Handle, Notice
from tests.factories import AccountFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = "https://www.facebook.com/nytt.namn"


@pytest.fixture
def account(cast) -> Account:
    owner = PersonFactory(name="Olle Ägare")
    return AccountFactory(
        name="Biologi i Lund", handle="gammalt", unit=cast.own_unit, owner=owner, deputy=True
    )


def stored(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def as_published(account: Account) -> tuple:
    found = stored(account)
    owner = Contact.objects.get(account=account, role="owner").person_id
    return found.handle, found.url, found.identity_key, found.unit_id, owner, found.status


def test_what_is_asked_for_waits_and_what_is_published_stays(cast, account):
    before = as_published(account)
    change = ask(account=account, after={"url": NEW}, by=cast.communicator, why="Vi bytte namn.")
    assert as_published(account) == before
    assert change.state == ChangeState.WAITING
    assert change.before["handle"] == "gammalt"
    assert change.after["handle"] == "nytt.namn"
    assert change.why == "Vi bytte namn."
    assert waiting_for(account) == change
    assert list(waiting()) == [change]


def test_admins_are_told_and_not_the_one_who_asks(cast, account):
    other = UserFactory(role="admin", email="second@example.org")
    ask(account=account, after={"url": NEW}, by=cast.admin)
    told = {notice.user for notice in Notice.objects.filter(kind="change-asked")}
    assert other in told
    assert cast.admin not in told
    text = Notice.objects.get(user=other).text
    assert "nytt.namn" in text
    assert "/staff/changes/" in text


def test_asking_needs_the_right_to_change_the_account(cast, account):
    for user in (cast.other_communicator, cast.staff, cast.auditor, cast.disabled):
        with pytest.raises(NotAllowed):
            ask(account=account, after={"url": NEW}, by=user)
    assert not Change.objects.exists()


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "closed", "declined",
                                    "withdrawn"])  # fmt: skip
def test_only_an_identity_that_was_decided_on_waits(cast, status):
    account = AccountFactory(unit=cast.own_unit, **{status: True})
    with pytest.raises(Overtaken):
        ask(account=account, after={"unit": cast.faculty.pk}, by=cast.communicator)


def test_an_address_of_another_living_account_is_refused_in_any_spelling(cast, account):
    AccountFactory(handle="upptaget", name="Den andra", unit=cast.other_unit)
    with pytest.raises(AddressTaken, match="Den andra"):
        ask(account=account, after={"url": "fb.com/Upp.Taget?ref=x"}, by=cast.communicator)
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://www.instagram.com/nytt", "https://bit.ly/x", "", "https://example.org/a b"]
)
def test_an_address_that_cannot_be_one_is_refused_with_a_sentence(cast, account, url):
    with pytest.raises(RegisterError) as refused:
        ask(account=account, after={"url": url}, by=cast.communicator)
    assert str(refused.value).strip()


def test_a_persons_own_profile_is_refused(cast):
    account = AccountFactory(platform_id="linkedin", unit=cast.own_unit)
    with pytest.raises(RegisterError, match="profil"):
        ask(account=account, after={"url": "linkedin.com/in/anna"}, by=cast.communicator)


def test_somebody_who_has_left_does_not_become_owner(cast, account):
    gone = PersonFactory(left_on=timezone.localdate())
    with pytest.raises(RegisterError):
        ask(account=account, after={"owner": gone.pk}, by=cast.communicator)


def test_asking_for_what_is_published_already_is_refused(cast, account):
    with pytest.raises(RegisterError):
        ask(account=account, after={"unit": account.unit_id, "url": account.url},
            by=cast.communicator)  # fmt: skip
    assert not Change.objects.exists()


def test_the_same_question_twice_is_one(cast, account):
    first = ask(account=account, after={"url": NEW}, by=cast.communicator, why="Nytt")
    assert ask(account=account, after={"url": NEW}, by=cast.communicator, why="Nytt") == first
    assert Change.objects.count() == 1
    assert Notice.objects.filter(user=cast.admin).count() == 1


def test_a_second_question_is_put_together_with_the_first(cast, account):
    first = ask(account=account, after={"url": NEW}, by=cast.communicator)
    second = ask(account=account, after={"unit": cast.faculty.pk}, by=cast.admin)
    first.refresh_from_db()
    assert (first.state, first.settled_by) == (ChangeState.WITHDRAWN, cast.admin)
    assert set(second.after) == {"platform", "handle", "key", "url", "unit"}
    assert askers(second) == {cast.communicator.pk, cast.admin.pk}
    assert changes.newer(first) == second
    with pytest.raises(Overtaken):
        approve(change=first, by=UserFactory(role="admin"))


def test_asking_for_what_is_published_takes_that_part_back(cast, account):
    ask(account=account, after={"url": NEW, "unit": cast.faculty.pk}, by=cast.communicator)
    rest = ask(account=account, after={"url": account.url}, by=cast.communicator)
    assert set(rest.after) == {"unit"}
    none = ask(account=account, after={"unit": account.unit_id}, by=cast.communicator)
    assert none.state == ChangeState.WITHDRAWN
    assert waiting_for(account) is None


def test_nobody_decides_on_what_they_had_a_part_in(cast, account):
    second = UserFactory(role="admin", email="second@example.org")
    ask(account=account, after={"url": NEW}, by=cast.admin)
    change = ask(account=account, after={"unit": cast.faculty.pk}, by=second)
    for admin in (cast.admin, second):
        with pytest.raises(NotAllowed):
            approve(change=change, by=admin)
        with pytest.raises(NotAllowed):
            decline(change=change, by=admin, reason="Nej")
    third = UserFactory(role="admin", email="third@example.org")
    assert approve(change=change, by=third).state == ChangeState.APPROVED


def test_only_admins_decide(cast, account):
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    for user in (cast.communicator, cast.other_communicator, cast.staff, cast.auditor,
                 cast.disabled):  # fmt: skip
        with pytest.raises(NotAllowed):
            approve(change=change, by=user)
        with pytest.raises(NotAllowed):
            decline(change=change, by=user, reason="Nej")
    assert waiting_for(account) == change


def test_approval_takes_effect_whole(cast, account):
    owner = PersonFactory(name="Nina Ny")
    change = ask(
        account=account,
        after={"url": NEW, "unit": cast.faculty.pk, "owner": owner.pk},
        by=cast.communicator,
    )
    decided = approve(change=change, by=cast.admin, reason="Bra.")
    found = stored(account)
    assert as_published(account) == (
        "nytt.namn", found.url, found.identity_key, cast.faculty.pk, owner.pk, Status.PUBLISHED
    )  # fmt: skip
    assert found.version == account.version + 1
    assert (decided.state, decided.settled_by, decided.reason) == (
        ChangeState.APPROVED, cast.admin, "Bra."
    )  # fmt: skip
    former = Handle.objects.get(account=account, handle="gammalt")
    assert (former.held_until, former.is_living) == (timezone.localdate(), True)
    assert Handle.objects.get(account=account, held_until=None).handle == "nytt.namn"
    assert "nytt" in found.search_public
    assert found.owner_name == "Nina Ny"
    assert not account.contacts.filter(person__name="Olle Ägare").exists()
    assert account.contacts.filter(role=ContactRole.DEPUTY).exists()


def test_approval_is_in_the_accounts_history_in_numbers(cast, account):
    old = Contact.objects.get(account=account, role="owner").person_id
    owner = PersonFactory(name="Nina Ny")
    change = ask(account=account, after={"url": NEW, "owner": owner.pk}, by=cast.communicator)
    approve(change=change, by=cast.admin)
    event = Event.objects.get(action="change-approved")
    assert (event.by_id, event.account_id, event.subject) == (cast.admin.pk, account.pk, "account")
    assert event.changes["owner"] == [[old], [owner.pk]]
    assert event.changes["handle"] == ["gammalt", "nytt.namn"]
    assert "Nina" not in str(Event.objects.values_list("changes", flat=True))


def test_everyone_concerned_is_told_once(cast, account):
    old = Contact.objects.get(account=account, role="owner").person
    owner = PersonFactory(name="Nina Ny")
    change = ask(
        account=account,
        after={"unit": cast.other_unit.pk, "owner": owner.pk},
        by=cast.communicator,
    )
    approve(change=change, by=cast.admin)
    told = sorted(Notice.objects.filter(kind="change-approved").values_list("email", flat=True))
    assert told == sorted(
        [cast.communicator.email, cast.other_communicator.email, old.email, owner.email]
    )


def test_a_declined_change_leaves_the_account_and_tells_the_asker_why(cast, account):
    before, version = as_published(account), stored(account).version
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    with pytest.raises(NotReady):
        decline(change=change, by=cast.admin, reason="  ")
    decline(change=change, by=cast.admin, reason="Behåll namnet.")
    assert (as_published(account), stored(account).version) == (before, version)
    notice = Notice.objects.get(kind="change-declined")
    assert notice.user == cast.communicator
    assert "Behåll namnet." in notice.text
    assert waiting_for(account) is None


def test_of_two_deciders_the_second_hears_who_was_first(cast, account):
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    approve(change=change, by=cast.admin)
    with pytest.raises(Overtaken, match=cast.admin.name):
        decline(change=change, by=UserFactory(role="admin"), reason="Nej")
    with pytest.raises(Overtaken, match=cast.admin.name):
        approve(change=change, by=cast.admin)
    assert Event.objects.filter(action="change-approved").count() == 1


def test_what_is_not_as_it_was_is_not_overwritten(cast, account):
    change = ask(account=account, after={"unit": cast.faculty.pk}, by=cast.communicator)
    Account.objects.filter(pk=account.pk).update(unit=cast.other_unit)
    assert changes.moved_on(Change.objects.get(pk=change.pk)) == ["unit"]
    with pytest.raises(Overtaken):
        approve(change=change, by=cast.admin)
    assert stored(account).unit == cast.other_unit
    assert waiting_for(account) == change


def test_an_address_taken_meanwhile_changes_nothing(cast, account):
    owner = PersonFactory()
    change = ask(account=account, after={"url": NEW, "owner": owner.pk}, by=cast.communicator)
    AccountFactory(handle="nytt.namn", unit=cast.other_unit)
    before = as_published(account)
    with pytest.raises(AddressTaken):
        approve(change=change, by=cast.admin)
    assert as_published(account) == before
    assert waiting_for(account) == change


def test_an_account_that_ended_has_nothing_waiting(cast, account):
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    Account.objects.filter(pk=account.pk).update(
        status=Status.CLOSED, closed_on=timezone.localdate()
    )
    assert not waiting().exists()
    with pytest.raises(Overtaken):
        approve(change=change, by=cast.admin)
    assert stored(account).handle == "gammalt"


def test_a_closing_account_can_change_too(cast, account):
    workflow.apply(account=account, transition="begin-closing", by=cast.communicator)
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    approve(change=change, by=cast.admin)
    assert (stored(account).handle, stored(account).status) == ("nytt.namn", Status.CLOSING)


def test_those_who_may_change_the_account_may_take_it_back(cast, account):
    change = ask(account=account, after={"url": NEW}, by=cast.communicator)
    for user in (cast.other_communicator, cast.staff, cast.auditor):
        with pytest.raises(NotAllowed):
            withdraw(change=change, by=user)
    assert withdraw(change=change, by=cast.communicator).state == ChangeState.WITHDRAWN
    with pytest.raises(Overtaken):
        withdraw(change=change, by=cast.communicator)
    assert Event.objects.filter(action="change-withdrawn").count() == 1


def test_a_handle_may_come_back(cast, account):
    approve(change=ask(account=account, after={"url": NEW}, by=cast.communicator), by=cast.admin)
    back = ask(account=account, after={"url": account.url}, by=cast.communicator)
    approve(change=back, by=cast.admin)
    assert stored(account).handle == "gammalt"
    assert Handle.objects.get(account=account, held_until=None).handle == "gammalt"


def test_the_queue_costs_the_same_for_one_and_many(cast, django_assert_num_queries):
    def asked(name: str) -> None:
        account = AccountFactory(unit=cast.own_unit)
        ask(account=account, after={"url": f"facebook.com/{name}"}, by=cast.communicator)

    def read() -> list:
        return [
            (c.account.name, c.account.platform.name, c.account.unit.name, c.asked_by.name,
             changes.age(c), changes.change_words.parts_of(c))
            for c in waiting()
        ]  # fmt: skip

    asked("nytt.ett")
    with django_assert_num_queries(1):
        assert len(read()) == 1
    asked("nytt.tva")
    asked("nytt.tre")
    with django_assert_num_queries(1):
        assert len(read()) == 3
