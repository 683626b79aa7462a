"""Saved views: name the matrix's filters, find them again, rename and delete them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..domain import links, saved_views
from ..domain.access.doors import Door
from ..domain.search import Criteria
from ..domain.search.criteria import describe
from ..exceptions import RegisterError
from ..forms.matrix import MatrixForm
from ..forms.saved_views import SavedViewForm
from ..models import SavedView
from .doors import door
from .helpers import user_of, viewer, words

DELETED = "deleted_view"
UNDO_SECONDS = 15 * 60


def criteria_of(request: HttpRequest, query: str) -> Criteria:
    """What a saved query asks today, without the filters that mean nothing any more."""
    return MatrixForm(QueryDict(query), viewer=viewer(request), words=words(request)).criteria()


def address_of(query: str) -> str:
    path = reverse("accounts:matrix")
    return f"{path}?{query}" if query else path


def tools(request: HttpRequest, criteria: Criteria) -> dict[str, str] | None:
    """What the matrix offers for the filters in force: a name of one's own, and their link."""
    query = saved_views.query_of(criteria)
    if viewer(request).is_public or not query:
        return None
    return {
        "save_url": f"{reverse('accounts:save_view')}?{query}",
        "share_url": links.absolute(address_of(query)),
    }


def described(request: HttpRequest, criteria: Criteria) -> str:
    return describe(criteria, words(request)) or _("All official accounts")


def shown(request: HttpRequest, view: SavedView) -> dict[str, Any]:
    """A view as the list shows it."""
    return {
        "view": view,
        "text": described(request, criteria_of(request, view.query)),
        "share_url": links.absolute(address_of(view.query)),
    }


def deleted(request: HttpRequest) -> dict[str, Any] | None:
    """The view that was deleted last, for as long as it can be brought back."""
    kept = request.session.get(DELETED)
    is_fresh = kept and timezone.now().timestamp() - kept["at"] < UNDO_SECONDS
    return kept if is_fresh else None


@door(Door.SIGNED_IN)
@require_safe
def views(request: HttpRequest) -> HttpResponse:
    context = {
        "views": [shown(request, view) for view in saved_views.of(user_of(request))],
        "deleted": deleted(request),
    }
    return render(request, "mine/views.html", context)


@door(Door.SIGNED_IN)
@require_safe
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix with these filters."""
    found = get_object_or_404(saved_views.of(user_of(request)), pk=pk)
    return redirect(address_of(found.query))


@door(Door.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def save_view(request: HttpRequest) -> HttpResponse:
    """Name the filters that stand in this page's own address."""
    criteria = criteria_of(request, request.META.get("QUERY_STRING", ""))
    query, text = saved_views.query_of(criteria), described(request, criteria)
    form = SavedViewForm(request.POST or None, initial={"name": text[:80]})
    if request.method == "POST" and form.is_valid():
        try:
            saved = saved_views.save(query=query, by=user_of(request), **form.cleaned_data)
        except RegisterError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
            return redirect("accounts:saved_views")
    back = address_of(query)
    return render(request, "mine/view_form.html", {"form": form, "text": text, "back_url": back})


@door(Door.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def rename_view(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(saved_views.of(user_of(request)), pk=pk)
    form = SavedViewForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            saved_views.rename(view=found, by=user_of(request), **form.cleaned_data)
        except RegisterError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The view has a new name."))
            return redirect("accounts:saved_views")
    context = {
        "form": form,
        "text": described(request, criteria_of(request, found.query)),
        "back_url": reverse("accounts:saved_views"),
        "is_rename": True,
    }
    return render(request, "mine/view_form.html", context)


@door(Door.SIGNED_IN)
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete it; the list offers to bring it back. A second click finds nothing to delete."""
    found = saved_views.of(user_of(request)).filter(pk=pk).first()
    if found is not None:
        kept = saved_views.delete(view=found)
        request.session[DELETED] = {**kept, "at": timezone.now().timestamp()}
    return redirect("accounts:saved_views")


@door(Door.SIGNED_IN)
@require_POST
def restore_view(request: HttpRequest) -> HttpResponse:
    """Bring the last deleted one back."""
    kept = deleted(request)
    if kept is not None:
        try:
            saved_views.save(by=user_of(request), name=kept["name"], query=kept["query"])
            del request.session[DELETED]
        except RegisterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” is back.") % {"name": kept["name"]})
    return redirect("accounts:saved_views")
