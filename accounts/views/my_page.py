"""One's own page: what I hold, what I decide about myself, everything that is kept about me."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..domain import holdings, people
from ..domain.access.doors import Door
from ..exceptions import RegisterError
from ..forms.directory import MeForm
from ..models import Person, User
from .doors import door
from .helpers import user_of, viewer
from .people import extract_file, roles_of


def person_behind(user: User) -> Person | None:
    """The user's person, without making one: looking changes nothing."""
    return Person.objects.filter(user=user).select_related("user", "unit").first()


@door(Door.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    person = person_behind(user)
    initial = {"agrees": bool(person and person.name_is_public), "language": user.language}
    form = MeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and decide(request, form):
        return redirect("accounts:me")
    held = holdings.own(person, viewer(request)) if person else None
    context = {
        "form": form,
        "person": person,
        "held": held,
        "roles": roles_of(held) if held else [],
    }
    return render(request, "mine/me.html", context)


def decide(request: HttpRequest, form: MeForm) -> bool:
    """Keep the answers; whether they could be."""
    try:
        people.decide_for_oneself(by=user_of(request), **form.cleaned_data)
    except RegisterError as refused:
        form.add_error("agrees", str(refused))
        return False
    messages.success(request, _("Saved."))
    return True


@door(Door.SIGNED_IN)
@require_safe
def my_extract(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    return extract_file(holdings.extract(person_behind(user), user, viewer(request)), "me")
