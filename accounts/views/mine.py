"""What is mine: the accounts a communicator looks after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from .doors import door
from .helpers import viewer, words
from .matrix_rows import matrix_rows

SHOWN = 50


@door(Door.SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    own = accounts_for(who).filter(unit__in=who.units)
    held = accounts_for(who).filter(contacts__person__user__pk=who.user_id or 0).distinct()
    context = {
        "own": matrix_rows(own[:SHOWN], who, vocabulary),
        "held": matrix_rows(held[:SHOWN], who, vocabulary),
        "own_units": sorted(
            (vocabulary.units[pk] for pk in who.units if pk in vocabulary.units),
            key=lambda unit: unit.name,
        ),
    }
    return render(request, "mine/mine.html", context)
