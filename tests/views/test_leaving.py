"""The pages for somebody who leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Contact, Event, Person
from tests.factories import AccessHolderFactory, AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver():
    return PersonFactory(name="Lea Lämnar", email="lea@lu.se")


def path(person, page="leave"):
    return f"/staff/people/{person.pk}/{page}/"


def answers(person, **more):
    today = timezone.localdate().isoformat()
    chosen = {f"to_{c.pk}": "nobody" for c in Contact.objects.filter(person=person)}
    return {"left_on": today, **chosen, **more}


def test_everything_is_shown_and_nothing_happens_before_the_button(client, cast, leaver):
    AccountFactory(name="Ett konto", owner=leaver, deputy=True, unit=cast.own_unit)
    client.force_login(cast.admin)
    page = client.get(path(leaver)).content.decode()
    assert "Ett konto" in page
    assert Person.objects.get(pk=leaver.pk).left_on is None


def test_an_account_without_anybody_to_propose_has_to_be_settled(client, cast, leaver):
    account = AccountFactory(name="Herrelöst", owner=leaver, unit=cast.university)
    contact = account.contacts.get()
    client.force_login(cast.admin)
    answer = client.post(path(leaver), answers(leaver, **{f"to_{contact.pk}": ""}))
    assert answer.status_code == 200
    assert "Herrelöst" in str(answer.context["form"].errors)
    assert Person.objects.get(pk=leaver.pk).left_on is None
    answer = client.post(path(leaver), answers(leaver))
    assert answer.status_code == 302
    assert not account.contacts.exists()


def test_somebody_else_takes_over_by_address(client, cast, leaver):
    account = AccountFactory(owner=leaver, unit=cast.own_unit)
    number = account.contacts.get().pk
    client.force_login(cast.admin)
    answer = client.post(path(leaver), answers(leaver, **{f"to_{number}": "other"}))
    assert f"email_{number}" in answer.context["form"].errors
    chosen = {f"to_{number}": "other", f"email_{number}": "ny@lu.se", f"name_{number}": "Ny Person"}
    assert client.post(path(leaver), answers(leaver, **chosen)).status_code == 302
    account.refresh_from_db()
    assert account.owner_name == "Ny Person"


def test_an_unknown_address_without_a_name_keeps_what_was_typed(client, cast, leaver):
    account = AccountFactory(owner=leaver, unit=cast.own_unit)
    number = account.contacts.get().pk
    client.force_login(cast.admin)
    chosen = {f"to_{number}": "other", f"email_{number}": "ny@lu.se"}
    answer = client.post(path(leaver), answers(leaver, **chosen))
    assert answer.status_code == 200
    assert "ny@lu.se" in answer.content.decode()
    assert account.contacts.get().person == leaver


def test_a_second_click_says_that_it_is_done(client, cast, leaver):
    client.force_login(cast.admin)
    for _ in range(2):
        assert client.post(path(leaver), answers(leaver))["Location"] == (
            f"/staff/people/{leaver.pk}/"
        )
    assert Event.objects.filter(action="left").count() == 1


@pytest.mark.parametrize("day", ["", "nonsense", "2999-01-01"])
def test_the_last_day_is_a_day_that_has_come(client, cast, leaver, day):
    client.force_login(cast.admin)
    answer = client.post(path(leaver), answers(leaver, left_on=day))
    assert "left_on" in answer.context["form"].errors


def test_access_to_take_away_is_a_list_to_print(client, cast, leaver):
    account = AccountFactory(name="Nyckelkonto", unit=cast.own_unit)
    AccessHolderFactory(person=leaver, account=account)
    client.force_login(cast.admin)
    answer = client.post(path(leaver), answers(leaver), follow=True)
    assert answer.redirect_chain == [(path(leaver, "left"), 302)]
    assert "Nyckelkonto" in answer.content.decode()


def test_erasing_shows_the_places_first(client, cast, leaver):
    AccountFactory(name="Med namn", unit=cast.own_unit, holiday_cover="Lea Lämnar, i juli")
    client.force_login(cast.admin)
    client.post(path(leaver), answers(leaver))
    page = client.get(path(leaver, "erase")).content.decode()
    assert "Lea Lämnar, i juli" in page
    assert Person.objects.get(pk=leaver.pk).email == "lea@lu.se", "looking erases nothing"
    for _ in range(2):
        assert client.post(path(leaver, "erase")).status_code == 302
    page = client.get(f"/staff/people/{leaver.pk}/").content.decode()
    assert "Tidigare kontaktperson" in page
    assert "Lea" not in page
    assert Event.objects.filter(action="erased").count() == 1


def test_who_has_not_left_is_not_erased(client, cast, leaver):
    client.force_login(cast.admin)
    client.post(path(leaver, "erase"))
    assert Person.objects.get(pk=leaver.pk).name == "Lea Lämnar"


def test_who_was_noted_as_gone_can_still_be_passed_on(client, cast, leaver):
    leaver.left_on = timezone.localdate() - timedelta(days=40)
    leaver.save()
    account = AccountFactory(owner=leaver, deputy=True, unit=cast.own_unit)
    deputy = account.contacts.get(role="deputy").person
    client.force_login(cast.admin)
    assert "Lämna vidare det som är kvar" in (
        client.get(f"/staff/people/{leaver.pk}/").content.decode()
    )
    number = account.contacts.get(role="owner").pk
    client.post(path(leaver), answers(leaver, **{f"to_{number}": f"person-{deputy.pk}"}))
    leaver.refresh_from_db()
    assert leaver.left_on == timezone.localdate() - timedelta(days=40)
    assert account.contacts.get().person == deputy
