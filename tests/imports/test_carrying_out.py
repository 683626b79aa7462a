"""An import happens whole or not at all, once, and never retires much without being told to."""

import io

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.choices import Role, Status
from accounts.domain import intake, people, vocabulary
from accounts.domain.access.viewer import Viewer
from accounts.domain.intake import writing
from accounts.exceptions import BrakePulled
from accounts.exports.csv_writer import csv_content
from accounts.exports.table import Table
from accounts.exports.xlsx_writer import xlsx_content
from accounts.imports import importing
from accounts.imports.plan import Options, Plan
from accounts.models import Account, Event, Handle, Person, SearchWord, Unit
from tests.factories import AccountFactory, PersonFactory, SecurityFactory, UnitFactory
from tests.imports.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
NASTY = ("=1+1", "+46 46 222", "-minus", "@handle", "'s Gravenhage", "''=x", "a\nb", 'c"d;e', "＝x")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name_sv="Biologiska institutionen")


def prepared(*rows: list, headings: tuple = ("Länk", "Namn", "Enhet")) -> importing.Prepared:
    return importing.prepare(csv_file([list(headings), *rows]))


def carry_out(found: importing.Prepared, options: Options | None = None, **kwargs) -> Plan:
    steps = importing.steps(found, options or Options(), by=people.system_user(), **kwargs)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            return finished.value


def many(unit: Unit, count: int = 3, name: str = "Konto") -> importing.Prepared:
    return prepared(*([f"x.com/a{n}", f"{name} {n}", unit.name_sv] for n in range(count)))


def everything() -> list[int]:
    models = (Account, Handle, Person, Unit, Event, SearchWord)
    return [model.objects.count() for model in models]


def test_running_again_changes_nothing(unit):
    carry_out(many(unit))
    before = everything()
    plan = carry_out(many(unit))
    assert plan.summary == "accepted=0 updated=0 unchanged=3 refused=0 duplicates=0 skipped=0"
    assert everything() == before


@pytest.mark.parametrize("at", ["_add_people", "_told_of", "_learn"])
def test_fault_in_the_middle_leaves_nothing(unit, monkeypatch, at):
    people.system_user()
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError(at)

    monkeypatch.setattr(writing, "CHUNK", 2)
    monkeypatch.setattr(writing.Writer, at, fail)
    with pytest.raises(RuntimeError):
        carry_out(many(unit, 5), Options(create_under=unit))
    assert everything() == before


def test_stopping_half_way_leaves_nothing(unit, monkeypatch):
    monkeypatch.setattr(writing, "CHUNK", 2)
    by = people.system_user()
    before = everything()
    steps = importing.steps(many(unit, 6), Options(), by=by)
    assert [next(steps), next(steps)] == [(0, 6), (2, 6)]
    steps.close()
    assert everything() == before


def test_address_taken_meanwhile_is_no_crash(unit, monkeypatch):
    """Somebody registers the account between the look at it and the write."""
    found = importing.planned(many(unit), Options())
    AccountFactory(platform_id="x", handle="a1", identity_key="a1", url="https://x.com/a1")
    with pytest.raises(intake.Overtaken):
        list(intake.carry_out(found.intake, by=people.system_user()))
    assert Account.objects.count() == 1
    plan = carry_out(many(unit), agreed=None)
    assert [row.outcome.value for row in plan.rows] == ["accepted", "updated", "accepted"]


def test_agreement_holds_only_for_what_was_seen(unit):
    found = importing.planned(many(unit), Options())
    AccountFactory(platform_id="x", handle="a1", identity_key="a1", url="https://x.com/a1")
    with pytest.raises(intake.Overtaken):
        carry_out(many(unit), agreed=found.fingerprint)
    assert Account.objects.count() == 1


def test_account_edited_meanwhile_is_not_overwritten(unit):
    carry_out(many(unit, 1))
    found = importing.planned(many(unit, 1, "Nytt namn"), Options())
    Account.objects.update(name="Någon annans ändring", version=7)
    with pytest.raises(intake.Overtaken):
        list(intake.carry_out(found.intake, by=people.system_user()))
    assert Account.objects.get().name == "Någon annans ändring"


def test_replacing_pulls_the_brake(unit):
    carry_out(many(unit, 20))
    left_out_three = many(unit, 17)
    with pytest.raises(BrakePulled):
        carry_out(left_out_three, Options(replace=True))
    assert Account.objects.filter(status=Status.PUBLISHED).count() == 20
    carry_out(left_out_three, Options(replace=True), force=True)
    assert Account.objects.filter(status=Status.PUBLISHED).count() == 17
    closing = Account.objects.filter(status=Status.CLOSING)
    assert set(closing.values_list("handle", flat=True)) == {"a17", "a18", "a19"}
    assert Event.objects.filter(action="import-retired").count() == 3


def test_replacing_a_little_needs_no_force_and_spares_refused_rows(unit):
    carry_out(many(unit, 20))
    rows = [[f"x.com/a{n}", f"Konto {n}", unit.name_sv, ""] for n in range(19)]
    rows[3][3] = "lösenord: hunter2"
    rows[4][2] = "Okänd enhet"
    plan = carry_out(
        prepared(*rows, headings=("Länk", "Namn", "Enhet", "Notes")), Options(replace=True)
    )
    assert plan.retired == [("x-a19", "Konto 19")]
    assert [row.outcome.value for row in plan.rows if row.outcome.value == "refused"] == [
        "refused",
        "refused",
    ]


def test_workbook_gives_the_same_as_a_text_file(unit):
    rows = [["Länk", "Namn", "Enhet"], ["x.com/a0", "Konto 0", unit.name_sv]]
    plan = carry_out(importing.prepare(xlsx_file(rows)))
    assert plan.summary.startswith("accepted=1 ")
    assert carry_out(many(unit, 1)).summary.startswith("accepted=0 updated=0 unchanged=1 ")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_download_comes_back_unchanged(unit, kind, language):
    for number, text in enumerate(NASTY):
        account = AccountFactory(
            unit=unit,
            handle=f"nasty.account{number}",
            identity_key=f"nastyaccount{number}",
            url=f"https://www.facebook.com/nasty.account{number}",
            name=f"{text} {number}",
            purpose=text,
            notes=text,
            languages=("sv", "en"),
            audiences=["students", "alumni"],
            owner=PersonFactory(name=f"Åsa Öberg{number}", phone="+46 46 222 00 00"),
            deputy=True,
            function_mailbox="biologi@example.org",
            hours_a_week="2.5",
        )
        SecurityFactory(account=account, two_step="on", two_step_method="app")
    everyone = Viewer(role=Role.ADMIN)
    with translation.override(language):
        table = Table(Account.objects.all(), viewer=everyone, words=vocabulary.current())
        pieces = (
            csv_content(table, ";")
            if kind == "csv"
            else xlsx_content(table, title="Matris", institution="LU")
        )
        content = io.BytesIO(b"".join(pieces)).getvalue()
    plan = importing.planned(importing.prepare(content), Options())
    assert [(row.outcome.value, row.changes) for row in plan.rows] == [("unchanged", [])] * len(
        NASTY
    )


def test_unique_faults_of_the_database_are_never_shown_raw(unit, monkeypatch):
    def fail(self):
        raise IntegrityError("UNIQUE constraint failed")
        yield

    monkeypatch.setattr(writing.Writer, "write", fail)
    with pytest.raises(intake.Overtaken) as overtaken:
        carry_out(many(unit))
    assert "UNIQUE" not in str(overtaken.value)


def test_changing_costs_the_same_for_one_account_and_for_many(unit):
    def queries(count: int, name: str) -> int:
        rows = [
            [f"x.com/a{n}", name, f"{name} Nilsson{n}", "Studenter", "Ja"] for n in range(count)
        ]
        headings = ("Länk", "Namn", "Ansvarig", "Målgrupp", "Tvåsteg")
        found = importing.planned(prepared(*rows, headings=headings), Options())
        assert len(found.intake.changes) == count
        with CaptureQueriesContext(connection) as captured:
            list(intake.carry_out(found.intake, by=by))
        return len(captured)

    by = people.system_user()
    carry_out(many(unit, 5))
    queries(5, "Anna")
    assert queries(1, "Bo") == queries(5, "Cia")


def test_large_intake_lets_the_database_take_stock(unit, monkeypatch):
    monkeypatch.setattr(writing, "MANY", 3)
    with CaptureQueriesContext(connection) as captured:
        carry_out(many(unit))
    looked = any(query["sql"].startswith("ANALYZE") for query in captured)
    assert looked == (connection.vendor == "postgresql")
