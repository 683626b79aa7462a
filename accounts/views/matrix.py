"""The channel matrix: filters, one page of rows, downloads of the same."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from ..choices import LANGUAGES
from ..domain import search
from ..domain.access.doors import Door
from ..domain.search.criteria import status_label
from ..domain.vocabulary import Vocabulary
from ..forms.matrix import MatrixForm
from .doors import door
from .helpers import address_with, viewer, words
from .matrix_rows import matrix_rows
from .saved_views import tools

DOWNLOADS = (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF"), ("json", "JSON"))


def count_text(page: search.Page) -> str:
    """How many there are, as a sentence; a capped count says "more than"."""
    if page.is_capped:
        return _("More than %(count)s accounts") % {"count": _grouped(page.count)}
    if page.count == 0:
        return _("No accounts")
    return ngettext("%(count)s account", "%(count)s accounts", page.count) % {
        "count": _grouped(page.count)
    }


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def column_heads(path: str, query: QueryDict, criteria: search.Criteria) -> list[dict]:
    """The table's heads; a sorted one says which way, and its link turns it round."""
    heads = []
    for code, label in (
        ("name", _("Account")),
        ("unit", _("Unit")),
        ("", _("Purpose")),
        ("", _("Goals")),
        ("", _("Target audience")),
        ("", _("Contact")),
    ):
        now = criteria.sort.removeprefix("-") if criteria.sort else ("" if criteria.q else "name")
        descending = criteria.sort.startswith("-")
        is_sorted = bool(code) and code == now
        wanted = f"-{code}" if is_sorted and not descending else code
        heads.append(
            {
                "code": code,
                "label": label,
                "is_sortable": bool(code),
                "sort_url": address_with(path, query, sort=wanted, page=None) if code else None,
                "aria_sort": ("descending" if descending else "ascending") if is_sorted else "none",
            }
        )
    return heads


def active_filters(
    path: str, query: QueryDict, criteria: search.Criteria, vocabulary: Vocabulary
) -> list[dict]:
    """A chip for every filter in force, with the address that takes it away."""
    labels = {
        "q": criteria.q,
        "platform": getattr(vocabulary.platforms.get(criteria.platform), "name", ""),
        "unit": getattr(vocabulary.unit_by_slug.get(criteria.unit), "name", ""),
        "audience": getattr(vocabulary.audiences.get(criteria.audience), "name", ""),
        "language": LANGUAGES.get(criteria.language, ""),
        "status": status_label(criteria.status),
    }
    return [
        {"label": label, "remove_url": address_with(path, query, **{name: None}, page=None)}
        for name, label in labels.items()
        if label
    ]


@door(Door.PUBLIC)
@require_safe
@vary_on_headers("HX-Request")
def matrix(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    form = MatrixForm(request.GET, viewer=who, words=vocabulary)
    criteria = form.criteria()
    page = search.page(who, criteria, request.GET.get("page", ""), vocabulary)
    if not page.accounts and page.count and request.GET.get("page"):
        return redirect(address_with(request.path, request.GET, page=None))
    context = {
        "form": form,
        "criteria": criteria,
        "ignored": form.ignored,
        "rows": matrix_rows(page.accounts, who, vocabulary),
        "view_tools": tools(request, criteria),
        **frame_of_rows(request, page, criteria, vocabulary),
    }
    if not wants_rows_only(request):
        return render(request, "public/matrix.html", context)
    rows = render(request, "public/_matrix_results.html", context)
    return push_url(rows, address_with(request.path, request.GET))


def wants_rows_only(request: HttpRequest) -> bool:
    """Whether htmx asks for what it swaps in, not for a page to restore or to boost."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def frame_of_rows(
    request: HttpRequest, page: search.Page, criteria: search.Criteria, vocabulary: Vocabulary
) -> dict:
    """All that stands around the rows: count, chips, heads, pager, downloads, spelling."""
    path, query = request.path, request.GET
    return {
        "count_text": count_text(page),
        "page": page,
        "columns": column_heads(path, query, criteria),
        "chips": active_filters(path, query, criteria, vocabulary),
        "clear_url": path,
        "pager": {
            "first_url": address_with(path, query, page=None) if page.previous else "",
            "previous_url": address_with(path, query, page=page.previous) if page.previous else "",
            "next_url": address_with(path, query, page=page.next) if page.next else "",
        },
        "downloads": [
            {
                "label": label,
                "url": address_with(
                    reverse(f"accounts:matrix_{kind}"), query, unit=criteria.unit, page=None
                ),
            }
            for kind, label in DOWNLOADS
        ],
        "did_you_mean": {
            "asked": criteria.q,
            "text": page.corrected,
            "url": address_with(path, query, q=page.corrected),
        }
        if page.corrected
        else None,
    }
