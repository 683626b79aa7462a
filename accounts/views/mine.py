"""What is mine: the next steps first, then what I wait for, my views, the accounts I look after."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..domain import links, todo
from ..domain.access.actions import Action, may_in_unit
from ..domain.access.doors import Door
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import accounts_for
from ..models import HandOver, SavedView
from . import saved_views
from .doors import door
from .helpers import viewer, words
from .matrix_rows import matrix_rows

SHOWN = 50
ROUTES = {
    todo.RETURNED.code: "register_resume",
    todo.DRAFT.code: "register_resume",
    todo.APPROVED.code: "opening",
    todo.CLOSING.code: "close",
    todo.CHANGED.code: "edit_identity",
    todo.GIVEN.code: "hand_over",
    todo.SUBMITTED.code: "account",
}
"""Where the next step of each kind is taken; the address takes the account's slug."""


@door(Door.SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    steps = todo.items(who)
    own = accounts_for(who).filter(unit__in=who.units)
    held = accounts_for(who).filter(contacts__person__user__pk=who.user_id or 0).distinct()
    context = {
        "todo": [next_step(item) for item in steps if not item.kind.waits],
        "waiting": [next_step(item) for item in steps if item.kind.waits],
        "views": [saved_views.shown(request, view) for view in own_views(who)],
        "own": matrix_rows(own[:SHOWN], who, vocabulary),
        "held": matrix_rows(held[:SHOWN], who, vocabulary),
        "own_units": sorted(
            (
                unit
                for pk in who.units
                if (unit := vocabulary.units.get(pk)) and unit.parent_id not in who.units
            ),
            key=lambda unit: unit.name,
        ),
        "may_register": may_in_unit(who, Action.REGISTER),
    }
    return render(request, "mine/mine.html", context)


def own_views(who: Viewer) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=who.user_id)[:SHOWN]


def next_step(item: todo.Item) -> dict:
    """One line of the list: the account, what to do, since when, and where."""
    return {
        "account": item.account,
        "label": item.kind.label,
        "code": item.kind.code,
        "since": item.since,
        "url": address_of(item),
    }


def address_of(item: todo.Item) -> str:
    if item.kind.code == todo.HAND_OVER.code:
        nonce = HandOver.objects.values_list("nonce", flat=True).get(pk=item.number)
        return reverse("accounts:answer_hand_over", args=[links.sign("hand-over", nonce)])
    return reverse(f"accounts:{ROUTES[item.kind.code]}", args=[item.account.slug])
