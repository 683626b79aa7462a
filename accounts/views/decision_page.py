"""What the page of a decision says: the answers one by one, and all that helps to judge them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..choices import LANGUAGES, ContactRole, DecisionOutcome, ManagerAnswer, Status
from ..domain import decisions, questionnaire, workflow
from ..domain.access.actions import Action, may
from ..domain.questionnaire import QUESTIONS, value_of
from ..domain.vocabulary import Vocabulary
from ..models import Account, ManagerApproval
from .account_page import day, rows, security_section
from .helpers import viewer, words
from .registration_parts import beside

BESIDE = (
    "contacts__person",
    "audiences",
    "decisions__decided_by",
    "manager_approvals__person",
    "manager_approvals__asked_by",
    "access_holders__person",
)
"""Everything of an account that the page asks for more than once."""


@dataclass(frozen=True)
class Answer:
    """One of the eight questions with what was answered; `rows` are pairs of label and value."""

    code: str
    question: Any
    rows: list[tuple[str, str]]
    is_answered: bool


def answers(account: Account, codes: Iterable[str] = tuple(QUESTIONS)) -> list[Answer]:
    """The questions in their order, each with all that was answered to it."""
    found = []
    for code in codes:
        question = QUESTIONS[code]
        said = [(label_of(account, name), shown(account, name)) for name in question.fields]
        found.append(
            Answer(
                code,
                question.text,
                [(label, value) for label, value in said if value],
                questionnaire.is_answered(account, question),
            )
        )
    return found


def label_of(account: Account, field: str) -> str:
    where, name = field.split(".")
    if where == "contacts":
        return str(ContactRole(name).label)
    return capfirst(str(_column(account, where, name).verbose_name))


def _column(account: Account, where: str, name: str) -> Any:
    model: type[models.Model] = Account
    if where != "account":
        model = account._meta.get_field(questionnaire.BESIDE[where]).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)


def shown(account: Account, field: str) -> str:
    """A field's value as the page shows it; nothing as an empty text."""
    value = value_of(account, field)
    where, name = field.split(".")
    if value in (None, "", (), []):
        return ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return str(number_format(f"{value.normalize():f}"))
    if isinstance(value, tuple):
        return ", ".join(str(LANGUAGES.get(code, code)) for code in value)
    choices = getattr(_column(account, where, name), "flatchoices", ())
    return str(dict(choices).get(value, value))


def context(
    request: HttpRequest, account: Account, form: Any, late: Mapping[str, str] | None
) -> dict[str, Any]:
    who, vocabulary = viewer(request), words(request)
    is_waiting = account.status == Status.SUBMITTED
    decides = may(who, Action.DECIDE, account)
    is_own = workflow.is_own(who, account)
    answered = answers(account)
    return {
        "account": account,
        "form": form,
        "late": late,
        "is_waiting": is_waiting,
        "decides": is_waiting and decides and not is_own,
        "why_not": why_not(decides, is_own) if is_waiting else "",
        "approval": decisions.transition_for(account, DecisionOutcome.APPROVED),
        "unready": decisions.transition_for(account, DecisionOutcome.APPROVED).missing(account),
        "last": decisions.last(account),
        "answers": answered,
        "answered": sum(answer.is_answered for answer in answered),
        "total": len(answered),
        "facts": facts(account, vocabulary),
        "people": people(account),
        "manager": [manager(asked) for asked in account.manager_approvals.all()],
        "security": [] if account.is_planned else security(account),
        "findings": decisions.findings(account) if is_waiting else [],
        **beside(account, "account", who, vocabulary),
        "history": history(account),
    }


def why_not(decides: bool, is_own: bool) -> str:
    """Why there are no buttons."""
    if not decides:
        return _("You may read this, but admins decide.")
    if is_own:
        return _("You registered this account. Somebody else has to decide on it.")
    return ""


def facts(account: Account, vocabulary: Vocabulary) -> list[tuple[Any, Any]]:
    above = [unit.name for unit in vocabulary.ancestors(account.unit_id) if unit.parent_id]
    submitted_by = account.submitted_by.name if account.submitted_by else ""
    registered_by = account.registered_by.name if account.registered_by else ""
    return rows(
        (_("Platform"), account.platform.name),
        (_("Address"), account.url or _("Not opened yet")),
        (_("Unit"), ", ".join([account.unit.name, *above])),
        (_("University-wide"), _("Yes") if account.is_university_wide else ""),
        (_("Languages"), shown(account, "account.languages")),
        (_("Profile text"), account.profile_text),
        (_("Web page that links back"), account.web_page),
        (_("Opened on"), day(account.opened_on)),
        (_("Campaign ends on"), day(account.campaign_ends_on)),
        (_("Submitted by"), submitted_by),
        (_("Submitted"), day(account.submitted_at)),
        (_("Registered by"), registered_by if registered_by != submitted_by else ""),
        (_("Notes"), account.notes),
    )


def people(account: Account) -> list[dict[str, Any]]:
    order: dict[str, int] = {role: position for position, role in enumerate(ContactRole)}
    return [
        {
            "role": contact.get_role_display(),
            "name": contact.person.name,
            "title": contact.person.title,
            "email": contact.person.email,
        }
        for contact in sorted(account.contacts.all(), key=lambda contact: order[contact.role])
    ]


def manager(asked: ManagerApproval) -> dict[str, Any]:
    """What the manager was asked and answered."""
    level = {ManagerAnswer.APPROVED: "good", ManagerAnswer.REFUSED: "bad"}
    return {
        "asked": asked,
        "level": level.get(asked.answer, "info"),  # type: ignore[call-overload]
        "label": asked.get_answer_display() if asked.answer else _("Not answered yet"),
    }


def security(account: Account) -> list[tuple[Any, Any]]:
    access = ", ".join(
        f"{holder.person.name} ({holder.get_two_step_display()})"
        for holder in account.access_holders.all()
    )
    return [*security_section(account)["rows"], *rows((_("Can sign in to it"), access))]


def history(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "at": decision.decided_at,
            "outcome": decision.outcome,
            "label": decision.get_outcome_display(),
            "by": decision.decided_by.name if decision.decided_by else "",
            "reason": decision.reason,
        }
        for decision in account.decisions.all()
    ]
