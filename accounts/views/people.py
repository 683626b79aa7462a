"""People: the list of everybody, one person's page, and what may be taken away as a file."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ..choices import ContactRole, Role
from ..domain import directory, erasing, holdings, leaving
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.access.viewer import Viewer
from ..exceptions import RegisterError
from ..forms.directory import PeopleForm
from ..models import Person
from .account_page import day
from .account_people import shown_name
from .doors import door
from .helpers import address_with, user_of, viewer, words

A_YEAR = timedelta(days=365)


@door(Door.OVERSIGHT)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/people.html", listed(request, viewer(request), "person"))


@door(Door.WRITERS)
@require_safe
def mine_people(request: HttpRequest) -> HttpResponse:
    """The contacts of the own units' accounts; an admin's own are all, on a page of their own."""
    who = viewer(request)
    if who.sees_everything:
        return redirect("accounts:people")
    return render(request, "staff/people.html", listed(request, who, "mine_person"))


def listed(request: HttpRequest, who: Viewer, route: str) -> dict[str, Any]:
    """A page of people with what each holds."""
    vocabulary = words(request)
    form = PeopleForm(request.GET, words=vocabulary)
    form.is_valid()
    unit = vocabulary.unit_by_slug.get(form.cleaned_data.get("unit") or "")
    asked = directory.Asked(
        q=form.cleaned_data.get("q") or "",
        unit=unit.pk if unit else None,
        state=form.cleaned_data.get("state") or "",
        since=localdate() - A_YEAR,
    )
    found = directory.find(who, asked, request.GET.get("page", ""), vocabulary)
    known = Person.objects.select_related("user").in_bulk(found.numbers)
    held = holdings.counts(found.numbers, who)
    path, query = request.path, request.GET
    return {
        "form": form,
        "is_own": not who.sees_everything,
        "count_text": ngettext("%(count)s person", "%(count)s people", found.count)
        % {"count": found.count},
        "is_filtered": bool(asked.q or asked.unit or asked.state),
        "rows": [
            {
                "person": known[pk],
                "url": reverse(f"accounts:{route}", args=[pk]),
                "unit": vocabulary.units.get(known[pk].unit_id or 0),
                "holds": holds_text(held[pk]),
                "accounts": held[pk].accounts,
            }
            for pk in found.numbers
            if pk in known
        ],
        "clear_url": path,
        "pager": {
            "first_url": address_with(path, query, page=None) if found.previous else "",
            "previous_url": address_with(path, query, page=found.previous)
            if found.previous
            else "",
            "next_url": address_with(path, query, page=found.next) if found.next else "",
        },
    }


def holds_text(held: holdings.Tally) -> str:
    """What somebody holds in a few words: "owner of 2, deputy of 1, access to 3"."""
    parts = {
        ContactRole.OWNER: _("owner of %(count)s"),
        ContactRole.DEPUTY: _("deputy of %(count)s"),
        ContactRole.PUBLISHER: _("publisher of %(count)s"),
        ContactRole.MANAGER: _("manager of %(count)s"),
    }
    texts = [
        text % {"count": held.roles[role]} for role, text in parts.items() if role in held.roles
    ]
    if held.access:
        texts.append(_("access to %(count)s") % {"count": held.access})
    return ", ".join(texts) or _("holds nothing")


@door(Door.OVERSIGHT)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "staff/person.html", of_person(request, found_person(request, pk)))


@door(Door.WRITERS)
@require_safe
def mine_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody holds of the own units' accounts."""
    if viewer(request).sees_everything:
        return redirect("accounts:person", pk)
    return render(request, "staff/person.html", of_person(request, found_person(request, pk)))


@door(Door.OVERSIGHT)
@require_safe
def person_extract(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_person(request, pk)
    return extract_file(holdings.extract(found, found.user, viewer(request)), f"person-{found.pk}")


@door(Door.ADMINS)
@require_POST
def person_came_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_person(request, pk)
    try:
        leaving.come_back(person=found, by=user_of(request))
    except RegisterError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Noted: %(name)s is back.") % {"name": found.name})
    return redirect("accounts:person", pk)


def found_person(request: HttpRequest, pk: int) -> Person:
    """The person, if they exist for the viewer; a missing one and a hidden one are the same."""
    people = directory.people_for(viewer(request)).select_related("user__unit", "unit")
    # A number longer than any key is no person's, and too long for a database to compare.
    found = people.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def of_person(request: HttpRequest, found: Person) -> dict[str, Any]:
    who = viewer(request)
    held = holdings.of(found, who)
    may_care = may(who, Action.CARE_FOR_PEOPLE)
    return {
        "person": found,
        "name": shown_name(found),
        "is_own": not who.sees_everything,
        "roles": roles_of(held),
        "held": held,
        "may_care": may_care,
        "may_leave": may_care and not leaving.has_left(found),
        "in_the_way": erasing.standing_in_the_way(found) if may_care and found.left_on else [],
        "to_remove": leaving.access_to_remove(found)
        if who.sees_everything and found.left_on
        else [],
        "facts": facts(found, who),
        "sign_in": sign_in_facts(found) if who.sees_everything else [],
    }


def roles_of(held: holdings.Holdings) -> list[dict[str, Any]]:
    """The accounts by role; roles without any are left out."""
    return [
        {"label": role.label, "accounts": [contact.account for contact in contacts]}
        for role, contacts in held.contacts.items()
        if contacts
    ]


def facts(found: Person, who: Viewer) -> list[tuple[Any, Any]]:
    pairs = [
        (_("Unit"), found.unit.name if found.unit else ""),
        (_("Works outside the university"), _("Yes") if found.is_external else ""),
        (_("Language of mails"), found.get_language_display()),
        (
            _("Name may be public"),
            _("No, protected identity")
            if found.is_protected
            else _("Yes")
            if found.name_is_public
            else _("No"),
        ),
    ]
    return [(label, value) for label, value in pairs if value and not found.erased_at]


def sign_in_facts(found: Person) -> list[tuple[Any, Any]]:
    """The user behind the person: role, whether they can sign in, when they last did."""
    user = found.user
    if user is None:
        return []
    return [
        (_("Role"), Role(user.role).label),
        (_("Can sign in"), _("Yes") if user.is_active else _("No")),
        (_("Last seen"), day(user.last_seen_at) or _("Never")),
    ]


def extract_file(content: dict[str, Any], name: str) -> HttpResponse:
    """Everything about somebody as a JSON file that people can read too."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
