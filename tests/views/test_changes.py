"""The page where a change of identity is decided on."""

import pytest
from django.test import Client

from accounts.domain import changes
from accounts.models import Account, Change
from tests.factories import AccountFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    return AccountFactory(
        name="Biologi", handle="biologi.lund", unit=cast.own_unit,
        owner=PersonFactory(name="Olle Ägare"),
    )  # fmt: skip


@pytest.fixture
def change(cast, account) -> Change:
    return changes.ask(
        account=account,
        after={"url": "facebook.com/biologi.lunds", "unit": cast.other_unit.pk,
               "owner": PersonFactory(name="Nina Ny").pk},
        by=cast.communicator,
        why="Vi bytte namn.",
    )  # fmt: skip


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_shows_before_and_after_letter_by_letter_and_whom_it_concerns(cast, change):
    page = client_of(cast.admin).get(f"/en{change.get_absolute_url()}").content.decode()
    assert '<ins><span class="visually-hidden">new: </span>s</ins>' in page
    for text in (
        *("Olle Ägare", "Nina Ny", "Faculty of Law", "Department of Biology", "Vi bytte namn."),
        *(cast.communicator.email, cast.other_communicator.email),
    ):
        assert text in page


def test_only_an_admin_without_a_part_in_it_gets_the_buttons(cast, change):
    second = UserFactory(role="admin", email="second@example.org")
    own = changes.ask(account=AccountFactory(), after={"unit": cast.own_unit.pk}, by=second)
    assert b'name="outcome"' in client_of(cast.admin).get(change.get_absolute_url()).content
    assert b'name="outcome"' not in client_of(cast.auditor).get(change.get_absolute_url()).content
    assert b'name="outcome"' not in client_of(second).get(own.get_absolute_url()).content
    for user in (cast.staff, cast.communicator, cast.other_communicator):
        assert client_of(user).get(change.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("outcome", ["approve", "decline"])
def test_who_may_not_decide_is_refused_and_nothing_changes(cast, change, outcome):
    for user, status in ((cast.auditor, 403), (cast.staff, 404), (cast.communicator, 404),
                         (cast.other_communicator, 404)):  # fmt: skip
        answer = client_of(user).post(
            change.get_absolute_url(), {"outcome": outcome, "reason": "Nej"}
        )
        assert answer.status_code == status
    second = UserFactory(role="admin", email="second@example.org")
    own = changes.ask(account=AccountFactory(), after={"unit": cast.own_unit.pk}, by=second)
    answer = client_of(second).post(own.get_absolute_url(), {"outcome": outcome, "reason": "Nej"})
    assert answer.status_code == 403
    assert set(Change.objects.values_list("state", flat=True)) == {"waiting"}


def test_approving_changes_the_account(cast, change, account):
    sent = client_of(cast.admin).post(
        change.get_absolute_url(), {"outcome": "approve", "reason": ""}
    )
    assert sent["Location"] == change.get_absolute_url()
    account.refresh_from_db()
    assert (account.handle, account.unit, account.status) == (
        "biologi.lunds", cast.other_unit, "published"
    )  # fmt: skip
    public = Client().get(account.get_absolute_url()).content.decode()
    assert "biologi.lund</" in public or "biologi.lund " in public


def test_declining_without_a_reason_comes_back(cast, change, account):
    page = client_of(cast.admin).post(change.get_absolute_url(), {"outcome": "decline"})
    assert page.status_code == 200
    assert page.context["form"].errors["reason"]
    change.refresh_from_db()
    assert change.state == "waiting"


@pytest.mark.parametrize("data", [{}, {"outcome": "publish"}, {"reason": "Ja"},
                                  {"outcome": "approve", "reason": "lösenord: hunter2"},
                                  {"outcome": "approve", "reason": "a\x00b"},
                                  {"outcome": "approve", "reason": "x" * 2001}])  # fmt: skip
def test_what_is_no_decision_decides_nothing(cast, change, data):
    assert client_of(cast.admin).post(change.get_absolute_url(), data).status_code == 200
    change.refresh_from_db()
    assert change.state == "waiting"


def test_the_second_of_two_deciders_sees_who_did_what(cast, change, account):
    first, second = client_of(cast.admin), client_of(UserFactory(role="admin", email="b@e.org"))
    first.post(change.get_absolute_url(), {"outcome": "approve", "reason": "Fint."})
    late = second.post(
        change.get_absolute_url(), {"outcome": "decline", "reason": "Nej"}, follow=True
    )
    text = late.content.decode()
    assert late.status_code == 200
    assert cast.admin.name in text
    assert "Fint." in text
    account.refresh_from_db()
    assert account.handle == "biologi.lunds"


def test_what_has_moved_on_is_said_and_cannot_be_approved(cast, change, account):
    Account.objects.filter(pk=account.pk).update(unit=cast.faculty)
    page = client_of(cast.admin).get(change.get_absolute_url())
    assert page.context["moved_on"]
    assert b'value="approve"' not in page.content
    client_of(cast.admin).post(change.get_absolute_url(), {"outcome": "approve"})
    change.refresh_from_db()
    assert change.state == "waiting"


def test_a_change_of_an_account_that_ended_has_no_buttons(cast, change, account):
    Account.objects.filter(pk=account.pk).update(status="withdrawn")
    page = client_of(cast.admin).get(change.get_absolute_url())
    assert page.context["has_ended"]
    assert b'name="outcome"' not in page.content
    assert client_of(cast.admin).post(
        change.get_absolute_url(), {"outcome": "approve"}
    ).status_code == 302  # fmt: skip


def test_the_page_costs_a_bounded_number_of_queries(cast, change, django_assert_max_num_queries):
    client = client_of(cast.admin)
    client.get(change.get_absolute_url())
    with django_assert_max_num_queries(20):
        client.get(change.get_absolute_url())


def test_every_model_field_posted_decides_nothing(cast, change):
    names = [f.name for model in (Change, Account) for f in model._meta.get_fields()]
    before = Change.objects.filter(pk=change.pk).values().get()
    for user in (cast.admin, cast.auditor, cast.staff, cast.communicator):
        client_of(user).post(change.get_absolute_url(), dict.fromkeys(names, "approved"))
    assert Change.objects.filter(pk=change.pk).values().get() == before
