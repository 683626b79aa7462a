"""The overviews anyone may open: coverage, and the platforms with their accounts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..choices import TwoStepMethod
from ..domain import coverage as coverage_domain
from ..domain.access.doors import Door
from ..models import Platform
from ..platforms import HELP, PLATFORMS
from .doors import door
from .helpers import address_with, words


@door(Door.PUBLIC)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    vocabulary = words(request)
    wanted = request.GET.get("unit", "")
    unit = vocabulary.unit_by_slug.get(wanted)
    if wanted and unit is None:
        raise Http404
    table = coverage_domain.table(vocabulary, unit)
    context = {
        "unit": unit,
        "ancestors": list(reversed(vocabulary.ancestors(unit.pk)))[1:] if unit else [],
        "platforms": [
            {"code": p.code, "name": p.name, "url": p.get_absolute_url()} for p in table.platforms
        ],
        "rows": [coverage_row(row, table.platforms, request.path) for row in table.rows],
        "totals": [table.totals[platform.code] for platform in table.platforms],
        "total": table.totals.total(),
    }
    return render(request, "public/coverage.html", context)


def coverage_row(row: coverage_domain.Row, platforms: list[Platform], path: str) -> dict:
    matrix = reverse("accounts:matrix")
    return {
        "unit": {
            "name": _("%(unit)s, directly") % {"unit": row.unit.name}
            if row.is_itself
            else row.unit.name,
            "url": f"{path}?unit={row.unit.slug}"
            if row.has_children
            else row.unit.get_absolute_url(),
            "has_children": row.has_children,
        },
        "total": row.total,
        "cells": [
            {
                "count": row.counts[platform.code],
                "level": coverage_domain.level(row.counts[platform.code]),
                "url": f"{matrix}?unit={row.unit.slug}&platform={platform.code}",
                "label": ngettext(
                    "%(unit)s on %(platform)s: %(count)s account",
                    "%(unit)s on %(platform)s: %(count)s accounts",
                    row.counts[platform.code],
                )
                % {
                    "unit": row.unit.name,
                    "platform": platform.name,
                    "count": row.counts[platform.code],
                },
            }
            for platform in platforms
        ],
    }


@door(Door.PUBLIC)
@require_safe
def platforms(request: HttpRequest) -> HttpResponse:
    vocabulary = words(request)
    totals = coverage_domain.everywhere(vocabulary)
    context = {
        "platforms": [
            {"platform": platform, "count": totals[code], "url": platform.get_absolute_url()}
            for code, platform in vocabulary.platforms.items()
        ]
    }
    return render(request, "public/platforms.html", context)


def platform_facts(platform: Platform) -> list[tuple[str, str]]:
    """What a communicator wants to know before pasting an address or turning two-step on."""
    methods = [str(TwoStepMethod(code).label) for code in platform.two_step_methods]
    return [
        (_("An address looks like"), str(PLATFORMS[platform.code].facts().get("example", ""))),
        (
            _("Two-step authentication"),
            ", ".join(methods) if methods else _("No method known to us"),
        ),
    ]


def help_links(code: str) -> list[dict]:
    """The platform's own help, an unchecked link marked as such."""
    found = HELP[code]
    labels = (
        (found.two_step, _("Turn two-step authentication on")),
        (found.hacked, _("Get a hijacked account back")),
        (found.impersonation, _("Report somebody who pretends to be you")),
        (found.data_export, _("Fetch what you have published, for the archive")),
    )
    links = [
        {
            "url": link.url,
            "label": label,
            "note": "" if link.checked else _("(we have not checked this link yet)"),
        }
        for link, label in labels
        if link is not None
    ]
    return [{"title": _("Help from the platform"), "links": links}] if links else []


@door(Door.PUBLIC)
@require_safe
def platform(request: HttpRequest, code: str) -> HttpResponse:
    found = words(request).platforms.get(code)
    if found is None:
        raise Http404
    totals = coverage_domain.everywhere(words(request))
    context = {
        "platform": found,
        "count": totals[code],
        "matrix_url": address_with(
            reverse("accounts:matrix"), request.GET, platform=code, page=None
        ),
        "facts": platform_facts(found),
        "links": help_links(code),
    }
    return render(request, "public/platform.html", context)
