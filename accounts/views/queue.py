"""The queue of what waits for a decision: admins decide, auditors read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..domain import queue as queue_domain
from ..domain.access.doors import Door
from ..domain.questionnaire import QUESTIONS
from ..forms.decisions import QueueForm
from .doors import door
from .helpers import address_with, viewer, words


@door(Door.OVERSIGHT)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    form = QueueForm(request.GET, words=words(request))
    asked = form.asked()
    page = queue_domain.page(viewer(request), words(request), **asked)
    context = {
        "form": form,
        "is_filtered": bool(asked["unit"] or asked["platform"]),
        "count": ngettext("%(count)d waits", "%(count)d wait", page.count) % {"count": page.count},
        "rows": [drawn(row) for row in page.rows],
        "total": len(QUESTIONS),
        "pager": pager(request, page),
    }
    return render(request, "staff/queue.html", context)


def drawn(row: queue_domain.Row) -> dict[str, Any]:
    days = queue_domain.age(row.at)
    level = "bad" if days >= queue_domain.VERY_OLD else "warn" if days >= queue_domain.OLD else ""
    is_whole = row.answered == len(QUESTIONS)
    return {
        "row": row,
        "age": queue_domain.age_in_words(row.at),
        "level": level,
        "answered": None
        if row.answered is None
        else _("%(answered)d of %(total)d answered")
        % {"answered": row.answered, "total": len(QUESTIONS)},
        "is_whole": is_whole,
    }


def pager(request: HttpRequest, page: queue_domain.Page) -> dict[str, str]:
    def address(number: int) -> str:
        return address_with(request.path, request.GET, page=str(number) if number > 1 else None)

    return {
        "label": _("Page %(number)d of %(pages)d") % {"number": page.number, "pages": page.pages},
        "previous_url": address(page.number - 1) if page.number > 1 else "",
        "next_url": address(page.number + 1) if page.number < page.pages else "",
    }
