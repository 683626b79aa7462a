"""Handing an account over: asking somebody, and the page behind the link in their mail."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..choices import HandOverState
from ..domain import handovers
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from ..exceptions import LinkRefused, NotAllowed, Overtaken, RegisterError
from ..forms.handovers import AnswerForm, HandOverForm
from ..models import Account, HandOver, Person
from .doors import door
from .helpers import user_of, viewer


def own_account(request: HttpRequest, slug: str) -> Account:
    """The account to hand over: unseen is missing, seen but not the viewer's own is refused."""
    who = viewer(request)
    account = accounts_for(who).filter(slug=slug).select_related("platform", "unit").first()
    if account is None:
        raise Http404
    if not may(who, Action.HAND_OVER, account):
        raise PermissionDenied
    return account


@door(Door.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """For communicators and admins, and for the owner of the account whatever their role."""
    account = own_account(request, slug)
    owner = handovers.owner_of(account)
    form = HandOverForm(request.POST or None, known=others(account, owner))
    if request.method == "POST" and form.is_valid() and ask(request, account, form):
        return redirect("accounts:hand_over", slug)
    context = {
        "account": account,
        "owner": owner,
        "waiting": handovers.waiting_for(account),
        "form": form,
        "is_possible": account.status in handovers.STATUSES,
        "is_decision": user_of(request).is_admin,
    }
    return render(request, "hand_over/ask.html", context)


def others(account: Account, owner: Person | None) -> list[Person]:
    """Everybody else who answers for the account, deputies first."""
    contacts = account.contacts.filter(person__left_on__isnull=True).select_related("person")
    found = [contact.person for contact in contacts.order_by("role", "pk")]
    return [person for person in dict.fromkeys(found) if person != owner]


def ask(request: HttpRequest, account: Account, form: HandOverForm) -> bool:
    """Ask, and say how it went; whether there is nothing left to put right."""
    asked = {name: form.cleaned_data[name] for name in ("name", "email", "message")}
    try:
        done = handovers.ask(account=account, by=user_of(request), **asked)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except Overtaken as overtaken:
        messages.warning(request, str(overtaken))
        return True
    except RegisterError as refused:
        form.add_error("name" if not asked["name"] else None, str(refused))
        return False
    name = done.hand_over.taker.name
    if done.is_new:
        messages.success(request, _("%(name)s has been asked by mail.") % {"name": name})
    else:
        messages.info(request, _("%(name)s had been asked already.") % {"name": name})
    return True


@door(Door.SIGNED_IN)
@require_POST
def withdraw_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    account = own_account(request, slug)
    waiting = handovers.waiting_for(account)
    try:
        if waiting is None:
            raise Overtaken(_("No hand-over of this account waits for an answer."))
        handovers.withdraw(hand_over=waiting, by=user_of(request))
    except RegisterError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. The link in the mail is closed."))
    return redirect("accounts:hand_over", slug)


@door(Door.LINK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; the buttons on the page do, once."""
    try:
        found = handovers.opened(token)
    except LinkRefused as refused:
        return sealed(render(request, "hand_over/closed.html", {"why": str(refused)}, status=410))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handovers.answer(
                nonce=found.nonce,
                accepts=form.cleaned_data["answer"] == "accept",
                comment=form.cleaned_data["comment"],
            )
        except RegisterError as refused:
            messages.warning(request, str(refused))
        return sealed(redirect("accounts:answer_hand_over", token))
    return sealed(render(request, "hand_over/answer.html", answer_context(found, form)))


def answer_context(found: HandOver, form: AnswerForm) -> dict[str, Any]:
    """What the page says; nothing of the account once the link means nothing any more."""
    account = found.account
    is_waiting = found.state == HandOverState.WAITING and found.taker.left_on is None
    giver = found.giver if found.giver and not found.giver.is_protected else None
    facts = [
        (_("Platform"), f"{account.platform.name}, {account.handle}"),
        (_("Unit"), account.unit.name),
        (_("Purpose"), account.purpose),
        (_("Owner until now"), giver.name if giver else ""),
    ]
    return {
        "hand_over": found,
        "account": account,
        "facts": [(label, value) for label, value in facts if value] if is_waiting else [],
        "is_waiting": is_waiting,
        "said": handovers.said(found),
        "at_once": handovers.takes_effect_at_once(found),
        "form": form,
    }


def sealed(response: HttpResponse) -> HttpResponse:
    """A page behind a secret address: in no index, in no cache, named to no other site.

    The policy on referrers is not "no-referrer", under which browsers hide where a form came from
    and the protection against forged requests would refuse it.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response
