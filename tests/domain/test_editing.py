"""Editing an account in use: what nobody saw is never written over (R1)."""

import pytest

from accounts.choices import Status
from accounts.domain import changes, editing
from accounts.domain.answer_values import comparable
from accounts.domain.answers import Named
from accounts.domain.editing import PARTS, Conflict, fields_of, read_seen, sign
from accounts.exceptions import NotAllowed, Overtaken
from accounts.models import Account, Audience, Event, Person
from tests.factories import AccountFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db
GOALS, WHY = PARTS["goals"], PARTS["why"]


@pytest.fixture
def account(cast) -> Account:
    made = AccountFactory(
        name="Biologi", unit=cast.own_unit, owner=PersonFactory(name="Olle"), deputy=True
    )
    complete(made, goals="Femhundra följare")
    return Account.objects.get(pk=made.pk)


@pytest.fixture
def write(account, cast):
    """Somebody opens a part; what the answer gives saves it."""

    def opened(part=GOALS, by=None):
        seen = read_seen(sign(editing.for_editing(account.pk), part), account, part)

        def save(keep=(), **typed):
            values = {f"account.{name}": value for name, value in typed.items()}
            return editing.save(
                account=account, part=part, typed=values, seen=seen, keep=keep,
                by=by or cast.communicator,
            )  # fmt: skip

        return save

    return opened


def stored(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_no_part_holds_what_waits_for_a_decision():
    every = {name for part in PARTS.values() for name in fields_of(part)}
    assert not every & set(editing.IDENTITY)
    assert "account.name" in every
    assert "account.purpose" in every


@pytest.mark.parametrize("status", ["approved", "published", "closing"])
def test_an_edit_takes_effect_at_once_and_leaves_the_status(cast, status):
    account = AccountFactory(unit=cast.own_unit, **{} if status == "published" else {status: True})
    seen = read_seen(sign(editing.for_editing(account.pk), WHY), account, WHY)
    editing.save(
        account=account, part=WHY, typed={"account.purpose": "Nytt syfte"}, seen=seen,
        by=cast.communicator,
    )  # fmt: skip
    assert (stored(account).purpose, stored(account).status) == ("Nytt syfte", Status(status))
    event = Event.objects.filter(account_id=account.pk).latest("id")
    assert event.changes == {"purpose": ["", "Nytt syfte"]}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "closed", "withdrawn"])
def test_an_account_not_in_use_is_not_edited_here(cast, status):
    account = AccountFactory(unit=cast.own_unit, **{status: True})
    seen = read_seen(sign(editing.for_editing(account.pk), WHY), account, WHY)
    with pytest.raises(Overtaken):
        editing.save(account=account, part=WHY, typed={"account.purpose": "X"}, seen=seen,
                     by=cast.communicator)  # fmt: skip
    assert stored(account).purpose == ""


def test_editing_needs_the_right(cast, account, write):
    for user in (cast.other_communicator, cast.staff, cast.auditor, cast.disabled):
        with pytest.raises(NotAllowed):
            write(by=user)(goals="Annat")
    assert stored(account).goals == "Femhundra följare"


def test_edits_of_different_parts_never_meet(cast, account, write):
    one, other = write(GOALS), write(WHY, by=cast.admin)
    other(purpose="Nytt syfte")
    one(goals="Nya mål")
    assert (stored(account).purpose, stored(account).goals) == ("Nytt syfte", "Nya mål")


@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_edits_of_one_part_meet_and_without_the_guard_one_is_lost(
    is_guarded, account, write, cast, monkeypatch
):
    """The negative control: with the guard off there is the silent overwrite it is there for."""
    if not is_guarded:
        monkeypatch.setattr(editing, "moved", lambda seen, now, typed: [])
    one, other = write(), write(by=cast.admin)
    other(goals="Adminens mål")
    if not is_guarded:
        one(goals="Mina mål")
        assert stored(account).goals == "Mina mål"
        return
    with pytest.raises(Conflict) as conflict:
        one(goals="Mina mål")
    assert stored(account).goals == "Adminens mål"
    [met] = conflict.value.meetings
    assert (met.name, met.seen, met.now, met.typed, met.is_mine) == (
        "account.goals", "Femhundra följare", "Adminens mål", "Mina mål", True
    )  # fmt: skip


def test_after_the_choice_the_typed_text_stands(cast, account, write):
    one = write()
    write(by=cast.admin)(goals="Adminens mål")
    with pytest.raises(Conflict):
        one(goals="Mina mål")
    write()(goals="Mina mål")  # the conflict page carries what is there by then
    assert stored(account).goals == "Mina mål"
    assert [e.changes["goals"] for e in Event.objects.filter(action="changed").order_by("id")] == [
        ["Femhundra följare", "Adminens mål"],
        ["Adminens mål", "Mina mål"],
    ]


def test_what_is_kept_stays_as_it_is(cast, account, write):
    write(by=cast.admin)(goals="Adminens mål")
    write()(goals="Mina mål", evaluation_routine="Ny rutin", keep=["account.goals"])
    assert (stored(account).goals, stored(account).evaluation_routine) == (
        "Adminens mål", "Ny rutin"
    )  # fmt: skip


def test_a_third_edit_while_choosing_meets_again(cast, account, write):
    choosing = write()
    write(by=cast.admin)(goals="Tredje")
    with pytest.raises(Conflict) as conflict:
        choosing(goals="Mina mål", keep=["account.goals"])
    assert [(met.now, met.typed, met.is_mine) for met in conflict.value.meetings] == [
        ("Tredje", "Mina mål", False)
    ]
    assert stored(account).goals == "Tredje"


def test_both_wanting_the_same_is_no_conflict(cast, account, write):
    one = write()
    write(by=cast.admin)(goals="Samma mål")
    after = one(goals="Samma mål")
    assert after.version == stored(account).version
    assert Event.objects.filter(action="changed").count() == 1


def test_what_the_other_changed_and_one_left_alone_is_shown_and_kept(cast, account, write):
    one = write()
    write(by=cast.admin)(goals="Adminens mål")
    with pytest.raises(Conflict) as conflict:
        one(goals="Femhundra följare", evaluation_routine="Ny rutin")
    assert [(met.name, met.is_mine) for met in conflict.value.meetings] == [
        ("account.goals", False)
    ]


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(cast, account, token):
    seen = read_seen(token, account, GOALS)
    with pytest.raises(Conflict) as conflict:
        editing.save(account=account, part=GOALS, typed={"account.goals": "Mina"}, seen=seen,
                     by=cast.communicator)  # fmt: skip
    assert [(m.now, m.typed, m.is_seen_known) for m in conflict.value.meetings] == [
        ("Femhundra följare", "Mina", False)
    ]


def test_what_another_form_saw_does_not_count(cast, account):
    other = AccountFactory(unit=cast.own_unit)
    loaded = editing.for_editing(account.pk)
    assert read_seen(sign(loaded, GOALS), other, GOALS).values is None
    assert read_seen(sign(loaded, GOALS), account, WHY).values is None
    assert read_seen(sign(loaded, GOALS), account, GOALS).values is not None


@pytest.mark.parametrize("code", PARTS)
def test_every_field_of_every_part_can_be_signed_and_read_back(account, code, cast):
    loaded, part = editing.for_editing(account.pk), PARTS[code]
    seen = read_seen(sign(loaded, part), loaded, part)
    assert set(seen.values) == set(fields_of(part))
    assert not editing.moved(seen, seen.values, {})


def test_people_are_the_same_under_one_address():
    person = Person(name="Åsa Alm", email="Asa.Alm@example.org")
    typed = Named(email="asa.alm@example.org")
    assert comparable("contacts.deputy", [person]) == comparable("contacts.deputy", [typed])
    assert comparable("contacts.deputy", [Person(name="Bo")]) == ["bo"]


def test_order_and_line_ends_are_no_difference():
    assert comparable("account.languages", ("sv", "en")) == comparable(
        "account.languages", ["en", "sv"]
    )
    assert comparable("account.goals", "a\r\nb ") == comparable("account.goals", "a\nb")
    audiences = [Audience(code="b"), Audience(code="a")]
    assert comparable("account.audiences", audiences) == ["a", "b"]


def test_a_number_for_somebody_known_is_passed_on(cast, account, write):
    deputy = account.contacts.get(role="deputy").person
    part = PARTS["people"]
    seen = read_seen(sign(editing.for_editing(account.pk), part), account, part)
    typed = {"contacts.deputy": [Named(email=deputy.email, phone="046-222 00 00")]}
    editing.save(account=account, part=part, typed=typed, seen=seen, by=cast.communicator)
    deputy.refresh_from_db()
    assert deputy.phone == "046-222 00 00"


def ask(account, cast, by=None, seen=None, **typed):
    now = editing.identity_seen(account, changes.waiting_for(account))
    asked = {"url": now.url, "unit": now.unit, "owner": [], "why": ""} | typed
    return editing.ask_identity(
        account=account, seen=seen or now, by=by or cast.communicator, **asked
    )


def test_identity_asks_for_what_is_different_only(cast, account):
    change = ask(account, cast, unit=cast.faculty.pk)
    assert (change.before, change.after) == (
        {"unit": cast.own_unit.pk}, {"unit": cast.faculty.pk}
    )  # fmt: skip
    assert stored(account).unit == cast.own_unit


def test_a_new_owner_may_be_new_to_the_register_and_is_not_made_in_vain(cast, account):
    named = [Named(name="Nina Ny", email="nina@example.org")]
    change = ask(account, cast, owner=named)
    assert Person.objects.get(email="nina@example.org").pk == change.after["owner"]
    AccountFactory(handle="taget")
    with pytest.raises(Overtaken):
        ask(account, cast, owner=[Named(name="X", email="x@example.org")],
            seen=editing.Identity("", 1, None, None))  # fmt: skip
    assert not Person.objects.filter(email="x@example.org").exists()


def test_an_identity_that_moved_on_is_not_asked_back(cast, account):
    seen = editing.identity_seen(account, None)
    other = ask(account, cast, by=cast.admin, url="https://www.facebook.com/adminens")
    with pytest.raises(Overtaken):
        ask(account, cast, seen=seen, unit=cast.faculty.pk)
    assert changes.waiting_for(account) == other


def test_a_second_click_asks_once(cast, account):
    seen = editing.identity_seen(account, None)
    first = ask(account, cast, seen=seen, unit=cast.faculty.pk, why="Flytt")
    assert ask(account, cast, seen=seen, unit=cast.faculty.pk, why="Flytt") == first


def test_a_deputy_who_becomes_owner_is_no_deputy_any_more(cast, account):
    deputy = account.contacts.get(role="deputy").person
    changes.approve(
        change=changes.ask(account=account, after={"owner": deputy.pk}, by=cast.communicator),
        by=cast.admin,
    )
    roles = account.contacts.exclude(role="manager").values_list("role", "person")
    assert list(roles) == [("owner", deputy.pk)]
