"""The channel matrix as files: the same filters, order and rights as the page.

A value in the address that means nothing is passed over, as on the page.
"""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..domain import search
from ..domain.access.doors import Door
from ..exports.columns import columns_for
from ..exports.csv_writer import csv_content, delimiter_named
from ..exports.download import Download, file_name
from ..exports.json_writer import json_content
from ..exports.pdf_writer import MOST_ROWS, PressBusy, fits_on_paper, pdf_content
from ..exports.table import Table
from ..exports.xlsx_writer import xlsx_content
from ..forms.matrix import MatrixForm
from .doors import door
from .helpers import viewer, words
from .matrix import matrix

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(request: HttpRequest) -> search.Criteria:
    return MatrixForm(request.GET, viewer=viewer(request), words=words(request)).criteria()


def table_of(request: HttpRequest, criteria: search.Criteria, *, is_printed: bool = False) -> Table:
    who, vocabulary = viewer(request), words(request)
    columns = tuple(column for column in columns_for(who) if column.is_printed or not is_printed)
    accounts = search.everything(who, criteria, vocabulary)
    return Table(accounts, viewer=who, words=vocabulary, columns=columns)


def institution() -> str:
    return settings.INSTITUTION_NAMES["en" if get_language() == "en" else "sv"]


def title() -> str:
    return pgettext("title of a download", "Channel matrix")


def answer(request: HttpRequest, download: Download) -> HttpResponseBase:
    """The download as a response; nothing of it is worked out for HEAD."""
    response = StreamingHttpResponse(
        () if request.method == "HEAD" else download.content(),
        content_type=download.content_type,
    )
    response["Content-Disposition"] = f'attachment; filename="{download.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Cookie",))
    if viewer(request).is_public:
        response["Cache-Control"] = "no-cache"
    else:
        add_never_cache_headers(response)
    return response


@door(Door.PUBLIC)
@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    table = table_of(request, asked(request))
    delimiter = delimiter_named(request.GET.get("delimiter", ""))
    name = file_name(timezone.localdate(), "csv")
    return answer(
        request,
        Download(name, "text/csv; charset=utf-8", lambda: csv_content(table, delimiter)),
    )


@door(Door.PUBLIC)
@require_safe
def matrix_xlsx(request: HttpRequest) -> HttpResponseBase:
    table = table_of(request, asked(request))
    name = file_name(timezone.localdate(), "xlsx")
    return answer(
        request,
        Download(name, XLSX, lambda: xlsx_content(table, title=title(), institution=institution())),
    )


@door(Door.PUBLIC)
@require_safe
def matrix_json(request: HttpRequest) -> HttpResponseBase:
    criteria = asked(request)
    table = table_of(request, criteria)
    name = file_name(timezone.localdate(), "json")
    return answer(
        request,
        Download(
            name,
            "application/json",
            lambda: json_content(
                table,
                institution=institution(),
                generated_at=timezone.localtime(),
                filters={key: value for key, value in asdict(criteria).items() if value},
            ),
        ),
    )


@door(Door.PUBLIC)
@require_safe
def matrix_pdf(request: HttpRequest) -> HttpResponseBase:
    criteria = asked(request)
    table = table_of(request, criteria, is_printed=True)
    if not fits_on_paper(table):
        return page_instead(request, too_long(), status=422)
    on = timezone.localdate()
    download = Download(
        file_name(on, "pdf"),
        "application/pdf",
        lambda: pdf_content(
            table,
            title=title(),
            institution=institution(),
            description=search.describe(criteria, words(request)),
            on=on,
        ),
    )
    try:
        return answer(request, download)
    except PressBusy as busy:
        response = page_instead(request, str(busy), status=503)
        response["Retry-After"] = "60"
        return response


def too_long() -> str:
    return _(
        "A PDF holds at most %(most)s accounts, and there are more than that here. Take CSV or"
        " Excel, which hold any number, or choose fewer accounts with the filters."
    ) % {"most": f"{MOST_ROWS:,}".replace(",", "\u00a0")}


def page_instead(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """The matrix page, where filters and the other downloads are, with the reason on top."""
    messages.warning(request, why)
    request.path = reverse("accounts:matrix")
    response = matrix(request)
    response.status_code = status
    return response
