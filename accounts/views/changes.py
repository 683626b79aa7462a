"""Deciding on a change of identity: what is published beside what is wanted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..choices import ChangeState
from ..domain import change_words, changes, comparing, people
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.vocabulary import Vocabulary
from ..exceptions import NotAllowed, RegisterError
from ..forms.editing import ChangeDecisionForm
from ..models import Change, Person
from .doors import door
from .helpers import user_of, viewer, words


@door(Door.OVERSIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Change.objects.select_related("account__platform", "account__unit", "asked_by"), pk=pk
    )
    form = ChangeDecisionForm(request.POST or None)
    if request.method == "POST":
        if not may(viewer(request), Action.DECIDE, found.account):
            raise PermissionDenied
        if form.is_valid() and decide(request, found, **form.cleaned_data):
            return redirect(found)
    return render(request, "staff/change.html", context(request, found, form))


def decide(request: HttpRequest, found: Change, outcome: str, reason: str) -> bool:
    """Carry the decision out and say how it went."""
    try:
        if outcome == "approve":
            changes.approve(change=found, by=user_of(request), reason=reason)
            said = _("Approved. The account has been changed.")
        else:
            changes.decline(change=found, by=user_of(request), reason=reason)
            said = _("Declined. The account is as it was.")
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except RegisterError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said)
    return True


def context(request: HttpRequest, found: Change, form: ChangeDecisionForm) -> dict[str, Any]:
    who = viewer(request)
    is_open = found.state == ChangeState.WAITING and found.account.status in changes.CHANGEABLE
    moved_on = changes.moved_on(found) if is_open else []
    return {
        "change": found,
        "form": form,
        "rows": [row(line) for line in change_words.lines(found)],
        "people": concerned(found, words(request)),
        "is_open": is_open,
        "has_ended": found.state == ChangeState.WAITING and not is_open,
        "moved_on": ", ".join(change_words.labels(moved_on)),
        "may_decide": is_open and changes.may_decide(who, found),
        "is_asker": who.user_id in changes.askers(found),
        "newer": changes.newer(found),
        "facts": facts(found),
        "follows": follows(found),
    }


def facts(found: Change) -> list[tuple[Any, Any]]:
    """The account as it is published."""
    account = found.account
    published = account.published_at and date_format(localtime(account.published_at))
    pairs = [
        (_("Name"), account.name),
        (_("Platform"), account.platform.name),
        (_("Unit"), account.unit.name),
        (_("Status"), account.get_status_display()),
        (_("Published here"), published),
    ]
    return [(label, value) for label, value in pairs if value]


def follows(found: Change) -> str:
    """What else happens when it is approved."""
    sentences = []
    if found.before.get("key") and found.before["key"] != found.after.get("key", ""):
        sentences.append(_("The handle of today stays searchable as a former one."))
    if found.before.get("owner"):
        sentences.append(_("The owner of today leaves that role and keeps any other."))
    deputies = found.account.contacts.filter(role="deputy", person=found.after.get("owner"))
    if "owner" in found.after and deputies.exists():
        sentences.append(_("The new owner is a deputy today, and will not be one any more."))
    return " ".join(sentences)


def row(line: change_words.Line) -> dict[str, Any]:
    """One part of the identity for the comparison, handles letter by letter."""
    compare = comparing.by_letters if line.name in ("handle", "url") else comparing.by_words
    before, after = compare(line.before, line.after)
    return {
        "label": line.label,
        "name": line.name,
        "sides": [
            {"label": _("Published now"), "pieces": before, "is_before": True},
            {"label": _("Wanted"), "pieces": after},
        ],
    }


def concerned(found: Change, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Whom the change is about: owners, and the communicators of both units."""
    rows = []
    owners = {
        values["owner"]: label
        for values, label in ((found.before, _("Owner before")), (found.after, _("New owner")))
        if values.get("owner")
    }
    if not owners:
        owners = dict.fromkeys(
            found.account.contacts.filter(role="owner").values_list("person", flat=True),
            _("Owner"),
        )
    known = Person.objects.in_bulk(owners)
    rows += [
        {"role": label, "name": known[pk].name, "email": known[pk].email}
        for pk, label in owners.items()
        if pk in known
    ]
    units = dict.fromkeys(
        values.get("unit", found.account.unit_id) for values in (found.before, found.after)
    )
    for unit in units:
        nearest = people.communicators_for(unit, vocabulary) if unit in vocabulary.units else None
        if nearest is None:
            continue
        role = _("Communicator of %(unit)s") % {"unit": nearest.unit.name}
        rows += [{"role": role, "name": u.name, "email": u.email} for u in nearest.users]
    return rows
