"""Somebody leaves: passing on what they hold, what is left to do, erasing their data."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..domain import erasing, holdings, leaving, succession
from ..domain.access.doors import Door
from ..exceptions import RegisterError
from ..forms.leaving import LeaveForm
from ..models import Person
from .doors import door
from .helpers import user_of, viewer, words
from .people import found_person


@door(Door.ADMINS)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = found_person(request, pk)
    if leaving.has_left(person):
        messages.info(request, _("%(name)s has left already.") % {"name": person.name})
        return redirect("accounts:person", pk)
    form = LeaveForm(
        request.POST or None,
        initial={"left_on": person.left_on or localdate()},
        proposals=succession.proposals(person, words(request)),
    )
    if request.method == "POST" and form.is_valid() and pass_on(request, person, form):
        return redirect("accounts:person_left" if has_to_do(person) else "accounts:person", pk)
    context = {"person": person, "form": form, "held": holdings.of(person, viewer(request))}
    return render(request, "staff/person_leave.html", context)


def pass_on(request: HttpRequest, person: Person, form: LeaveForm) -> bool:
    return carried_out(
        request,
        lambda: leaving.leave(
            person=person,
            successors=form.successors(),
            by=user_of(request),
            on=form.cleaned_data["left_on"],
        ),
        _("Everything has been passed on. Those who took over get a mail."),
    )


def has_to_do(person: Person) -> bool:
    return bool(leaving.access_to_remove(person))


@door(Door.OVERSIGHT)
@require_safe
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left to do by hand, to print: where to take access away."""
    person = found_person(request, pk)
    context = {"person": person, "accounts": leaving.access_to_remove(person)}
    return render(request, "staff/person_left.html", context)


@door(Door.ADMINS)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    person = found_person(request, pk)
    if person.erased_at is not None:
        messages.info(request, _("The personal data has been erased already."))
        return redirect("accounts:person", pk)
    if request.method == "POST":
        said = _("The personal data has been erased.")
        carried_out(request, lambda: erasing.erase(person=person, by=user_of(request)), said)
        return redirect("accounts:person", pk)
    context = {
        "person": person,
        "in_the_way": erasing.standing_in_the_way(person),
        "places": erasing.places(person),
        "neutral": leaving.neutral_name(),
    }
    return render(request, "staff/person_erase.html", context)


def carried_out(request: HttpRequest, action: Callable[[], object], said: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        action()
    except RegisterError as refused:
        messages.warning(request, str(refused))
        return False
    messages.success(request, said)
    return True
