"""The channel matrix as files: the same filters and rights as the page, every column.

A value in the address that means nothing is passed over, as on the page.
"""

from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..domain import search
from ..exports.csv_writer import csv_content, delimiter_named
from ..exports.download import Download, file_name
from ..exports.json_writer import json_content
from ..exports.table import Table
from ..forms.matrix import MatrixForm
from .helpers import viewer, words


def asked(request: HttpRequest) -> search.Criteria:
    return MatrixForm(request.GET, viewer=viewer(request), words=words(request)).criteria()


def table_of(request: HttpRequest, criteria: search.Criteria) -> Table:
    who, vocabulary = viewer(request), words(request)
    return Table(search.everything(who, criteria, vocabulary), viewer=who, words=vocabulary)


def institution() -> str:
    return settings.INSTITUTION_NAMES["en" if get_language() == "en" else "sv"]


def answer(request: HttpRequest, download: Download) -> HttpResponseBase:
    """The download as a response; nothing of it is worked out for HEAD."""
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=download.content_type)
    else:
        response = StreamingHttpResponse(download.content, content_type=download.content_type)
    response["Content-Disposition"] = f'attachment; filename="{download.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Cookie",))
    if viewer(request).is_public:
        response["Cache-Control"] = "no-cache"
    else:
        add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    delimiter = delimiter_named(request.GET.get("delimiter", ""))
    content = csv_content(table_of(request, asked(request)), delimiter)
    name = file_name(timezone.localdate(), "csv")
    return answer(request, Download(name, "text/csv; charset=utf-8", content))


@login_not_required
@require_safe
def matrix_json(request: HttpRequest) -> HttpResponseBase:
    criteria = asked(request)
    content = json_content(
        table_of(request, criteria),
        institution=institution(),
        generated_at=timezone.localtime(),
        filters={name: value for name, value in asdict(criteria).items() if value},
    )
    name = file_name(timezone.localdate(), "json")
    return answer(request, Download(name, "application/json", content))
