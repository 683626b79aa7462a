"""`import_accounts`: its one line, its exit codes, its report."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from accounts.domain import people
from accounts.models import Account, Event, Unit
from tests.factories import UnitFactory, UserFactory
from tests.imports.files import csv_file, xlsx_file

HEADINGS = ["Official page", "Unit", "Agency", "Account address", "Language", "Tags"]
ROWS = [
    ["http://nist.example", "Standards", "commerce", "http://facebook.com/4nist", "English", ""],
    ["http://aids.example/", "Health", "hhs", "facebook.com/AIDS.gov", "English", "a,b,"],
    ["http://aids.example/", "Health", "hhs", "http://www.facebook.com/aids.gov", "Thai", ""],
    ["", "Health", "hhs", "http://myspace.com/health", "", ""],
    ["", "commerce", "commerce", "http://twitter.com/#!/commerce", "English", ""],
]


def run(capsys, path, *arguments: str) -> tuple[int, str]:
    try:
        call_command("import_accounts", str(path), *arguments)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    except CommandError as error:
        return error.returncode, str(error)
    else:
        code = 0
    return code, capsys.readouterr().out


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_bytes(csv_file([HEADINGS, *ROWS], ","))
    return path


@pytest.mark.django_db
def test_real_kind_of_file_goes_in_and_nothing_changes_the_second_time(capsys, file, tmp_path):
    report = tmp_path / "r.jsonl"
    code, out = run(capsys, file, "--report", str(report))
    assert (code, out) == (
        1,
        "accepted=3 updated=0 unchanged=0 refused=1 duplicates=1 skipped=0\n",
    )
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(line["row"], line["outcome"], line["account"]) for line in lines] == [
        (2, "accepted", "facebook-4nist"),
        (3, "accepted", "facebook-aids-gov"),
        (4, "duplicate", "facebook-aids-gov"),
        (5, "refused", None),
        (6, "accepted", "x-commerce"),
    ]
    assert [line["codes"] for line in lines][2:4] == [["duplicate", "left-out"], ["dead-platform"]]
    assert all(isinstance(reason, str) for line in lines for reason in line["reasons"])
    assert Account.objects.get(slug="x-commerce").unit.name_sv == "commerce"
    assert Unit.objects.get(name_sv="Standards").parent.name_sv == "commerce"
    code, out = run(capsys, file)
    assert (code, out) == (
        1,
        "accepted=0 updated=0 unchanged=3 refused=1 duplicates=1 skipped=0\n",
    )


@pytest.mark.django_db
def test_dry_run_writes_nothing(capsys, file):
    code, out = run(capsys, file, "--dry-run")
    assert (code, out.split()[0]) == (1, "accepted=3")
    assert not Account.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_exit_code_is_zero_when_every_row_is_taken_or_there(capsys, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_file([["Länk"], ["https://x.com/lunduniversity"], ["x.com/lu"]]))
    assert run(capsys, path)[0] == 0
    assert run(capsys, path) == (
        0,
        "accepted=0 updated=0 unchanged=2 refused=0 duplicates=0 skipped=0\n",
    )
    assert set(Account.objects.values_list("unit", flat=True)) == {people.top_unit().pk}


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"a;b\n1;2\n"])
def test_exit_code_is_two_when_the_file_cannot_be_read(capsys, tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    code, said = run(capsys, path)
    assert code == 2
    assert said.endswith(".")
    assert run(capsys, tmp_path / "missing.csv")[0] == 2


@pytest.mark.django_db
def test_unit_and_user_may_be_named(capsys, tmp_path):
    unit = UnitFactory(slug="biology")
    admin = UserFactory(email="adma@example.org", role="admin")
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file([["Länk"], ["x.com/lu"]]))
    assert run(capsys, path, "--unit", "biology", "--by", "Adma@example.org")[0] == 0
    account = Account.objects.get()
    assert (account.unit, account.published_by) == (unit, admin)
    assert run(capsys, path, "--unit", "nowhere")[0] == 2
    assert run(capsys, path, "--by", "nobody@example.org")[0] == 2


@pytest.mark.django_db
def test_brake_stops_a_replacing_import(capsys, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_file([["Länk"], *([f"x.com/a{n}"] for n in range(10))]))
    run(capsys, path)
    path.write_bytes(csv_file([["Länk"], *([f"x.com/a{n}"] for n in range(5))]))
    assert run(capsys, path, "--replace")[0] == 1
    assert Account.objects.filter(status="published").count() == 10
    code, out = run(capsys, path, "--replace", "--force")
    assert (code, out) == (
        0,
        "accepted=0 updated=0 unchanged=5 refused=0 duplicates=0 skipped=0\n",
    )
    assert Account.objects.filter(status="published").count() == 5


def test_killed_half_way_leaves_nothing(tmp_path):
    """A process of its own, killed outright at several points; then the file goes in whole."""
    database = tmp_path / "register.sqlite3"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "registry.settings",
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    path = tmp_path / "many.csv"
    rows = ([f"https://x.com/a{n}", f"Konto {n}"] for n in range(3_000))
    path.write_bytes(csv_file([["Länk", "Namn"], *rows]))
    command = [*manage, "import_accounts", str(path), "--skip-checks"]

    def count() -> int:
        with sqlite3.connect(database) as connection:
            return connection.execute("SELECT COUNT(*) FROM accounts_account").fetchone()[0]

    writing = tmp_path / "register.sqlite3-wal"
    for grown_to in (0, 400_000, 1_500_000):
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < deadline:
                if writing.exists() and writing.stat().st_size > grown_to:
                    break
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert count() == 0
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert re.fullmatch(r"accepted=3000 .*\n", done.stdout)
    assert count() == 3_000


def one_row(tmp_path, heading: str, cell: str):
    path = tmp_path / "one.csv"
    path.write_bytes(csv_file([["Adress", "Verksamhet", heading],
                               ["https://x.com/ettkonto", "Biologi", cell]], ";"))  # fmt: skip
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["Utkast", "Draft", "Vilande", "Avslag", "Stängt 2020"])
def test_what_is_not_in_use_is_never_published_by_an_import(capsys, tmp_path, status):
    code, _out = run(capsys, one_row(tmp_path, "Status", status))
    assert code == 1
    assert not Account.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["Ja/Nej/Vet ej", "Ja/Nej", "Nej / Ja", "yes/no"])
def test_an_unanswered_question_is_no_answer(capsys, tmp_path, cell):
    run(capsys, one_row(tmp_path, "Tvåstegsautentisering", cell))
    account = Account.objects.get()
    assert not hasattr(account, "security") or account.security.two_step == "unknown"
    assert not account.confirmations.exists()


@pytest.mark.django_db
def test_a_row_without_a_unit_says_where_it_went(capsys, tmp_path):
    path = tmp_path / "one.csv"
    path.write_bytes(csv_file([["Adress", "Språk"], ["https://x.com/ettkonto", "sv"]], ";"))
    report = tmp_path / "r.jsonl"
    run(capsys, path, "--report", str(report))
    assert json.loads(report.read_text())["codes"] == ["default-unit"]


@pytest.mark.django_db
def test_columns_that_nobody_reads_are_named(capsys, tmp_path):
    call_command("import_accounts", str(one_row(tmp_path, "Favoritfärg", "blå")))
    assert "not read: column “Favoritfärg”, 1 cells" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_stops_before_anything_is_imported(capsys, tmp_path):
    path = one_row(tmp_path, "Språk", "sv")
    code, _out = run(capsys, path, "--report", str(tmp_path / "nowhere" / "r.jsonl"))
    assert code == 2
    assert not Account.objects.exists()
