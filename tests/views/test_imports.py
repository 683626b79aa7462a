"""The import's pages: for admins only, nothing written before the button, once however clicked."""

import csv
import datetime as dt
import io
import itertools

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.intake import writing
from accounts.imports import importing, limits, uploads
from accounts.models import Account, Event, Upload
from accounts.views import imports
from tests.factories import AccountFactory
from tests.imports.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
ROWS = [
    ["Länk", "Namn", "Enhet", "Internt nr"],
    ["https://x.com/biologilund", "Biologi", "Biologiska institutionen", "101"],
    ["https://x.com/biologilund/status/1", "Ett inlägg", "Biologiska institutionen", "102"],
    ["https://x.com/annat", "Annat", "Okänd enhet", "103"],
]
PREFIX = {"sv": "", "en": "/en"}


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def send(client, content: bytes, name: str = "kanaler.csv", language: str = "sv"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{PREFIX[language]}/staff/import/", {"file": file})


def uploaded(client, rows=ROWS, **kwargs) -> Upload:
    response = send(client, csv_file(rows), **kwargs)
    assert response.status_code == 302
    return Upload.objects.get()


def page(client, upload: Upload, language: str = "sv", **query) -> str:
    response = client.get(f"{PREFIX[language]}/staff/import/{upload.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def apply(client, upload: Upload, **data):
    return client.post(reverse("accounts:import_apply", args=[upload.pk]), data)


def columns(upload: Upload, **changes) -> dict[str, str]:
    """The choices as the preview's form would send them unchanged."""
    mapping = uploads.plan_of(upload).data["mapping"]
    return {f"column_{n}": code for n, code in enumerate(mapping.values())} | changes


def addresses(pk: int) -> list[tuple[str, str]]:
    return [
        ("get", reverse("accounts:imports")),
        ("post", reverse("accounts:imports")),
        ("get", reverse("accounts:import_preview", args=[pk])),
        ("post", reverse("accounts:import_preview", args=[pk])),
        ("post", reverse("accounts:import_apply", args=[pk])),
        ("post", reverse("accounts:import_cancel", args=[pk])),
        ("get", reverse("accounts:import_refused_csv", args=[pk])),
        ("get", reverse("accounts:import_refused_xlsx", args=[pk])),
        ("get", reverse("accounts:import_template_csv")),
        ("get", reverse("accounts:import_template_xlsx")),
    ]


@pytest.mark.parametrize("who", ["staff", "communicator", "auditor"])
def test_for_others_the_import_does_not_exist(client, cast, admin, who):
    upload = uploaded(admin)
    client.force_login(getattr(cast, who))
    for method, url in addresses(upload.pk):
        assert getattr(client, method)(url).status_code == 404, url
    assert Upload.objects.count() == 1
    assert not Account.objects.exists()


def test_strangers_are_asked_to_sign_in(client, admin):
    upload = uploaded(admin)
    client.logout()
    for method, url in addresses(upload.pk):
        response = getattr(client, method)(url)
        assert (response.status_code, "/sign-in/" in response.get("Location", "")) == (302, True)


def test_nothing_happens_on_get(admin):
    upload = uploaded(admin)
    for name in ("import_apply", "import_cancel"):
        assert admin.get(reverse(f"accounts:{name}", args=[upload.pk])).status_code == 405
    assert not Account.objects.exists()


def test_missing_upload_is_not_found(admin):
    assert admin.get(reverse("accounts:import_preview", args=[999])).status_code == 404
    assert admin.post(reverse("accounts:import_apply", args=[999])).status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_upload_is_shown_row_by_row_and_written_only_when_agreed(admin, language):
    upload = uploaded(admin, language=language)
    shown = page(admin, upload, language)
    assert not Account.objects.exists()
    assert uploads.plan_of(upload).counts == {
        "accepted": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 2,
        "duplicate": 0,
        "skipped": 0,
    }
    assert "Internt nr" in shown
    assert "102" in shown
    assert "Okänd enhet" in shown
    assert apply(admin, upload).status_code == 302
    account = Account.objects.get()
    assert account.slug == "x-biologilund"
    upload.refresh_from_db()
    assert (upload.state, upload.content) == ("applied", None)
    assert f'href="{PREFIX[language]}/accounts/x-biologilund/"' in page(admin, upload, language)


def test_reasons_follow_the_language_of_the_reader(admin):
    upload = uploaded(admin)
    with translation.override("en"):
        english = page(admin, upload, "en")
    assert "Did you mean" in english or "There is no unit called" in english


@pytest.mark.parametrize(
    ("outcome", "numbers"),
    [("refused", [3, 4]), ("accepted", [2]), ("nonsense", [2, 3, 4])],
)
def test_rows_are_filtered_by_outcome(admin, outcome, numbers):
    response = admin.get(
        reverse("accounts:import_preview", args=[uploaded(admin).pk]), {"outcome": outcome}
    )
    assert [row["number"] for row in response.context["rows"]] == numbers


def test_long_previews_are_paged(admin):
    rows = [["Länk"], *([f"x.com/a{n}"] for n in range(120))]
    upload = uploaded(admin, rows)
    response = admin.get(reverse("accounts:import_preview", args=[upload.pk]), {"page": "3"})
    assert [row["number"] for row in response.context["rows"]] == list(range(102, 122))
    assert page(admin, upload, page="99999999999999999999")
    assert page(admin, upload, page="x")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a;b\n1;2\n"]
)
def test_file_that_cannot_be_read_is_answered_at_its_field(admin, language, content):
    response = send(admin, content, language=language)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Upload.objects.exists()


def test_missing_and_too_large_files_are_answered(admin, monkeypatch):
    assert admin.post("/staff/import/").context["form"].errors["file"]
    monkeypatch.setattr(limits, "BYTES", 100)
    assert send(admin, b"a" * 101).context["form"].errors["file"]


def test_columns_can_be_chosen_otherwise(admin):
    upload = uploaded(admin)
    response = admin.post(
        reverse("accounts:import_preview", args=[upload.pk]),
        columns(upload, column_1="", column_3="name"),
    )
    assert response.status_code == 302
    apply(admin, upload)
    assert Account.objects.get().name == "101"


def test_choices_that_do_not_fit_keep_what_was_chosen(admin):
    upload = uploaded(admin)
    url = reverse("accounts:import_preview", args=[upload.pk])
    response = admin.post(url, columns(upload, column_1="purpose", column_3="purpose"))
    assert response.status_code == 200
    assert list(response.context["choices"].errors) == ["column_3"]
    assert response.context["choices"]["column_1"].value() == "purpose"
    response = admin.post(url, columns(upload, column_0="", creates_units="on"))
    assert response.context["choices"].non_field_errors()
    assert response.context["choices"]["creates_units"].value() is True
    upload.refresh_from_db()
    assert upload.mapping == {}


def test_missing_units_are_made_and_rows_get_a_unit_when_chosen(admin, cast):
    rows = [*ROWS, ["https://x.com/utan", "Utan", "", ""]]
    upload = uploaded(admin, rows)
    data = columns(upload, creates_units="on", default_unit=str(cast.own_unit.pk))
    admin.post(reverse("accounts:import_preview", args=[upload.pk]), data)
    apply(admin, upload)
    made = Account.objects.get(handle="annat").unit
    assert (made.name_sv, made.parent) == ("Okänd enhet", cast.university)
    assert Account.objects.get(handle="utan").unit == cast.own_unit


def test_double_click_imports_once(admin):
    upload = uploaded(admin)
    assert [apply(admin, upload).status_code for _click in range(3)] == [302, 302, 302]
    assert Account.objects.count() == 1
    assert Event.objects.filter(action="imported", subject="account").count() == 1


def test_second_click_while_the_first_is_at_work_does_nothing(admin):
    upload = uploaded(admin)
    assert uploads.claim(upload)
    assert not uploads.claim(upload)
    apply(admin, upload)
    assert not Account.objects.exists()
    assert 'id="apply"' not in page(admin, upload)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=False):
        admin.force_login(upload.uploaded_by)
        apply(admin, upload)
    assert Account.objects.count() == 1


def test_register_that_moved_on_is_shown_before_it_is_written(admin):
    upload = uploaded(admin)
    page(admin, upload)
    AccountFactory(
        platform_id="x",
        handle="biologilund",
        identity_key="biologilund",
        url="https://x.com/biologilund",
        status="closed",
        closed_on=dt.date(2020, 1, 1),
    )
    response = admin.post(reverse("accounts:import_apply", args=[upload.pk]), follow=True)
    assert Account.objects.count() == 1
    upload.refresh_from_db()
    assert upload.state == "preview"
    row = uploads.plan_of(upload).rows[0]
    assert row["outcome"] == "refused"
    assert len(row["reasons"]) == 2
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_fault_half_way_leaves_nothing_and_can_be_tried_again(admin, monkeypatch):
    upload = uploaded(admin)
    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "_learn", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(admin, upload)
    upload.refresh_from_db()
    assert (Account.objects.count(), upload.state) == (0, "preview")
    apply(admin, upload)
    assert Account.objects.count() == 1


def test_brake_asks_for_the_number(admin, cast):
    AccountFactory.create_batch(3, unit=cast.own_unit)
    upload = uploaded(admin)
    admin.post(reverse("accounts:import_preview", args=[upload.pk]), columns(upload, replaces="on"))
    for typed in ("", "2", "tre"):
        response = apply(admin, upload, retire=typed)
        assert response.status_code == 200
        assert response.context["confirm"].errors["retire"]
        assert response.context["choices"]["replaces"].value() is True
    assert Account.objects.filter(status="published").count() == 3
    assert apply(admin, upload, retire="3").status_code == 302
    assert Account.objects.filter(status="closing").count() == 3


def test_long_import_tells_how_far_it_has_come(admin, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 3)
    monkeypatch.setattr(writing, "CHUNK", 2)
    rows = [["Länk", "Enhet"], *([f"x.com/a{n}", "Biologiska institutionen"] for n in range(5))]
    upload = uploaded(admin, rows)
    response = apply(admin, upload)
    assert response.streaming
    text = b"".join(response).decode()
    assert text.count("<progress ") == 4
    assert text.index('value="2"') < text.index('value="4"') < text.index('value="5"')
    assert text.strip().endswith("</html>")
    assert f"/staff/import/{upload.pk}/" in text[text.index('value="5"') :]
    assert Account.objects.count() == 5


def test_leaving_a_long_import_imports_nothing(admin, cast, rf, monkeypatch):
    """Closing the answer, as the server does when nobody listens, takes everything back."""
    monkeypatch.setattr(writing, "CHUNK", 2)
    rows = [["Länk", "Enhet"], *([f"x.com/a{n}", "Biologiska institutionen"] for n in range(5))]
    upload = uploaded(admin, rows)
    request = rf.get("/")
    request.user = cast.admin
    assert uploads.claim(upload)
    pieces = imports.told(request, upload, imports.run(upload, cast.admin, force=False))
    assert "<progress" in "".join(itertools.islice(pieces, 3))
    pieces.close()
    upload.refresh_from_db()
    assert (Account.objects.count(), upload.state) == (0, "preview")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_come_back_with_reasons_and_go_in_once_mended(admin, kind):
    rows = [*ROWS, ["=1+1", "@namn", "Biologiska institutionen", "+46"]]
    upload = uploaded(admin, rows)
    content = admin.get(reverse(f"accounts:import_refused_{kind}", args=[upload.pk])).content
    if kind == "csv":
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert table[3][:2] == ["'=1+1", "'@namn"]
        text = table
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        text = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert text[0][:4] == ROWS[0]
    assert len(text) == 4
    assert all(len(row[4]) > 20 for row in text[1:])
    Upload.objects.all().delete()
    mended = [text[0], ["https://x.com/ett", *text[1][1:]]]
    mended_file = csv_file(mended) if kind == "csv" else xlsx_file(mended)
    again = importing.prepare(mended_file)
    assert list(again.mapping.values()) == ["url", "name", "unit", "", ""]


def test_template_has_headings_that_the_import_knows(admin):
    content = admin.get(reverse("accounts:import_template_csv")).content
    prepared = importing.prepare(content + b"X;x.com/a\n")
    assert all(prepared.mapping.values())
    assert len(prepared.drafts) == 1
    content = admin.get(reverse("accounts:import_template_xlsx")).content
    (headings,) = openpyxl.load_workbook(io.BytesIO(content)).active.values
    assert list(headings) == list(prepared.mapping)


def test_password_is_neither_shown_nor_given_back(admin):
    rows = [["Länk", "Enhet", "Notes"], ["x.com/a", "Biologiska institutionen", "pw: hunter2"]]
    upload = uploaded(admin, rows)
    assert "hunter2" not in page(admin, upload)
    given = admin.get(reverse("accounts:import_refused_csv", args=[upload.pk])).content
    assert b"hunter2" not in given


def test_file_is_taken_away_on_request_and_after_a_week(admin, cast):
    upload = uploaded(admin)
    admin.post(reverse("accounts:import_cancel", args=[upload.pk]))
    assert not Upload.objects.exists()
    upload = uploaded(admin)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        admin.force_login(cast.admin)
        assert admin.get("/staff/import/").status_code == 200
    assert not Upload.objects.exists()


def test_stored_script_is_only_text(admin):
    rows = [["Länk", "<script>alert(1)</script>", "Enhet"], ["x.com/a", "<b onclick=x>", "<i>"]]
    shown = page(admin, uploaded(admin, rows))
    assert "<script>alert" not in shown
    assert "<b onclick" not in shown
    assert "<i>" not in shown


def test_preview_costs_the_same_for_one_row_and_for_many(admin, django_assert_max_num_queries):
    upload = uploaded(admin, [["Länk"], *([f"x.com/a{n}"] for n in range(60))])
    with django_assert_max_num_queries(10):
        page(admin, upload)


def test_what_a_heading_was_said_to_mean_need_not_be_said_again(admin):
    rows = [["Länk", "Hör till"], ["x.com/a", "Ingenstans"]]
    upload = uploaded(admin, rows)
    admin.post(
        reverse("accounts:import_preview", args=[upload.pk]),
        columns(upload, column_1="unit"),
    )
    upload.refresh_from_db()
    assert upload.mapping["Hör till"] == "unit"
    given = admin.get(reverse("accounts:import_refused_csv", args=[upload.pk])).content
    assert "unit" in importing.prepare(given).mapping.values()
