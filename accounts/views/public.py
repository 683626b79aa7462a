"""Pages anyone may open: start, search, account, unit."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..domain import coverage as coverage_domain
from ..domain import matrix as matrix_domain
from ..domain import search as search_domain
from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from ..domain.verification import Answer, verify, verify_bare_handle
from . import account_page, account_people
from .doors import door
from .helpers import viewer, words
from .matrix import frame_of_rows
from .matrix_rows import matrix_rows

EXAMPLES = ("https://www.facebook.com/lunduniversity", "@Lundastudent", "bibliotek")


@door(Door.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    vocabulary = words(request)
    figures = matrix_domain.figures(vocabulary)
    today = localdate()
    context = {
        "examples": EXAMPLES,
        "groups": matrix_domain.university_wide(vocabulary),
        "figures": [
            {"label": _("official accounts"), "value": figures.accounts, "as_of": today},
            {"label": _("units"), "value": figures.units, "as_of": today},
            {"label": _("platforms"), "value": figures.platforms, "as_of": today},
        ],
    }
    return render(request, "public/home.html", context)


@door(Door.PUBLIC)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One field for both: an address is answered here, anything else is looked for."""
    query = request.GET.get("q", "").strip()[:2000]
    if not query:
        return redirect("accounts:home")
    answer = verify(query)
    if answer.answer == Answer.UNREADABLE and not looks_like_address(query):
        former = verify_bare_handle(query)
        if former is None:
            return redirect(f"{reverse('accounts:matrix')}?{search_query(query)}")
        answer = former
    return render(request, "public/search.html", {"query": query, "answer": answer})


def looks_like_address(text: str) -> bool:
    """Whether somebody pasted a link rather than typed a name."""
    first = text.split()[0] if text.split() else ""
    return "://" in text or first.lower().startswith("www.") or ("." in first and "/" in first)


def search_query(text: str) -> str:
    return urlencode({"q": text[:100]})


@door(Door.PUBLIC)
@require_safe
def account(request: HttpRequest, slug: str) -> HttpResponse:
    who = viewer(request)
    found = (
        accounts_for(who)
        .filter(slug=slug)
        .select_related("platform", "unit", "routines", "security", "profile_check", "link_check")
        .first()
    )
    if found is None:
        raise Http404
    return render(request, "public/account.html", account_page.context(found, who, words(request)))


@door(Door.PUBLIC)
@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    vocabulary, who = words(request), viewer(request)
    found = vocabulary.unit_by_slug.get(slug)
    if found is None:
        raise Http404
    sort = request.GET.get("sort", "")
    criteria = search_domain.Criteria(unit=slug, sort=sort if sort in search_domain.SORTS else "")
    page = search_domain.page(who, criteria, request.GET.get("page", ""), vocabulary)
    context = {
        "unit": found,
        "ancestors": list(reversed(vocabulary.ancestors(found.pk))),
        "children": [
            {
                "name": child.name,
                "url": child.get_absolute_url(),
                "count": coverage_domain.rolled_up(vocabulary, child.pk).total(),
            }
            for child in vocabulary.children.get(found.pk, [])
        ],
        **account_people.of_unit(found, who, vocabulary),
        "rows": matrix_rows(page.accounts, who, vocabulary),
        **frame_of_rows(request, page, criteria, vocabulary),
        "chips": [],
    }
    return render(request, "public/unit.html", context)
