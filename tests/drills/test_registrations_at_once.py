"""Many at once, double clicks and two windows: one outcome each, on the engine of the run."""

import uuid

import pytest
from django.db import connection
from django.test import Client

from accounts.choices import Role
from accounts.models import Account, Event, Handle, Notice, Person
from tests.drills import registrations_at_once as drill
from tests.factories import AccountFactory, UserFactory, complete

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50 if connection.vendor == "postgresql" else 12
"""SQLite lets one write after the other; that is seen with fewer people as well."""
TOKEN = str(uuid.UUID(int=5))


def clicks(user, url, data, times=4):
    """The same page sent several times at once from one session."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    clients = [Client(raise_request_exception=False) for _ in range(times)]
    for each in clients:
        each.cookies.load(cookies)
    return drill.all_at_once([lambda c=c: c.post(url, data) for c in clients])


def test_one_account_registered_by_many_at_once_is_one_row_and_clear_answers(cast):
    units = (cast.own_unit, cast.other_unit)
    users = [UserFactory(role=Role.COMMUNICATOR, unit=units[n % 2]) for n in range(PEOPLE)]
    result = drill.race(users, "lundbio")
    assert (result.started, result.told, result.errors, dict(result.others)) == (
        1, PEOPLE - 1, 0, {},
    )  # fmt: skip
    assert (Account.objects.count(), Handle.objects.count()) == (1, 1)
    assert Event.objects.filter(action="started").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"address": "instagram.com/lundbio", "seen": "instagram:lundbio"},
        {"kind": "plan", "plan_platform": "tiktok", "name": "Lunds bio"},
    ],
    ids=["existing", "planned"],
)
def test_a_start_clicked_many_times_is_one_draft(cast, data):
    answers = clicks(cast.communicator, drill.REGISTER, {**data, "token": TOKEN})
    assert {answer.status_code for answer in answers} == {302}
    assert Account.objects.count() == 1
    assert Event.objects.filter(action="started").count() == 1


def test_many_plans_of_one_name_at_once_get_a_slug_each(cast):
    users = [UserFactory(role=Role.COMMUNICATOR, unit=cast.own_unit) for _ in range(4)]
    tasks = []
    for user in users:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        data = {"kind": "plan", "plan_platform": "tiktok", "name": "Bio"}
        data["token"] = str(uuid.uuid4())
        tasks.append(lambda c=client, d=data: c.post(drill.REGISTER, d))
    assert [answer.status_code for answer in drill.all_at_once(tasks)] == [302] * 4
    assert Account.objects.values("slug").distinct().count() == 4


def test_sending_clicked_many_times_is_one_submission(cast):
    account = complete(
        AccountFactory(draft=True, unit=cast.own_unit, registered_by=cast.communicator)
    )
    answers = clicks(cast.communicator, f"{drill.REGISTER}{account.slug}/send/", {})
    assert {answer.status_code for answer in answers} == {302}
    assert Account.objects.get().status == "submitted"
    assert Event.objects.filter(action="submit").count() == 1


def test_withdrawing_clicked_many_times_is_one_withdrawal(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit, registered_by=cast.communicator)
    answers = clicks(cast.communicator, f"{drill.REGISTER}{account.slug}/withdraw/", {})
    assert {answer.status_code for answer in answers} == {302}
    assert Event.objects.filter(action="withdraw").count() == 1


def test_asking_clicked_many_times_is_one_mail(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit)
    data = {"question": "Hur?", "token": TOKEN}
    answers = clicks(cast.admin, f"{drill.REGISTER}{account.slug}/ask/", data)
    assert {answer.status_code for answer in answers} == {302}
    assert Notice.objects.count() == 1


def test_a_step_saved_in_two_windows_at_once_keeps_one_and_shows_the_other(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit, registered_by=cast.communicator)
    url = f"{drill.REGISTER}{account.slug}/goals/"
    tasks = []
    for text in ("Ett", "Två"):
        client = Client(raise_request_exception=False)
        client.force_login(cast.communicator)
        data = {"version": 1, "account_goals": text}
        tasks.append(lambda c=client, d=data: c.post(url, d))
    answers = drill.all_at_once(tasks)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    page = next(a for a in answers if a.status_code == 200).content.decode()
    assert "Ett" in page
    assert "Två" in page
    assert Event.objects.filter(account_id=account.pk).count() == 1


def test_one_new_person_named_in_two_drafts_at_once_is_one_person(cast):
    tasks = []
    for number in range(4):
        account = AccountFactory(draft=True, unit=cast.own_unit, slug=f"facebook-{number}")
        client = Client(raise_request_exception=False)
        client.force_login(cast.communicator)
        data = {"version": 1, "contacts_deputy_0_name": "Bo", "contacts_deputy_0_email": "b@lu.se"}
        url = f"{drill.REGISTER}{account.slug}/people/"
        tasks.append(lambda c=client, u=url, d=data: c.post(u, d))
    assert {answer.status_code for answer in drill.all_at_once(tasks)} <= {200, 302}
    assert Person.objects.filter(email="b@lu.se").count() == 1
