"""The pages that change an account in use: at once, by a decision, and when two people write."""

import re

import pytest
from django.apps import apps
from django.test import Client
from django.utils.html import escape

from accounts.domain import changes, editing
from accounts.domain.editing import PARTS
from accounts.models import Account, Change, Contact, Person
from tests.factories import AccountFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db
NEW = "https://www.facebook.com/nytt.namn"


@pytest.fixture
def account(cast) -> Account:
    made = AccountFactory(
        name="Biologi", slug="biologi", handle="gammalt", unit=cast.own_unit,
        owner=PersonFactory(name="Olle Ägare", email="olle@example.org"), deputy=True,
    )  # fmt: skip
    complete(made, goals="Femhundra följare")
    return Account.objects.get(pk=made.pk)


@pytest.fixture
def mine(client, cast) -> Client:
    client.force_login(cast.communicator)
    return client


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


INPUT = re.compile(r"<input[^>]*>")


def sent_as_it_stands(response) -> dict:
    """What a browser would send of the form on the page."""
    form = response.context["form"]
    data = {"seen": response.context["seen"]}
    for bound in form:
        value = bound.value()
        if bound.widget_type == "people":
            for number, row in enumerate(value or ()):
                data |= {f"{bound.name}_{number}_{part}": text for part, text in row.items()}
        elif isinstance(value, bool):
            data |= {bound.name: "on"} if value else {}
        elif value is not None:
            data[bound.name] = [str(v) for v in value] if isinstance(value, list) else str(value)
    return data


def stored(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def url(account: Account, rest: str = "") -> str:
    return f"/mine/accounts/{account.slug}/edit/{rest}"


def test_the_overview_shows_every_part_with_what_it_holds(mine, account):
    page = mine.get(url(account)).content.decode()
    for code in PARTS:
        assert url(account, f"{code}/") in page
    for text in ("Femhundra följare", "Olle Ägare", "gammalt", url(account, "identity/")):
        assert text in page


@pytest.mark.parametrize("code", PARTS)
def test_a_part_sent_as_it_stands_changes_nothing(mine, account, code):
    form = mine.get(url(account, f"{code}/"))
    answer = mine.post(url(account, f"{code}/"), sent_as_it_stands(form))
    assert answer.status_code == 302
    assert stored(account).version == account.version


def test_an_edit_leaves_the_account_published_and_shows_at_once(mine, account):
    matrix = Client().get("/accounts/").content.decode()
    assert "Femhundra följare" in matrix
    form = mine.get(url(account, "goals/"))
    data = sent_as_it_stands(form) | {"account_goals": "Tusen följare"}
    sent = mine.post(url(account, "goals/"), data)
    assert sent["Location"] == url(account) + "#goals"
    assert stored(account).status == "published"
    changed = Client().get("/accounts/").content.decode()
    assert changed == matrix.replace("Femhundra följare", "Tusen följare")
    assert "Tusen följare" in Client().get("/accounts/biologi/").content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed(mine, account):
    form = mine.get(url(account, "goals/"))
    data = sent_as_it_stands(form) | {"account_goals": "Lösenord: hunter2"}
    page = mine.post(url(account, "goals/"), data)
    assert page.status_code == 200
    assert "Lösenord: hunter2" in page.content.decode()
    assert page.context["seen"] == data["seen"]
    assert stored(account).goals == "Femhundra följare"


def test_the_owner_is_refused_as_deputy(mine, account):
    form = mine.get(url(account, "people/"))
    data = sent_as_it_stands(form) | {"contacts_deputy_0_email": "olle@example.org"}
    page = mine.post(url(account, "people/"), data)
    assert page.context["form"].errors["contacts_deputy"]


def test_the_later_of_two_sees_both_versions_and_keeps_what_was_typed(mine, cast, account):
    path = url(account, "goals/")
    data = sent_as_it_stands(mine.get(path)) | {
        "account_goals": "Mina <mål>", "account_evaluation_routine": "Min rutin"
    }  # fmt: skip
    admin = client_of(cast.admin)
    admin.post(path, sent_as_it_stands(admin.get(path)) | {"account_goals": "Adminens mål"})
    page = mine.post(path, data)
    text = page.content.decode()
    shown = re.sub(r"<[^>]+>", "", text.replace('<span class="visually-hidden">nytt: </span>', ""))
    assert stored(account).goals == "Adminens mål"
    for said in ("Femhundra följare", "Adminens mål", escape("Mina <mål>"), cast.admin.name):
        assert said in shown
    assert re.search(r'name="choose_account_goals" value="mine"[^>]*checked', text)

    again = {
        "seen": page.context["seen"], **dict(page.context["carried"]),
        "choose_account_goals": "mine",
    }  # fmt: skip
    assert mine.post(path, again)["Location"] == url(account) + "#goals"
    assert (stored(account).goals, stored(account).evaluation_routine) == (
        "Mina <mål>", "Min rutin"
    )  # fmt: skip


def test_choosing_what_is_there_keeps_it_and_saves_the_rest(mine, cast, account):
    path = url(account, "goals/")
    data = sent_as_it_stands(mine.get(path)) | {
        "account_goals": "Mina mål", "account_evaluation_routine": "Min rutin"
    }  # fmt: skip
    Account.objects.filter(pk=account.pk).update(goals="Adminens mål")
    page = mine.post(path, data)
    again = {
        "seen": page.context["seen"], **dict(page.context["carried"]),
        "choose_account_goals": "now",
    }  # fmt: skip
    Account.objects.filter(pk=account.pk).update(goals="Tredje mål")
    third = mine.post(path, again)
    assert third.context["rows"][0]["options"][1] == {
        "value": "now", "label": third.context["rows"][0]["options"][1]["label"], "checked": True
    }  # fmt: skip
    again |= {"seen": third.context["seen"]}
    assert mine.post(path, again).status_code == 302
    assert (stored(account).goals, stored(account).evaluation_routine) == (
        "Tredje mål", "Min rutin"
    )  # fmt: skip


def test_the_conflict_page_carries_everything_that_was_typed(mine, cast, account):
    path = url(account, "why/")
    data = sent_as_it_stands(mine.get(path)) | {
        "account_purpose": "Rad ett\nRad två", "account_audiences": ["students", "staff"]
    }  # fmt: skip
    Account.objects.filter(pk=account.pk).update(purpose="Annat")
    page = mine.post(path, data)
    carried = page.context["carried"]
    assert ("account_purpose", "Rad ett\nRad två") in carried
    assert [value for name, value in carried if name == "account_audiences"] == [
        "students", "staff"
    ]  # fmt: skip
    inputs = INPUT.findall(page.content.decode())
    for name, value in carried:
        assert any(f'name="{name}"' in tag and f'value="{escape(value)}"' in tag for tag in inputs)


def test_a_double_click_saves_once(mine, account):
    path = url(account, "goals/")
    data = sent_as_it_stands(mine.get(path)) | {"account_goals": "Tusen"}
    assert mine.post(path, data).status_code == 302
    version = stored(account).version
    assert mine.post(path, data).status_code == 302
    assert stored(account).version == version


def test_identity_waits_and_the_published_version_stays_in_the_matrix(mine, cast, account):
    before = Client().get("/accounts/").content
    form = mine.get(url(account, "identity/"))
    data = sent_as_it_stands(form) | {"url": "facebook.com/Nytt.Namn/?x=1", "why": "Nytt namn."}
    sent = mine.post(url(account, "identity/"), data)
    assert sent["Location"] == url(account, "identity/")
    change = Change.objects.get()
    assert change.after["url"] == NEW.replace("nytt.namn", "Nytt.Namn")
    assert Client().get("/accounts/").content == before
    page = mine.get(url(account, "identity/")).content.decode()
    assert "Ta tillbaka" in page or "Take it back" in page


def test_what_waits_can_be_taken_back_once(mine, cast, account):
    change = changes.ask(account=account, after={"url": NEW}, by=cast.communicator)
    path = url(account, "identity/withdraw/")
    for _click in range(2):
        assert mine.post(path, {"change": change.pk})["Location"] == url(account, "identity/")
    change.refresh_from_db()
    assert change.state == "withdrawn"
    other = AccountFactory(unit=cast.own_unit)
    for wrong in ("", "x", "0", "99999"):
        assert mine.post(path, {"change": wrong}).status_code == 404
    assert mine.post(url(other, "identity/withdraw/"), {"change": change.pk}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"url": "https://www.instagram.com/x"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "facebook.com/taget"}, "url"),
        ({"unit": "nosuch"}, "unit"),
        ({"owner_0_email": "ingen"}, "owner"),
        ({"owner_0_name": "", "owner_0_email": "okand@example.org"}, "owner"),
        ({"why": "lösenord: hunter2"}, "why"),
        ({"why": "x" * 2001}, "why"),
        ({}, None),
    ],
)
def test_an_identity_that_cannot_be_is_refused_beside_its_field(mine, account, typed, field):
    AccountFactory(handle="taget")
    form = mine.get(url(account, "identity/"))
    page = mine.post(url(account, "identity/"), sent_as_it_stands(form) | typed)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field or "__all__"}
    assert not Change.objects.exists()


def test_a_stale_identity_form_shows_what_waits_before_it_asks(mine, cast, account):
    path = url(account, "identity/")
    data = sent_as_it_stands(mine.get(path)) | {"unit": "science"}
    changes.ask(account=account, after={"url": NEW}, by=cast.admin)
    page = mine.post(path, data)
    assert page.context["form"].errors["__all__"]
    assert page.context["form"]["unit"].value() == "science"
    assert "nytt.namn" in page.content.decode()
    assert Change.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "auditor", "communicator", "other_communicator", "admin"])
@pytest.mark.parametrize("rest", ["", "goals/", "identity/"])
def test_who_comes_in(cast, account, who, rest):
    expected = {"communicator": 200, "admin": 200, "other_communicator": 403}.get(who, 404)
    client = client_of(getattr(cast, who))
    assert client.get(url(account, rest)).status_code == expected
    if expected != 200:
        assert client.post(url(account, rest), {"account_goals": "X"}).status_code in (
            403,
            404,
            405,
        )
        assert stored(account).version == account.version


def test_hidden_missing_and_ended_accounts_are_missing(cast, client):
    client.force_login(cast.communicator)
    hidden = AccountFactory(unit=cast.other_unit, draft=True)
    closed = AccountFactory(unit=cast.own_unit, closed=True)
    for slug in (hidden.slug, closed.slug, "no-such"):
        for rest in ("", "goals/", "identity/"):
            assert client.get(f"/mine/accounts/{slug}/edit/{rest}").status_code == 404
    shown = AccountFactory(unit=cast.own_unit)
    assert client.get(url(shown, "nosuch/")).status_code == 404
    pages = [
        client.get(f"/mine/accounts/{slug}/edit/").content.decode().replace(slug, "")
        for slug in (hidden.slug, "no-such")
    ]
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", p) for p in pages}) == 1


def test_a_draft_is_changed_where_it_is_written(cast, client):
    client.force_login(cast.communicator)
    draft = AccountFactory(unit=cast.own_unit, draft=True)
    assert client.get(url(draft))["Location"] == f"/mine/register/{draft.slug}/"
    assert client.get(url(draft, "goals/")).status_code == 404


def every_field_name() -> list[str]:
    models = apps.get_app_config("accounts").get_models()
    names = {field.name for model in models for field in model._meta.get_fields()}
    people = {f"contacts_owner_0_{part}" for part in ("name", "email", "phone")}
    return sorted(names | {f"{n}_id" for n in names} | {f"account_{n}" for n in names} | people)


@pytest.mark.parametrize("who", ["staff", "auditor", "communicator", "other_communicator", "admin"])
@pytest.mark.parametrize("code", [*PARTS, "identity"])
def test_every_model_field_posted_changes_nothing_but_what_the_form_asks(cast, account, who, code):
    """TRUST S5: mass assignment."""
    client, path = client_of(getattr(cast, who)), url(account, f"{code}/")
    form = client.get(path)
    asked = sent_as_it_stands(form) if form.status_code == 200 else {}
    before = Account.objects.filter(pk=account.pk).values().get()
    owner = Contact.objects.get(account=account, role="owner").person_id
    people = set(Person.objects.values_list("pk", flat=True))
    junk = dict.fromkeys(every_field_name(), "999") | {"status": "closed", "owner": "999"}
    form_names = set(asked) | (set(form.context["form"].fields) if asked else set())
    client.post(path, {**{k: v for k, v in junk.items() if k not in form_names}, **asked})
    assert Account.objects.filter(pk=account.pk).values().get() == before
    assert Contact.objects.get(account=account, role="owner").person_id == owner
    assert set(Person.objects.values_list("pk", flat=True)) == people
    assert not Change.objects.exists()


def test_the_pages_cost_the_same_however_many_people(mine, account, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        mine.get(url(account))
        for rest in ("", "people/", "identity/"):
            with django_assert_max_num_queries(20) as counted:
                mine.get(url(account, rest))
            counts.append(len(counted))
        for _number in range(3):
            Contact.objects.create(account=account, person=PersonFactory(), role="publisher")
    assert counts[:3] == counts[3:]


def test_the_token_says_nothing_of_other_parts(mine, account):
    token = mine.get(url(account, "goals/")).context["seen"]
    told = editing.read_seen(token, account, PARTS["goals"])
    assert set(told.values) == {"account.goals", "account.evaluation_routine"}
