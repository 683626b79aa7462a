"""What the pages of a registration share: the draft, its steps, what stands beside the form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..choices import Status
from ..domain import asking, naming, neighbours, questionnaire, readiness, registration
from ..domain.access.actions import Action, may
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import accounts_for
from ..domain.neighbours import Place
from ..domain.questionnaire import QUESTIONS, STEPS
from ..domain.vocabulary import Vocabulary
from ..models import Account, User
from .helpers import viewer, words

SENDING = "send"


def whole(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """With everything the questionnaire reads, in a few queries whatever is asked of it."""
    return accounts.select_related(
        "platform", "unit", "routines", "security", "profile_check", "registered_by"
    ).prefetch_related("contacts__person", "audiences")


def again(account: Account) -> Account:
    """The account with what was just written beside it."""
    return whole(Account.objects.filter(pk=account.pk)).get()


def on_draft(*also: Status) -> Callable:
    """For views of one registration: hands them the account while it is being filled in.

    `also` are further statuses the page is for; in any other one leads to the account's own page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            account = get_object_or_404(whole(accounts_for(viewer(request))), slug=slug)
            if account.status not in (*registration.OPEN, *also):
                messages.info(request, _("This registration is not being filled in any more."))
                return redirect(account)
            if not may(viewer(request), Action.EDIT, account):
                raise PermissionDenied
            return view(request, account, **kwargs)

        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in; the door has let nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker
    return request.user


def steps_of(account: Account, current: str) -> list[dict[str, Any]]:
    """The steps at the left, each with its state; the last one is sending."""
    missing = readiness.missing_steps(account)
    listed = [
        {
            "code": code,
            "label": step.title,
            "url": reverse("accounts:register_step", args=[account.slug, code]),
            "state": "current" if code == current else "missing" if code in missing else "done",
            "is_missing": code in missing,
        }
        for code, step in STEPS.items()
    ]
    listed.append(
        {
            "code": SENDING,
            "label": _("Read through and send"),
            "url": reverse("accounts:register_send", args=[account.slug]),
            "state": "current" if current == SENDING else "",
            "is_missing": False,
        }
    )
    return listed


def first_missing(account: Account) -> str:
    """Where to go on; the sending when nothing is missing."""
    missing = readiness.missing_steps(account)
    return next((code for code in STEPS if code in missing), SENDING)


def progress_of(account: Account) -> dict[str, Any]:
    answered, of = questionnaire.answered(account), len(QUESTIONS)
    text = ngettext(
        "%(answered)d of %(count)d question answered",
        "%(answered)d of %(count)d questions answered",
        of,
    )
    return {"value": answered, "maximum": of, "text": text % {"answered": answered, "count": of}}


def frame(request: HttpRequest, account: Account, current: str) -> dict[str, Any]:
    """What every page of one registration shows around its own matter."""
    user = user_of(request)
    return {
        "account": account,
        "current": current,
        "steps": steps_of(account, current),
        "progress": progress_of(account),
        "decision": registration.last_decision(account),
        "nearest": asking.nearest_for(account.unit_id, words(request), but=user.pk),
        "together": list(registration.together_with(account, viewer(request))),
    }


def beside(account: Account, step: str, who: Viewer, vocabulary: Vocabulary) -> dict[str, Any]:
    """What stands beside the form and follows what is typed: neighbours, and hints on the name."""
    place = Place(
        platform=account.platform_id,
        unit_id=account.unit_id,
        audiences=[audience.code for audience in account.audiences.all()],
        languages=account.languages,
        but=[account.pk, *registration.together_with(account, who).values_list("pk", flat=True)],
    )
    profile = profile_of(account)
    return {
        "groups": neighbours.groups_of(place, who, vocabulary),
        "name_hints": naming.name_hints(profile) if step == "account" else [],
        "text_hints": naming.text_hints(profile) if step == "account" else [],
    }


def profile_of(account: Account) -> naming.Profile:
    unit = account.unit
    own = [unit.name_sv, unit.name_en, unit.abbreviation] if unit.parent_id else []
    return naming.Profile(
        platform=account.platform_id,
        platform_name=account.platform.name,
        name=account.name,
        handle=account.handle,
        text=account.profile_text,
        institution=in_reading_order(settings.INSTITUTION_NAMES),
        unit=[text for text in own if text],
        people=[contact.person.name for contact in account.contacts.all()],
    )


def in_reading_order(names: dict[str, str]) -> list[str]:
    """The institution's names, the one in the reader's language first."""
    first = (get_language() or "sv")[:2]
    return list(dict.fromkeys(names[code] for code in sorted(names, key=lambda c: c != first)))


def first_language(account: Account) -> str:
    """The first of the account's languages that the site speaks too."""
    known = dict(settings.LANGUAGES)
    return next((code for code in account.languages if code in known), settings.LANGUAGE_CODE)


def suggested_text(account: Account, language: str) -> str:
    """A profile text in the account's language, made from what is known about it."""
    unit = account.unit
    institution = settings.INSTITUTION_NAMES[language]
    name = unit.name_en if language == "en" and unit.name_en else unit.name_sv
    found = questionnaire.value_of(account, "routines.house_rules_url")
    facts = naming.Facts(
        institution=institution,
        unit=name if unit.parent_id else institution,
        purpose=account.purpose,
        rules=found or account.web_page,
    )
    return naming.suggest_text(facts, language, account.platform_id)
