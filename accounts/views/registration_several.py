"""Several accounts of one unit at once, and handing in: one registration, or all of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ..choices import Status
from ..domain import managers, registration
from ..domain.access.doors import Door
from ..domain.registration import Look, Outcome
from ..exceptions import RegisterError
from ..forms.registration import SeveralForm
from ..models import Account
from .doors import door
from .helpers import viewer, words
from .registration_parts import SENDING, frame, on_draft, user_of
from .registration_summary import sections


@dataclass(frozen=True)
class Line:
    """One pasted line and what the register says about it."""

    number: int
    text: str
    look: Look
    problem: str = ""


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def register_several(request: HttpRequest) -> HttpResponse:
    who, vocabulary = viewer(request), words(request)
    unit = registration.unit_for(user_of(request), who, vocabulary)
    form = SeveralForm(
        request.POST if request.method == "POST" else None,
        viewer=who,
        words=vocabulary,
        initial={"unit": unit.slug if unit else ""},
    )
    lines: list[Line] = []
    if request.method == "POST" and form.is_valid():
        lines = _read(request, form)
        if not any(line.problem for line in lines):
            first = _start_all(request, form, lines)
            if first is not None:
                return redirect("accounts:register_step", first.slug, "account")
        _refuse(form, lines)
    return render(request, "mine/register/several.html", {"form": form, "lines": lines})


def _read(request: HttpRequest, form: SeveralForm) -> list[Line]:
    seen: dict[tuple[str | None, str], int] = {}
    lines = []
    for number, text in enumerate(form.cleaned_data["addresses"], start=1):
        look = registration.look(text, "", viewer(request))
        problem = look.refusal
        key = (look.identified.platform, look.identified.key)
        if not problem and key in seen:
            problem = _("The same account stands in line %(number)d.") % {"number": seen[key]}
        elif not problem and look.holder and not _is_from_first_click(look, form):
            problem = str(look.taken)
        seen.setdefault(key, number)
        lines.append(Line(number, text, look, problem))
    return lines


def _is_from_first_click(look: Look, form: SeveralForm) -> bool:
    account = look.holder.account if look.holder else None
    return account is not None and account.registered_together == form.token_sent


def _start_all(request: HttpRequest, form: SeveralForm, lines: list[Line]) -> Account | None:
    """Make the drafts; None when somebody was faster with one, and the lines say which."""
    made: list[Account] = []
    token = form.token_sent
    for place, line in enumerate(lines):
        try:
            made.append(
                registration.start(
                    by=user_of(request),
                    unit=form.unit,
                    token=token,
                    identified=line.look.identified,
                )
            )
        except RegisterError as refused:
            lines[place] = Line(line.number, line.text, line.look, str(refused))
    if len(made) < len(lines):
        return None
    text = ngettext("%(count)d draft is begun.", "%(count)d drafts are begun.", len(made))
    messages.success(request, text % {"count": len(made)})
    return made[0]


def _refuse(form: SeveralForm, lines: list[Line]) -> None:
    """One sentence on top; what is wrong with each stands beside the lines."""
    count = sum(bool(line.problem) for line in lines)
    text = ngettext(
        "%(count)d line cannot be registered. It is marked below: mend it or take it away.",
        "%(count)d lines cannot be registered. They are marked below: mend or take them away.",
        count,
    )
    form.add_error("addresses", text % {"count": count})


@door(Door.WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_draft(Status.SUBMITTED)
def register_send(request: HttpRequest, account: Account) -> HttpResponse:
    """Read through as the one who decides will, and hand in."""
    if request.method == "POST":
        accounts = [account]
        if request.POST.get("all"):
            accounts += registration.together_with(account, viewer(request))
        for outcome in registration.submit_all(accounts=accounts, by=user_of(request)):
            _tell(request, outcome)
        return redirect("accounts:register_send", account.slug)
    shown = sections(account, viewer(request), words(request))
    context = {
        **frame(request, account, SENDING),
        "sections": shown,
        "missing": [section for section in shown if section["missing"]],
        "is_in": account.status == Status.SUBMITTED,
        "asked": managers.latest(account),
    }
    return render(request, "mine/register/send.html", context)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """One sentence for each account, with its name: there may be several."""
    name = {"name": outcome.account.name, "platform": outcome.account.platform.name}
    if outcome.missing:
        text = _("“%(name)s” on %(platform)s is not handed in: something is missing.")
        messages.error(request, text % name)
    elif outcome.refusal:
        messages.error(request, outcome.refusal)
    elif outcome.was_in:
        text = _("“%(name)s” on %(platform)s was handed in already.")
        messages.info(request, text % name)
    else:
        messages.success(request, _("“%(name)s” on %(platform)s is handed in.") % name)
