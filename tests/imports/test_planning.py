"""Every row gets an outcome and true reasons; nothing is doubled and nothing is lost."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.choices import ContactRole, Status, TwoStep
from accounts.domain import history, people
from accounts.imports import importing
from accounts.imports.plan import Options, Plan
from accounts.models import Account, Contact, Event, Person, Security, Unit
from tests.factories import (
    AccountFactory,
    FormerHandleFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
)
from tests.imports.files import csv_file

pytestmark = pytest.mark.django_db
HEADINGS = ["Kanal", "Länk", "Namn", "Enhet"]


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name_sv="Biologiska institutionen", name_en="Department of Biology")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def plan_of(*rows: list, options: Options | None = None, headings: list = HEADINGS) -> Plan:
    prepared = importing.prepare(csv_file([headings, *rows]))
    return importing.planned(prepared, options or Options())


def take_in(
    *rows: list, options: Options | None = None, headings: list = HEADINGS, by=None
) -> Plan:
    prepared = importing.prepare(csv_file([headings, *rows]))
    steps = importing.steps(prepared, options or Options(), by=by or people.system_user())
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            return finished.value


def outcomes(plan: Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def codes(plan: Plan) -> list[list[str]]:
    return [[reason.code for reason in row.reasons] for row in plan.rows]


def existing(**fields) -> Account:
    fields = {"handle": "biologilund", "identity_key": "biologilund", "name": "Biologi"} | fields
    return AccountFactory(url="https://www.facebook.com/biologilund", **fields)


def test_rows_that_are_no_accounts_are_skipped(unit):
    plan = plan_of(
        [],
        ["Facebook", "facebook.com/biologilund", "Biologi", unit.name_sv],
        HEADINGS,
        ["Uppdaterad i maj"],
        ["Summa", "", "1"],
        ["Totalt: 34"],
    )
    assert outcomes(plan) == ["skipped", "accepted", "skipped", "skipped", "skipped", "skipped"]
    assert codes(plan) == [["blank"], [], ["headings"], ["remark"], ["total"], ["total"]]
    assert [row.number for row in plan.rows] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["X", "https://www.facebook.com/biologilund"], "wrong-platform"),
        (["Facebook", "https://www.facebook.com/groups/1234"], "group"),
        (["LinkedIn", "https://www.linkedin.com/in/anna"], "personal"),
        (["MySpace", "http://myspace.com/lund"], "dead-platform"),
        (["Facebook", ""], "no-address"),
        (["", "biologilund"], "no-platform"),
    ],
)
def test_row_is_refused_with_the_reason_of_its_address(unit, row, code):
    plan = plan_of([*row, "Namn", unit.name_sv])
    assert outcomes(plan) == ["refused"]
    assert codes(plan)[0][0] == code
    assert str(plan.rows[0].reasons[0]).startswith("Column “Länk”: ")


def test_bare_handle_is_enough_beside_its_platform(unit):
    take_in(["Instagram", "@biologi_lund", "", unit.name_sv])
    account = Account.objects.get()
    assert (account.platform_id, account.handle, account.name) == (
        "instagram",
        "biologi_lund",
        unit.name_sv,
    )


def test_one_account_in_two_spellings_is_a_duplicate(unit):
    plan = plan_of(
        ["", "https://www.facebook.com/Biologi.Lund", "Biologi", unit.name_sv],
        ["", "m.facebook.com/biologilund/?ref=x", "Biologen", unit.name_sv],
    )
    assert outcomes(plan) == ["accepted", "duplicate"]
    assert "row 2" in str(plan.rows[1].reasons[0])
    assert "“Namn”" in str(plan.rows[1].reasons[0])


def test_known_account_is_unchanged_or_changed(unit):
    account = existing(unit=unit)
    assert outcomes(plan_of(["", account.url, "Biologi", "Department of Biology"])) == ["unchanged"]
    plan = plan_of(["", account.url, "Biologi i Lund", ""])
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].changes == [("name", "Biologi", "Biologi i Lund")]


def test_blank_cells_and_dashes_erase_nothing(unit):
    account = existing(unit=unit, purpose="Nå studenter", goals="Fler")
    plan = plan_of([account.url, "-", "", "n/a"], headings=["Länk", "Syfte", "Mål", "Innehåll"])
    assert outcomes(plan) == ["unchanged"]


def test_closed_account_is_not_taken_in_again(unit):
    account = existing(unit=unit, status=Status.CLOSED, closed_on=dt.date(2020, 5, 3))
    plan = plan_of(["", account.url, "Ny", unit.name_sv])
    assert outcomes(plan) == ["refused"]
    assert codes(plan) == [["closed"]]
    assert "2020" in str(plan.rows[0].reasons[0])


def test_former_handle_is_refused_with_the_present_one(unit):
    account = existing(unit=unit)
    FormerHandleFactory(account=account, handle="gamlabiologi", key="gamlabiologi")
    plan = plan_of(["", "https://www.facebook.com/gamlabiologi", "Ny", unit.name_sv])
    assert codes(plan) == [["former-handle"]]
    assert "biologilund" in str(plan.rows[0].reasons[0])


def test_declined_registration_does_not_stand_in_the_way(unit):
    account = existing(unit=unit, status=Status.DECLINED)
    assert outcomes(plan_of(["", account.url, "Ny", unit.name_sv])) == ["accepted"]


def test_closed_account_in_the_file_is_refused_unless_it_is_known_as_closed(unit):
    row = ["https://www.facebook.com/biologilund", unit.name_sv, "Nedlagd"]
    headings = ["Länk", "Enhet", "Status"]
    assert codes(plan_of(row, headings=headings)) == [["status"]]
    existing(unit=unit, status=Status.CLOSED, closed_on=dt.date(2020, 5, 3))
    assert outcomes(plan_of(row, headings=headings)) == ["unchanged"]


def test_status_is_never_changed(unit):
    account = existing(unit=unit, status=Status.DRAFT)
    plan = plan_of([account.url, "Aktiv", "Nytt namn"], headings=["Länk", "Status", "Namn"])
    assert outcomes(plan) == ["updated"]
    assert codes(plan) == [["status-kept"]]


def test_unit_is_found_by_name_code_path_and_unit_above(unit):
    faculty = UnitFactory(name_sv="Teknik", abbreviation="LTH")
    one = UnitFactory(name_sv="Kansli", parent=faculty)
    UnitFactory(name_sv="Kansli", parent=unit)
    rows = [
        ["x.com/a", "biologiska  INSTITUTIONEN", "", ""],
        ["x.com/b", "", unit.slug, ""],
        ["x.com/c", "Teknik / Kansli", "", ""],
        ["x.com/d", "Kansli", "", "LTH"],
        ["x.com/e", "Kansli", "", ""],
        ["x.com/f", "Biologiska institutonen", "", ""],
        ["x.com/g", "", "", ""],
    ]
    plan = plan_of(*rows, headings=["Länk", "Enhet", "Enhetskod", "Tillhör"])
    assert codes(plan) == [[], [], [], [], ["unit-ambiguous"], ["unit-unknown"], ["no-unit"]]
    assert "“Biologiska institutionen”" in str(plan.rows[5].reasons[0])
    assert [addition.unit for addition in plan.intake.additions] == [unit, unit, one, one]


def test_missing_units_are_made_once_where_the_row_says(unit):
    top = people.top_unit()
    rows = [
        ["x.com/a", "Nytt centrum", "Ny fakultet"],
        ["x.com/b", "nytt centrum", "Ny fakultet"],
        ["x.com/c", "Ny fakultet", ""],
        ["x.com/d", unit.name_sv, "Ny fakultet"],
    ]
    headings = ["Länk", "Enhet", "Tillhör"]
    before = Unit.objects.count()
    take_in(*rows, headings=headings, options=Options(create_under=top))
    assert Unit.objects.count() == before + 2
    centre = Unit.objects.get(name_sv="Nytt centrum")
    assert (centre.parent.name_sv, centre.parent.parent) == ("Ny fakultet", top)
    assert Account.objects.filter(unit=centre).count() == 2


def test_contacts_are_matched_and_not_doubled(unit):
    anna = PersonFactory(name="Anna Andersson", email="anna@example.org", unit=unit)
    bo = PersonFactory(name="Bo Bok", email="", unit=unit)
    rows = [
        ["x.com/a", unit.name_sv, "A. Andersson", "ANNA@example.org", "046-1"],
        ["x.com/b", unit.name_sv, "Bo Bok", "bo.bok@example.org", ""],
        ["x.com/c", unit.name_sv, "Cia Ceder; Bo Bok", "", ""],
        ["x.com/d", unit.name_sv, "", "info@example.org", ""],
        ["x.com/e", unit.name_sv, "", "dan.dahl@example.org", ""],
    ]
    headings = ["Länk", "Enhet", "Ansvarig", "E-post", "Telefon"]
    take_in(*rows, headings=headings)
    assert Person.objects.exclude(pk__in=[anna.pk, bo.pk]).count() == 2
    bo.refresh_from_db()
    assert bo.email == "bo.bok@example.org"
    told = {
        account.handle: (account.owner_name, account.deputy_names, account.function_mailbox)
        for account in Account.objects.all()
    }
    assert told == {
        "a": ("Anna Andersson", "", ""),
        "b": ("Bo Bok", "", ""),
        "c": ("Cia Ceder", "Bo Bok", ""),
        "d": ("", "", "info@example.org"),
        "e": ("Dan Dahl", "", ""),
    }
    assert outcomes(plan_of(*rows, headings=headings)) == ["unchanged"] * 5


def test_leaver_is_not_doubled(unit):
    PersonFactory(name="Anna", email="anna@example.org", left_on=timezone.localdate())
    take_in(
        ["x.com/a", unit.name_sv, "Anna", "anna@example.org"],
        headings=["Länk", "Enhet", "Ansvarig", "E-post"],
    )
    assert Person.objects.count() == 1


def test_two_step_becomes_a_confirmation_by_whoever_imports(unit):
    admin = UserFactory(role="admin", unit=unit)
    headings = ["Länk", "Enhet", "Tvåsteg"]
    rows = [["x.com/a", unit.name_sv, "Ja, app"], ["x.com/b", unit.name_sv, "Vet ej"]]
    take_in(*rows, headings=headings, by=admin)
    on, unknown = Account.objects.order_by("handle")
    confirmation = on.confirmations.get()
    assert (on.security.two_step, on.security.two_step_method) == (TwoStep.ON, "app")
    assert (confirmation.confirmed_by, confirmation.seen_on) == (admin, timezone.localdate())
    assert unknown.security.two_step == TwoStep.UNKNOWN
    assert not unknown.confirmations.exists()
    assert outcomes(plan_of(*rows, headings=headings)) == ["unchanged"] * 2
    take_in(["x.com/a", "", "Nej"], headings=headings, by=admin)
    on.security.refresh_from_db()
    assert (on.security.two_step, on.security.two_step_method) == (TwoStep.OFF, "")
    assert on.confirmations.count() == 2


def test_new_statement_in_a_file_holds_again_and_what_is_unknown_says_nothing(unit):
    admin = UserFactory(role="admin", unit=unit)
    headings = ["Länk", "Enhet", "Tvåsteg", "Tvåsteg kontrollerad"]
    today = timezone.localdate().isoformat()
    take_in(["x.com/a", unit.name_sv, "Ja", "2020-01-01"], headings=headings, by=admin)
    Security.objects.update(two_step_lapsed_on=today, two_step_lapsed_why="method-dropped")
    told = ["x.com/a", unit.name_sv, "Vet ej", "2020-01-01"]
    assert outcomes(plan_of(told, headings=headings)) == ["unchanged"]
    take_in(["x.com/a", unit.name_sv, "Ja", today], headings=headings, by=admin)
    security = Security.objects.get()
    assert (security.two_step_lapsed_on, security.two_step_lapsed_why) == (None, "")
    assert security.two_step_seen_on.isoformat() == today


def test_soft_faults_keep_the_row_and_are_told(unit):
    rows = [["x.com/a", unit.name_sv, "i våras", "klingonska, svenska", "anna(at)lu.se", "mycket"]]
    headings = ["Länk", "Enhet", "Startad", "Språk", "E-post", "Timmar per vecka"]
    plan = take_in(*rows, headings=headings)
    assert outcomes(plan) == ["accepted"]
    assert codes(plan) == [["left-out"] * 4]
    assert {reason.column for reason in plan.rows[0].reasons} == set(headings[2:])
    assert Account.objects.get().languages == ("sv",)


def test_password_in_a_note_refuses_the_row_and_is_not_shown_again(unit):
    plan = plan_of(
        ["x.com/a", unit.name_sv, "Lösenord: hunter2"], headings=["Länk", "Enhet", "Notes"]
    )
    assert codes(plan) == [["password"]]
    assert "password manager" in str(plan.rows[0].reasons[0])
    assert "hunter2" not in str(plan.rows[0])


def test_register_id_finds_an_account_without_an_address(unit):
    account = AccountFactory(planned=True, unit=unit)
    headings = ["Register id", "Länk", "Namn", "Syfte"]
    plan = plan_of([account.slug, "", account.name, "Nå"], headings=headings)
    assert outcomes(plan) == ["updated"]
    other = plan_of([account.slug, "x.com/a", "", ""], headings=headings)
    assert codes(other) == [["other-address"]]
    assert codes(plan_of(["unheard-of", "", "", ""], headings=headings)) == [["no-such-account"]]


def test_new_account_is_published_with_history_and_found_by_search(unit):
    admin = UserFactory(role="admin", unit=unit)
    before = history.current_revision()
    take_in(
        ["x.com/a", "Biologi", unit.name_sv, "Studenter", "Nå fler", "Filtreras", "Anna A"],
        headings=["Länk", "Namn", "Enhet", "Målgrupp", "Syfte", "Kommentarsfält", "Ansvarig"],
        by=admin,
    )
    account = Account.objects.get()
    assert (account.status, account.published_by) == (Status.PUBLISHED, admin)
    assert account.slug == "x-a"
    assert account.audience_codes == ("students",)
    assert " biologi " in account.search_public
    assert account.handles.get().key == account.identity_key
    assert history.current_revision() != before
    event = Event.objects.get(account_id=account.pk)
    assert (event.action, event.by_id) == ("imported", admin.pk)
    assert event.changes["purpose"] == [None, "Nå fler"]
    assert event.changes["audiences"] == [None, ["students"]]
    assert event.changes["owner"] == [None, [Person.objects.get().pk]]


def test_change_is_told_with_before_and_after(unit):
    account = existing(unit=unit, purpose="Förr", owner=True)
    owner = account.contacts.get().person
    take_in(
        [account.url, "Nu", "Ny Person", "Öppna"],
        headings=["Länk", "Syfte", "Ansvarig", "Kommentarsfält"],
    )
    account.refresh_from_db()
    new = Contact.objects.get(account=account, role=ContactRole.OWNER).person
    assert (account.purpose, account.owner_name, account.version) == ("Nu", "Ny Person", 2)
    event = Event.objects.get(account_id=account.pk)
    assert event.action == "import-updated"
    assert event.changes["purpose"] == ["Förr", "Nu"]
    assert event.changes["owner"] == [[owner.pk], [new.pk]]
