"""Asking the nearest communicator, with a draft in hand or with only an idea."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..choices import Status
from ..domain import asking
from ..domain.access.doors import Door
from ..forms.registration import QuestionForm, SuggestionForm
from ..models import Account
from .doors import door
from .helpers import words
from .registration_parts import frame, on_draft, user_of


def suggestion_page(request: HttpRequest) -> HttpResponse:
    """For whoever does not register accounts: who does, and a short form that reaches them."""
    user = user_of(request)
    form = SuggestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asking.suggest(
            idea=form.cleaned_data["idea"],
            why=form.cleaned_data["why"],
            by=user,
            words=words(request),
            token=form.token_sent,
        )
        return redirect("accounts:register_asked")
    nearest = asking.nearest_for(user.unit_id, words(request), but=user.pk)
    return render(request, "mine/register/suggest.html", {"form": form, "nearest": nearest})


@door(Door.SIGNED_IN)
@require_safe
def register_asked(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    nearest = asking.nearest_for(user.unit_id, words(request), but=user.pk)
    return render(request, "mine/register/suggested.html", {"nearest": nearest})


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_draft(Status.SUBMITTED)
def register_ask(request: HttpRequest, account: Account) -> HttpResponse:
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = asking.ask_about(
            account=account,
            question=form.cleaned_data["question"],
            by=user_of(request),
            words=words(request),
            token=form.token_sent,
        )
        names = ", ".join(user.name for user in asked)
        messages.success(request, _("Your question is on its way to %(names)s.") % {"names": names})
        return redirect("accounts:register_send", account.slug)
    context = {**frame(request, account, ""), "form": form}
    return render(request, "mine/register/ask.html", context)
