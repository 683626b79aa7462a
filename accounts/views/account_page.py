"""What the account page says, section by section, for this viewer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from ..choices import LANGUAGES, Status
from ..domain import link_checks, two_factor
from ..domain.access.actions import Action, may
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_for
from ..domain.vocabulary import Vocabulary
from ..models import Account, ProfileCheck, Routines, Security
from . import account_people
from .account_actions import actions_for


def context(account: Account, viewer: Viewer, words: Vocabulary) -> dict[str, Any]:
    classes = classes_for(viewer, account)
    sees_people = FieldClass.CONTACT in classes
    return {
        "account": account,
        "band": band(account),
        "facts": facts(account),
        "details": rows(
            (_("Languages"), ", ".join(str(LANGUAGES.get(c, c)) for c in account.languages)),
            (
                _("Target audience"),
                ", ".join(
                    words.audiences[code].name
                    for code in account.audience_codes
                    if code in words.audiences
                ),
            ),
            (_("Last review"), day(account.reviewed_at)),
        ),
        "why": rows(
            (_("Purpose"), account.purpose),
            (_("Goals"), account.goals),
            (_("Content"), account.content if sees_people else ""),
            (_("Posting frequency"), account.posting_frequency if sees_people else ""),
            (_("Why this platform"), account.why_platform if sees_people else ""),
        ),
        **account_people.context(account, viewer, words),
        "actions": actions_for(viewer, account),
        "handles_former": list(
            account.handles.filter(held_until__isnull=False).exclude(key=account.identity_key or "")
        ),
        "internal_sections": internal_sections(account, classes),
        "link_check": link_checks.shown(account) if FieldClass.SECURITY in classes else None,
        "looks_again": account.slug if may(viewer, Action.EDIT, account) else "",
        "timeline": timeline(account, classes),
    }


def rows(*pairs: tuple[Any, Any]) -> list[tuple[Any, Any]]:
    """The pairs that have something to say."""
    return [(label, value) for label, value in pairs if value not in ("", None, ())]


def day(moment: date | None) -> str:
    """A date, or a moment's local date, in words."""
    if moment is None:
        return ""
    on = localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(on, "DATE_FORMAT")


def band(account: Account) -> dict[str, str] | None:
    """What must be said before anything else."""
    if account.status == Status.CLOSED:
        return {
            "level": "warn",
            "title": _("This account is closed"),
            "text": _("It was official until %(day)s. It is not ours any more.")
            % {"day": day(account.closed_on)},
        }
    if account.is_compromised:
        return {
            "level": "bad",
            "title": _("This account may be hijacked"),
            "text": _(
                "Reported on %(day)s. Do not trust what it posts and do not answer its messages"
                " until this notice is gone."
            )
            % {"day": day(account.compromised_at)},
        }
    if account.status == Status.CLOSING:
        return {
            "level": "warn",
            "title": _("This account is about to close"),
            "text": _("It is still official."),
        }
    if not account.is_official:
        return {
            "level": "warn",
            "title": _("Not published: %(status)s")
            % {"status": account.get_status_display().lower()},
            "text": _("Only those who are responsible for it can see this page."),
        }
    return None


def facts(account: Account) -> str:
    """One plain sentence on what this account is."""
    if not account.is_official or account.is_compromised:
        return ""
    names = {"unit": account.unit.name}
    if account.opened_on:
        text = _("Official account of %(unit)s since %(year)s") % {
            **names,
            "year": account.opened_on.year,
        }
    else:
        text = _("Official account of %(unit)s") % names
    if account.reviewed_at:
        return _("%(what)s, checked %(day)s.") % {"what": text, "day": day(account.reviewed_at)}
    return f"{text}."


def internal_sections(account: Account, classes: Iterable[FieldClass]) -> list[dict[str, Any]]:
    sections = []
    if FieldClass.CONTACT in classes:
        sections += [routines_section(account), resources_section(account)]
    if FieldClass.SECURITY in classes:
        sections += [profile_section(account), security_section(account)]
        sections += [decisions_section(account), incidents_section(account)]
        if account.notes:
            sections.append({"title": _("Notes"), "rows": [(_("Notes"), account.notes)]})
    return [section for section in sections if section["rows"]]


def routines_section(account: Account) -> dict[str, Any]:
    routines = getattr(account, "routines", None) or Routines()
    hours = routines.answer_within_hours
    return {
        "title": _("Routines"),
        "rows": rows(
            (_("Comments"), routines.get_comments_display()),
            (_("How comments are watched"), routines.comments_routine),
            (_("How often"), routines.watched),
            (_("Answer within"), _("%(hours)s hours") % {"hours": hours} if hours else ""),
            (_("Unlawful material"), routines.unlawful_routine),
            (_("House rules"), routines.house_rules_url),
            (_("How content is archived"), routines.archive_routine),
            (_("How often archived"), routines.archive_frequency),
            (_("Last archived"), day(routines.archived_on)),
            (_("Case number"), routines.case_number),
            (_("Evaluation"), account.evaluation_routine),
            (_("Last evaluation"), account.evaluation_outcome),
            (_("Evaluated on"), day(account.evaluated_on)),
        ),
    }


def resources_section(account: Account) -> dict[str, Any]:
    hours = account.hours_a_week
    return {
        "title": _("Resources"),
        "rows": rows(
            (_("Hours a week"), hours and number_format(f"{hours.normalize():f}")),
            (_("Stands in during holidays"), account.holiday_cover),
            (_("Outside agency"), account.agency),
            (_("Manager informed"), day(account.manager_informed_at)),
        ),
    }


def profile_section(account: Account) -> dict[str, Any]:
    check = getattr(account, "profile_check", None)
    if check is None:
        return {"title": _("Profile"), "rows": []}
    names = ("name_follows_advice", "picture_is_logotype", "says_who", "says_public_record")
    return {
        "title": _("Profile"),
        "rows": [
            (
                capfirst(ProfileCheck._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                getattr(check, f"get_{name}_display")(),
            )
            for name in names
        ],
    }


def security_section(account: Account) -> dict[str, Any]:
    security = getattr(account, "security", None) or Security()
    is_offered = bool(account.platform.two_step_methods)
    known = two_factor.state_on(security, localdate(), is_offered=is_offered)
    return {
        "title": _("Security"),
        "rows": rows(
            (_("Two-step authentication"), known.state.label),
            (_("Why unknown"), known.doubt.label if known.doubt and known.seen_on else ""),
            (_("Method"), security.get_two_step_method_display()),
            (_("Seen on"), day(security.two_step_seen_on)),
            (_("Recovery address is ours"), security.get_recovery_address_is_ours_display()),
            (_("Recovery phone is ours"), security.get_recovery_phone_is_ours_display()),
            (_("Access gone through"), day(security.access_reviewed_at)),
            (_("Third-party tools"), security.third_party_tools),
        ),
    }


def decisions_section(account: Account) -> dict[str, Any]:
    return {
        "title": _("Decisions"),
        "rows": [
            (
                f"{day(decision.decided_at)}, {decision.get_outcome_display()}",
                decision.reason or "–",
            )
            for decision in account.decisions.all()
        ],
    }


def incidents_section(account: Account) -> dict[str, Any]:
    return {
        "title": _("Incidents"),
        "rows": [
            (f"{day(incident.happened_on)}, {incident.get_kind_display()}", incident.description)
            for incident in account.incidents.all()
        ],
    }


def timeline(account: Account, classes: Iterable[FieldClass]) -> list[dict[str, Any]]:
    """The account's life in dates, latest first."""
    moments = [
        (account.opened_on, _("Opened on the platform")),
        (account.published_at and localtime(account.published_at).date(), _("Published here")),
        (account.reviewed_at and localtime(account.reviewed_at).date(), _("Last reviewed")),
        (account.closed_on, _("Closed")),
    ]
    if FieldClass.WORKFLOW in classes:
        moments += [
            (account.submitted_at and localtime(account.submitted_at).date(), _("Submitted")),
            (account.review_due_on, _("Next review due")),
        ]
    dated = sorted(((on, text) for on, text in moments if on), reverse=True)
    return [{"at": on, "text": text} for on, text in dated]
