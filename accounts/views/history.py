"""Who changed what, when: of one account for those who see its workflow, of everything for
auditors and admins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..domain import history_reading
from ..domain.access.doors import Door
from ..domain.access.visibility import (
    FieldClass,
    accounts_for,
    classes_everywhere,
    classes_for,
)
from ..forms.history import HistoryForm
from ..models import Account
from .doors import door
from .helpers import address_with, viewer, words


@door(Door.SIGNED_IN)
@require_safe
def of_account(request: HttpRequest, slug: str) -> HttpResponse:
    who = viewer(request)
    account = accounts_for(who).filter(slug=slug).first()
    classes = classes_for(who, account) if account else frozenset()
    if account is None or FieldClass.WORKFLOW not in classes:
        raise Http404
    return render(request, "staff/history.html", context(request, classes, account))


@door(Door.OVERSIGHT)
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return render(
        request, "staff/history.html", context(request, classes_everywhere(viewer(request)))
    )


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def context(
    request: HttpRequest, classes: frozenset[FieldClass], account: Account | None = None
) -> dict[str, Any]:
    form = HistoryForm(
        request.GET,
        fields=history_reading.fields_for(classes),
        authors=history_reading.authors(account, number(request.GET.get("by", ""))),
    )
    read = history_reading.read(
        classes=classes,
        words=words(request),
        account=account,
        filters=form.filters(),
        token=request.GET.get("page", ""),
    )
    path, query = request.path, request.GET
    return {
        "account": account,
        "form": form,
        "events": read.events,
        "chips": [
            {"label": label, "remove_url": address_with(path, query, **{name: None}, page=None)}
            for name, label in form.chips()
        ],
        "clear_url": path,
        "pager": {
            "first_url": address_with(path, query, page=None) if read.newer else "",
            "previous_url": address_with(path, query, page=read.newer) if read.newer else "",
            "next_url": address_with(path, query, page=read.older) if read.older else "",
        },
    }
