"""Changing an account that has been decided on: its parts at once, its identity by a decision."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..domain import change_words, changes, editing, registration
from ..domain.access.actions import Action, may
from ..domain.access.doors import Door
from ..domain.access.visibility import accounts_for
from ..exceptions import AddressTaken, NotAllowed, Overtaken, RegisterError
from ..forms.editing import IdentityForm, PartForm
from ..models import Account, Change
from . import edit_pages
from .changes import row
from .doors import door
from .helpers import user_of, viewer, words


def own(request: HttpRequest, slug: str) -> Account:
    """The account, for whoever may change it."""
    found = accounts_for(viewer(request)).filter(slug=slug).first()
    if found is None:
        raise Http404
    if not may(viewer(request), Action.EDIT, found):
        raise PermissionDenied
    return found


def editable(request: HttpRequest, slug: str) -> Account:
    """The same with all that forms read. One not yet or no longer in use is missing here."""
    found = own(request, slug)
    if found.status not in changes.CHANGEABLE:
        raise Http404
    return editing.for_editing(found.pk)


def part_form(request: HttpRequest, account: Account, step: str, data: Any = None) -> PartForm:
    return PartForm(editing.PARTS[step], account, viewer(request), words(request), data)


@door(Door.WRITERS)
@require_safe
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything there is to change, with what it holds; a draft is changed where it is written."""
    if own(request, slug).status in registration.OPEN:
        return redirect("accounts:register_resume", slug)
    account = editable(request, slug)
    parts = [
        {
            "code": code,
            "title": part.title,
            "url": reverse("accounts:edit_step", args=[slug, code]),
            "rows": edit_pages.part_rows(account, part_form(request, account, code)),
        }
        for code, part in editing.PARTS.items()
    ]
    owner = next((c.person for c in account.contacts.all() if c.role == "owner"), None)
    identity = [
        (_("Platform"), account.platform.name),
        (_("Handle"), account.handle),
        (_("Address"), account.url),
        (_("Unit"), account.unit.name),
        (_("Owner"), owner.name if owner else ""),
    ]
    context = {
        "account": account,
        "parts": parts,
        "identity": [pair for pair in identity if pair[1]],
        "waiting": changes.waiting_for(account),
    }
    return render(request, "mine/edit/overview.html", context)


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One part as a form; what two people changed at once is shown before anything is written."""
    if step not in editing.PARTS:
        raise Http404
    account = editable(request, slug)
    form = part_form(request, account, step, request.POST if request.method == "POST" else None)
    seen = request.POST.get("seen", "") if form.is_bound else editing.sign(account, form.step)
    if form.is_bound and form.is_valid():
        try:
            return save_part(request, account, form, seen)
        except editing.Conflict as conflict:
            return show_conflict(request, form, conflict)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except RegisterError as error:
            form.add_error(None, str(error))
    context = {"account": account, "form": form, "part": form.step, "seen": seen}
    return render(request, "mine/edit/step.html", context)


def save_part(request: HttpRequest, account: Account, form: PartForm, seen: str) -> HttpResponse:
    after = editing.save(
        account=account,
        part=form.step,
        typed=form.values(),
        seen=editing.read_seen(seen, account, form.step),
        keep=edit_pages.kept(form, request.POST),
        by=user_of(request),
    )
    if after.version == account.version:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    else:
        messages.success(request, _("Saved. It shows in the register at once."))
    return redirect(f"{reverse('accounts:edit', args=[account.slug])}#{form.step.code}")


def show_conflict(request: HttpRequest, form: PartForm, conflict: editing.Conflict) -> HttpResponse:
    """All versions, and the choice; what was typed is carried along."""
    context = {
        "account": conflict.account,
        "part": form.step,
        "rows": edit_pages.meeting_rows(form, conflict, form.values().values()),
        "carried": edit_pages.carried(request.POST),
        "seen": editing.sign(conflict.account, form.step),
    }
    return render(request, "mine/edit/conflict.html", context)


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for another address, unit or owner; what is published stays until somebody decides."""
    account = editable(request, slug)
    waiting = changes.waiting_for(account)
    said = editing.identity_seen(account, waiting)
    data = request.POST if request.method == "POST" else None
    why = waiting.why if waiting else ""
    form = IdentityForm(account, words(request), said, viewer(request), data, why)
    seen = newest = editing.sign_identity(account, said)
    if form.is_bound:
        seen = request.POST.get("seen", "")
    if form.is_bound and form.is_valid():
        try:
            return ask(request, account, form)
        except AddressTaken as taken:
            form.add_error("url", str(taken))
        except Overtaken as overtaken:
            seen = newest  # this page shows what waits by now
            form.add_error(None, str(overtaken))
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except RegisterError as error:
            form.add_error(None, str(error))
    context = {
        "account": account,
        "form": form,
        "waiting": waiting,
        "rows": [row(line) for line in change_words.lines(waiting)] if waiting else [],
        "seen": seen,
    }
    return render(request, "mine/edit/identity.html", context)


def ask(request: HttpRequest, account: Account, form: IdentityForm) -> HttpResponse:
    seen = editing.read_identity(request.POST.get("seen", ""), account)
    change = editing.ask_identity(account=account, seen=seen, by=user_of(request), **form.asked())
    if change.state == "waiting":
        messages.success(request, _("It waits for a decision now. You get a mail when it is made."))
    else:
        messages.success(request, _("Nothing waits any more. The account stays as it is."))
    return redirect("accounts:edit_identity", account.slug)


@door(Door.WRITERS)
@require_POST
def withdraw_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what waits; a second click finds it taken back."""
    account = editable(request, slug)
    number = request.POST.get("change", "")
    found = Change.objects.filter(
        account=account, pk=number if re.fullmatch("[0-9]{1,18}", number) else 0
    ).first()
    if found is None:
        raise Http404
    try:
        changes.withdraw(change=found, by=user_of(request))
    except RegisterError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Taken back. The account stays as it is."))
    return redirect("accounts:edit_identity", slug)
