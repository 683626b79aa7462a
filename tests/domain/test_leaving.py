"""Somebody leaves: all they hold is passed on at once, access and sign-in are taken away."""

import pytest
from django.utils import timezone

from accounts.choices import ContactRole, Lapse, Role
from accounts.domain import handovers, leaving, succession, two_factor, vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from accounts.domain.succession import NewPerson
from accounts.exceptions import NotAllowed, Overtaken, RegisterError
from accounts.models import (
    AccessHolder,
    Contact,
    Event,
    HandOver,
    Notice,
    Person,
    Review,
    Security,
    Unit,
)
from tests.factories import (
    AccessHolderFactory,
    AccountFactory,
    ContactFactory,
    PersonFactory,
    ReviewFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(cast):
    user = UserFactory(
        name="Lea Lämnar", email="lea@lu.se", role=Role.COMMUNICATOR, unit=cast.own_unit,
        communicates_for=[cast.own_unit],
    )  # fmt: skip
    return PersonFactory(name="Lea Lämnar", email="lea@lu.se", user=user)


def proposals(person):
    return succession.proposals(person, vocabulary.current())


def defaults(person):
    return {proposal.contact.pk: proposal.default for proposal in proposals(person)}


def people_in(account, role):
    return [c.person for c in account.contacts.filter(role=role).select_related("person")]


def test_the_deputy_is_proposed_as_owner_then_the_communicator(leaver, cast):
    deputy = PersonFactory()
    with_deputy = AccountFactory(owner=leaver, deputy=deputy, unit=cast.own_unit)
    without = AccountFactory(owner=leaver, unit=cast.own_unit)
    nobody = AccountFactory(owner=leaver, unit=cast.university)
    found = {p.account: p.default for p in proposals(leaver)}
    assert found == {with_deputy: deputy, without: cast.communicator, nobody: None}


def test_proposals_cost_the_same_for_one_account_and_many(leaver, cast, django_assert_num_queries):
    AccountFactory(owner=leaver, deputy=True, unit=cast.own_unit)
    vocabulary.current()
    with django_assert_num_queries(4):
        proposals(leaver)
    for _ in range(3):
        AccountFactory(owner=leaver, deputy=True, unit=cast.other_unit)
    with django_assert_num_queries(4 + 3):  # three are the vocabulary's own, at a new revision
        proposals(leaver)


def test_leaving_passes_everything_on_at_once(leaver, cast):
    deputy = PersonFactory(email="deputy@lu.se")
    account = AccountFactory(owner=leaver, deputy=deputy, unit=cast.own_unit)
    other = AccountFactory(deputy=leaver, owner=True, unit=cast.own_unit)
    AccessHolderFactory(person=leaver, account=account)
    review = ReviewFactory(account=account, person=leaver)
    leaving.leave(person=leaver, successors=defaults(leaver), by=cast.admin)
    leaver.refresh_from_db()
    account.refresh_from_db()
    assert leaver.left_on == timezone.localdate()
    assert people_in(account, ContactRole.OWNER) == [deputy]
    assert people_in(account, ContactRole.DEPUTY) == []
    assert account.owner_email == "deputy@lu.se"
    assert people_in(other, ContactRole.DEPUTY) == []
    assert not AccessHolder.objects.exists()
    assert Review.objects.get(pk=review.pk).person == deputy
    assert not Contact.objects.filter(person=leaver).exists()
    mail = Notice.objects.get(kind="passed-on")
    assert (mail.email, account.name in mail.text) == ("deputy@lu.se", True)


def test_a_leaver_is_out_at_the_next_request(leaver, cast, client):
    client.force_login(leaver.user)
    assert client.get("/mine/").status_code == 200
    leaving.leave(person=leaver, successors={}, by=cast.admin)
    assert client.get("/mine/").status_code == 302
    leaver.user.refresh_from_db()
    assert viewer_of(leaver.user) == PUBLIC_VIEWER
    assert not Unit.objects.filter(communicators=leaver.user).exists()


def test_access_that_somebody_has_to_take_away_is_noted(leaver, cast):
    account = AccountFactory(unit=cast.own_unit)
    AccessHolderFactory(person=leaver, account=account)
    AccessHolderFactory(person=leaver, account=AccountFactory(closed=True))
    leaving.leave(person=leaver, successors={}, by=cast.admin)
    assert leaving.access_to_remove(leaver) == [account]
    assert Event.objects.filter(account_id=account.pk, action=leaving.ACCESS_TO_REMOVE).count() == 1


def test_an_account_may_be_left_open_or_given_to_a_new_face(leaver, cast):
    first = AccountFactory(owner=leaver, unit=cast.own_unit)
    second = AccountFactory(owner=leaver, unit=cast.own_unit)
    chosen = {
        first.contacts.get().pk: None,
        second.contacts.get().pk: NewPerson("Ny@lu.se", "Ny Person"),
    }
    leaving.leave(person=leaver, successors=chosen, by=cast.admin)
    assert people_in(first, ContactRole.OWNER) == []
    assert [person.email for person in people_in(second, ContactRole.OWNER)] == ["ny@lu.se"]


def test_whoever_has_both_roles_leaves_both(leaver, cast):
    account = AccountFactory(owner=leaver, deputy=leaver, unit=cast.own_unit)
    stays = PersonFactory()
    ContactFactory(account=account, person=stays, role=ContactRole.DEPUTY)
    leaving.leave(person=leaver, successors=defaults(leaver), by=cast.admin)
    assert people_in(account, ContactRole.OWNER) == [stays]
    assert people_in(account, ContactRole.DEPUTY) == []


def test_roles_that_changed_meanwhile_are_looked_at_again(leaver, cast):
    chosen = defaults(leaver)
    AccountFactory(owner=leaver, unit=cast.own_unit)
    with pytest.raises(Overtaken):
        leaving.leave(person=leaver, successors=chosen, by=cast.admin)
    assert Person.objects.get(pk=leaver.pk).left_on is None
    assert Contact.objects.filter(person=leaver).count() == 1


def test_hand_overs_from_and_to_a_leaver_are_withdrawn(leaver, cast):
    account = AccountFactory(owner=leaver, unit=cast.own_unit)
    handovers.ask(account=account, name="Ny Ägare", email="ny@lu.se", by=cast.communicator)
    other = AccountFactory(owner=True, unit=cast.own_unit)
    handovers.ask(account=other, name="", email="lea@lu.se", by=cast.communicator)
    leaving.leave(person=leaver, successors=defaults(leaver), by=cast.admin)
    assert set(HandOver.objects.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("who", ["staff", "communicator", "auditor"])
def test_only_an_admin_does_this(leaver, cast, who):
    with pytest.raises(NotAllowed):
        leaving.leave(person=leaver, successors={}, by=getattr(cast, who))
    assert Person.objects.get(pk=leaver.pk).left_on is None


def test_nobody_leaves_twice_nor_by_themself(leaver, cast):
    leaving.leave(person=leaver, successors={}, by=cast.admin)
    with pytest.raises(Overtaken):
        leaving.leave(person=leaver, successors={}, by=cast.admin)
    oneself = PersonFactory(user=cast.admin)
    with pytest.raises(RegisterError):
        leaving.leave(person=oneself, successors={}, by=cast.admin)


def test_somebody_comes_back_as_staff_without_what_was_passed_on(leaver, cast):
    account = AccountFactory(owner=leaver, deputy=True, unit=cast.own_unit)
    leaving.leave(person=leaver, successors=defaults(leaver), by=cast.admin)
    leaving.come_back(person=leaver, by=cast.admin)
    leaver.refresh_from_db()
    assert (leaver.left_on, leaver.user.is_active, leaver.user.role) == (None, True, Role.STAFF)
    assert leaver not in people_in(account, ContactRole.OWNER)
    with pytest.raises(Overtaken):
        leaving.come_back(person=leaver, by=cast.admin)


def test_what_the_leaver_confirmed_of_two_step_holds_no_longer(cast):
    person = PersonFactory(user=cast.communicator)
    account = AccountFactory(unit=cast.own_unit)
    two_factor.confirm(account=account, state="on", method="app", by=cast.communicator)
    leaving.leave(person=person, successors={}, by=cast.admin)
    security = Security.objects.get(account=account)
    assert security.two_step_lapsed_why == Lapse.CONFIRMER_LEFT
