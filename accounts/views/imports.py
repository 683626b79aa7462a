"""Importing a spreadsheet: choose a file, look at what would happen, import it, or leave it.

For admins only; for anybody else these pages do not exist. A long import tells how far it has come
while it runs: the answer is written piece by piece as the rows are, so it needs no worker, no
script and no second connection.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from django.contrib import messages
from django.db import OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..domain.access.doors import Door
from ..exceptions import FileRefused, RegisterError
from ..forms.imports import ChoicesForm, ConfirmForm, UploadForm
from ..imports import limits, returned, uploads
from ..models import Upload, User
from .doors import door
from .helpers import words
from .import_pages import preview_context

LONG = 1_000
"""From so many accounts on an import tells how far it has come."""
MARK = "<!--steps-->"


def admin_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door has seen to it
    return request.user


@door(Door.ADMINS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; below it the uploads of the last days."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = uploads.store(file.read(), file.name, by=admin_of(request))
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("accounts:import_preview", upload.pk)
    uploads.forget_old()
    recent = Upload.objects.defer("content", "plan").select_related("uploaded_by")
    context = {
        "form": form,
        "recent": recent,
        "megabytes": limits.BYTES // (1024 * 1024),
        "most_rows": number_format(limits.ROWS, force_grouping=True),
    }
    return render(request, "staff/import.html", context)


@door(Door.ADMINS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What would happen, or what happened; POST changes what the columns hold."""
    upload = get_object_or_404(Upload, pk=pk)
    plan = uploads.plan_of(upload)
    choices = None
    if upload.state == Upload.State.PREVIEW:
        choices = _choices(request, upload, plan, is_sent=request.method == "POST")
        if request.method == "POST" and choices.is_valid():
            uploads.decide(
                upload,
                mapping=choices.mapping,
                default_unit=choices.unit,
                creates_units=choices.cleaned_data["creates_units"],
                replaces=choices.cleaned_data["replaces"],
            )
            return redirect("accounts:import_preview", pk)
    return _show(request, upload, plan, choices=choices)


def _choices(
    request: HttpRequest, upload: Upload, plan: uploads.StoredPlan, *, is_sent: bool
) -> ChoicesForm:
    return ChoicesForm(
        request.POST if is_sent else None,
        mapping=plan.data["mapping"],
        words=words(request),
        initial={
            "default_unit": upload.default_unit_id or "",
            "creates_units": upload.creates_units,
            "replaces": upload.replaces,
        },
    )


def _show(
    request: HttpRequest,
    upload: Upload,
    plan: uploads.StoredPlan,
    *,
    choices: ChoicesForm | None = None,
    confirm: ConfirmForm | None = None,
) -> HttpResponse:
    context = preview_context(request.path, request.GET, upload, plan)
    context |= {"choices": choices, "confirm": confirm}
    if confirm is None and plan.needs_confirmation:
        context["confirm"] = ConfirmForm(retired=len(plan.data["retired"]))
    return render(request, "staff/import_preview.html", context)


@door(Door.ADMINS)
@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Import it. Of two clicks only one does."""
    upload = get_object_or_404(Upload, pk=pk)
    if upload.state != Upload.State.PREVIEW and not uploads.is_stale(upload):
        return redirect("accounts:import_preview", pk)
    plan = uploads.plan_of(upload)
    if plan.needs_confirmation:
        confirm = ConfirmForm(request.POST, retired=len(plan.data["retired"]))
        if not confirm.is_valid():
            choices = _choices(request, upload, plan, is_sent=False)
            return _show(request, upload, plan, choices=choices, confirm=confirm)
    if not uploads.claim(upload):
        return redirect("accounts:import_preview", pk)
    steps = run(upload, admin_of(request), force=plan.needs_confirmation)
    if plan.writes >= LONG:
        pieces = told(request, upload, steps)
        return StreamingHttpResponse(pieces, headers={"X-Accel-Buffering": "no"})
    for step in steps:
        if step.fault:
            messages.error(request, step.fault)
    return redirect("accounts:import_preview", pk)


@dataclass(frozen=True)
class Step:
    """How far an import has come; the last one is the end, with what went wrong if anything."""

    done: int = 0
    total: int = 0
    is_end: bool = False
    fault: str = ""


def run(upload: Upload, by: User, *, force: bool) -> Generator[Step, None, None]:
    """Carry the import out; no fault of it is an error page."""
    try:
        with closing(uploads.carry_out(upload, by=by, force=force)) as steps:
            for done, total in steps:
                yield Step(done, total)
    except RegisterError as error:
        yield Step(is_end=True, fault=str(error))
    except OperationalError:
        busy = _("The register is busy with something long. Nothing was imported; try again.")
        yield Step(is_end=True, fault=busy)
    else:
        yield Step(is_end=True)


def told(request: HttpRequest, upload: Upload, steps: Generator[Step, None, None]) -> Iterator[str]:
    """The page of a long import: its head, a line for every step, and where to go on.

    Somebody who leaves closes it, and the import with it.
    """
    with closing(steps), translation.override(translation.get_language()):
        page = render_to_string("staff/import_running.html", {"upload": upload}, request)
        head, _mark, foot = page.partition(MARK)
        yield head
        for step in steps:
            yield render_to_string("staff/_import_step.html", {"step": step, "upload": upload})
        yield foot


@door(Door.ADMINS)
@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Take the file away; nothing of it was imported."""
    Upload.objects.filter(pk=pk).exclude(state=Upload.State.RUNNING).delete()
    messages.success(request, _("The file was taken away."))
    return redirect("accounts:imports")


@door(Door.ADMINS)
@require_safe
def import_refused(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The refused rows with the reason of each, to be mended and sent again."""
    upload = get_object_or_404(Upload, pk=pk)
    rows = returned.refused(uploads.plan_of(upload))
    return _file(returned.as_file(rows, kind), _("refused rows"), kind)


@door(Door.ADMINS)
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with headings that the import knows."""
    return _file(returned.as_file(returned.template(), kind), _("accounts to import"), kind)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=returned.FORMATS[kind])
    name = f"{name.replace(' ', '-')}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
