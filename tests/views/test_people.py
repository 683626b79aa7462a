"""The pages about people: who may open them, what they show, what they cost."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import TwoStep
from accounts.models import Event, Person
from tests.factories import (
    AccessHolderFactory,
    AccountFactory,
    HandOverFactory,
    NoticeFactory,
    PersonFactory,
    UserFactory,
)
from tests.test_visibility_leaks import text_of

pytestmark = pytest.mark.django_db

CLOSED_FOR = ["staff", "communicator", "other_communicator"]


@pytest.fixture
def olle(cast):
    return PersonFactory(name="Olle Åkerlund", email="olle@lu.se", unit=cast.own_unit)


@pytest.mark.parametrize("who", CLOSED_FOR)
@pytest.mark.parametrize("tail", ["", "{pk}/", "{pk}/extract.json", "{pk}/leave/", "{pk}/left/",
                                  "{pk}/erase/"])  # fmt: skip
def test_people_pages_do_not_exist_for_others(client, cast, olle, who, tail):
    client.force_login(getattr(cast, who))
    assert client.get(f"/staff/people/{tail.format(pk=olle.pk)}").status_code == 404


@pytest.mark.parametrize("tail", ["leave/", "erase/", "back/"])
def test_an_auditor_reads_but_cares_for_nobody(client, cast, olle, tail):
    client.force_login(cast.auditor)
    assert client.get(f"/staff/people/{olle.pk}/").status_code == 200
    assert client.post(f"/staff/people/{olle.pk}/{tail}").status_code == 404


def test_a_walk_of_numbers_meets_the_same_404(client, cast, olle):
    """TRUST S4: hidden and missing give the same answer."""
    AccountFactory(owner=PersonFactory(name="Egen"), unit=cast.own_unit)
    client.force_login(cast.communicator)
    hidden = client.get(f"/mine/people/{olle.pk}/")
    missing = client.get(f"/mine/people/{olle.pk + 5000}/")
    huge = client.get(f"/mine/people/{10**20}/")
    bodies = {
        text_of(answer).replace(f"people/{number}/", "").replace(f"people%2F{number}%2F", "")
        for answer, number in ((hidden, olle.pk), (missing, olle.pk + 5000), (huge, 10**20))
    }
    assert {hidden.status_code, missing.status_code, huge.status_code} == {404}
    assert len(bodies) == 1


def test_the_list_finds_somebody_by_folded_half_name(client, cast, olle):
    PersonFactory(name="Bo Ek")
    client.force_login(cast.auditor)
    rows = client.get("/staff/people/", {"q": "aker"}).context["rows"]
    assert [row["person"].name for row in rows] == ["Olle Åkerlund"]


def test_the_list_says_what_each_holds(client, cast, olle):
    account = AccountFactory(owner=olle, unit=cast.own_unit)
    AccountFactory(owner=olle, unit=cast.own_unit)
    AccessHolderFactory(person=olle, account=account)
    client.force_login(cast.admin)
    (row,) = client.get("/en/staff/people/?q=olle").context["rows"]
    assert row["holds"] == "owner of 2, access to 1"


@pytest.mark.parametrize("query", ["q=%00", "unit=nowhere", "state=x", "page=after.9", "q=zzz"])
def test_a_query_that_means_nothing_is_answered(client, cast, query):
    client.force_login(cast.admin)
    assert client.get(f"/staff/people/?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_person_and_many(client, cast, olle):
    AccountFactory(owner=olle, unit=cast.own_unit)
    client.force_login(cast.admin)

    def queries() -> int:
        client.get("/staff/people/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/staff/people/").status_code == 200
        return len(caught)

    one = queries()
    for _ in range(3):
        AccountFactory(owner=True, deputy=True, unit=cast.own_unit)
    assert queries() == one


def test_a_persons_page_costs_the_same_for_one_account_and_many(client, cast, olle):
    client.force_login(cast.admin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/staff/people/{olle.pk}/").status_code == 200
        return len(caught)

    def hold() -> None:
        account = AccountFactory(owner=olle, unit=cast.own_unit)
        AccessHolderFactory(person=olle, account=account)
        HandOverFactory(account=account, taker=PersonFactory(), giver=olle)
        NoticeFactory(person=olle)
        client.get("/staff/people/")

    hold()
    one = queries()
    hold()
    hold()
    assert queries() == one


def test_a_person_page_lists_all_they_hold(client, cast, olle):
    olle.user = UserFactory(unit=cast.own_unit, communicates_for=[cast.faculty])
    olle.save()
    account = AccountFactory(name="Ett konto", owner=olle, unit=cast.own_unit, draft=True)
    AccessHolderFactory(person=olle, account=account, two_step=TwoStep.OFF)
    AccountFactory(name="Avslutat", deputy=olle, unit=cast.own_unit, closed=True)
    NoticeFactory(person=olle, subject="Påminnelse")
    client.force_login(cast.auditor)
    page = client.get(f"/staff/people/{olle.pk}/").content.decode()
    for text in ("Ett konto", "Avslutat", "Eget tvåsteg: Av", "Påminnelse", cast.faculty.name_sv):
        assert text in page


def test_a_communicator_sees_of_a_person_own_accounts_only(client, cast, olle):
    AccountFactory(name="Mitt konto", owner=olle, unit=cast.own_unit)
    AccountFactory(name="Annans konto", owner=olle, unit=cast.other_unit)
    client.force_login(cast.communicator)
    assert b"Olle" in client.get("/mine/people/").content
    page = client.get(f"/mine/people/{olle.pk}/").content.decode()
    assert "Mitt konto" in page
    assert "Annans konto" not in page
    assert "extract.json" not in page


def test_an_admins_own_people_are_all_of_them(client, cast, olle):
    client.force_login(cast.admin)
    assert client.get("/mine/people/")["Location"] == "/staff/people/"
    assert client.get(f"/mine/people/{olle.pk}/")["Location"] == f"/staff/people/{olle.pk}/"


def test_everything_kept_about_somebody_is_a_file(client, cast, olle):
    account = AccountFactory(owner=olle, unit=cast.own_unit)
    NoticeFactory(person=olle, subject="Hej")
    client.force_login(cast.admin)
    answer = client.get(f"/staff/people/{olle.pk}/extract.json")
    told = json.loads(answer.content)
    assert told["person"]["email"] == "olle@lu.se"
    assert told["contact_for"][0]["account"] == account.slug
    assert told["mails"][0]["subject"] == "Hej"
    assert f'filename="person-{olle.pk}.json"' in answer["Content-Disposition"]


def test_my_page_shows_what_i_hold_and_makes_nobody(client, cast):
    client.force_login(cast.staff)
    before = Person.objects.count()
    assert client.get("/mine/me/").status_code == 200
    assert Person.objects.count() == before
    person = PersonFactory(user=cast.staff, email=cast.staff.email)
    AccountFactory(name="Mitt konto", owner=person)
    AccountFactory(name="Hemligt utkast", owner=person, draft=True)
    page = client.get("/mine/me/").content.decode()
    assert "Mitt konto" in page
    assert "Hemligt utkast" not in page, "a draft of another unit does not exist for staff"


def test_i_decide_whether_my_name_is_public(client, cast):
    client.force_login(cast.staff)
    answer = client.post("/mine/me/", {"agrees": "on", "language": "en"})
    assert answer.status_code == 302
    person = Person.objects.get(user=cast.staff)
    assert (person.name_is_public, person.language) == (True, "en")
    client.post("/mine/me/", {"language": "en"})
    person.refresh_from_db()
    assert not person.name_is_public


def test_a_protected_name_stays_protected(client, cast):
    PersonFactory(user=cast.staff, protected=True)
    client.force_login(cast.staff)
    answer = client.post("/mine/me/", {"agrees": "on", "language": "sv"})
    assert answer.status_code == 200
    assert "agrees" in answer.context["form"].errors


def test_my_extract_is_about_me(client, cast):
    client.force_login(cast.staff)
    told = json.loads(client.get("/mine/me/extract.json").content)
    assert told["user"]["email"] == cast.staff.email
    assert "password" not in told["user"]


def test_coming_back_is_one_button(client, cast, olle):
    olle.left_on = timezone.localdate() - timedelta(days=1)
    olle.save()
    client.force_login(cast.admin)
    assert client.get(f"/staff/people/{olle.pk}/back/").status_code == 405
    client.post(f"/staff/people/{olle.pk}/back/")
    client.post(f"/staff/people/{olle.pk}/back/")
    olle.refresh_from_db()
    assert olle.left_on is None
    assert Event.objects.filter(action="came-back").count() == 1
