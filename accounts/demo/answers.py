"""What an account of the demo answers: why it is there, how it is cared for, how it is locked."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from ..choices import Answer, Comments, Status, TwoStep, TwoStepMethod
from ..models import Account, Platform, ProfileCheck, Routines, Security, Unit
from . import organisation
from .sketches import Sketch, concepts, phrases

HOUSE_RULES = organisation.web_page(organisation.UNIVERSITY) + "husregler"
TWO_STEP_DAYS = 180
"""About how long a statement about two-step is believed."""


def why(sketch: Sketch, rng: Random, today: date, unit: Unit) -> dict[str, Any]:
    """The "why" columns, in the language of the account; gaps stay empty."""
    language, gaps = sketch.language, sketch.situations
    concept, said = concepts()[sketch.concept], phrases()[language]
    slots = {
        "unit": unit.name_sv if language == "sv" else unit.name_en,
        "the_unit": organisation.with_article(unit.name_en),
        "subject": sketch.subject.sv if language == "sv" else sketch.subject.en,
        "project": sketch.project,
        "year": sketch.year or today.year,
        "n": 5 * rng.randint(2, 12),
        "m": 100 * rng.randint(2, 40),
    }
    columns: dict[str, Any] = {
        "why_platform": phrases()["why"][language][sketch.platform],
        "content": rng.choice(concept.content[language]),
        "posting_frequency": rng.choice(said["posting_frequency"]),
        "profile_text": rng.choice(said["profile_bare" if "profile-bad" in gaps else "profile"])
        .format(**slots),
        "campaign_ends_on": _campaign_end(sketch, rng, today),
    }  # fmt: skip
    if "no-purpose" not in gaps:
        columns["purpose"] = _sentence(rng.choice(concept.purposes[language]), slots)
    if "no-goals" not in gaps:
        columns["goals"] = _sentence(rng.choice(concept.goals[language]), slots)
    if "not-evaluated" not in gaps:
        columns["evaluation_routine"] = rng.choice(said["evaluation_routine"])
        if sketch.status in (Status.PUBLISHED, Status.CLOSING):
            columns["evaluation_outcome"] = rng.choice(said["evaluation_outcome"])
            columns["evaluated_on"] = today - timedelta(days=rng.randint(10, 400))
    if rng.random() < 0.06:
        columns["notes"] = rng.choice(said["note"])
    return columns


def _sentence(pattern: str, slots: Mapping[str, Any]) -> str:
    text = pattern.format(**slots)
    return text[0].upper() + text[1:]


def _campaign_end(sketch: Sketch, rng: Random, today: date) -> date | None:
    """Over for the situation of that name; else in the year the campaign is for, or to come."""
    if "campaign-over" in sketch.situations:
        return today - timedelta(days=rng.randint(30, 300))
    if rng.random() >= concepts()[sketch.concept].campaign:
        return None
    if sketch.concept == "events" and sketch.year:
        return date(sketch.year, rng.randint(5, 11), rng.randint(1, 28))
    return today + timedelta(days=rng.randint(30, 900))


def routines(account: Account, sketch: Sketch, rng: Random, today: date) -> Routines:
    said = phrases()[sketch.language]
    made = Routines(
        account_id=account.pk,
        comments=(
            Comments.CLOSED
            if "comments-closed" in sketch.situations
            else rng.choice((Comments.OPEN, Comments.OPEN, Comments.FILTERED))
        ),
        comments_routine=rng.choice(said["comments_routine"]),
        watched=rng.choice(said["watched"]),
        answer_within_hours=rng.choice((4, 8, 24, 24, 48, 72)),
        unlawful_routine=rng.choice(said["unlawful_routine"]),
        house_rules_url=HOUSE_RULES if rng.random() < 0.7 else "",
        archive_routine=rng.choice(said["archive_routine"]),
        archive_frequency=rng.choice(said["archive_frequency"]),
    )
    is_open = sketch.status in (Status.PUBLISHED, Status.CLOSING)
    if sketch.status == Status.CLOSED and account.closed_on:
        made.archived_on = account.closed_on
    elif is_open and "no-archive" not in sketch.situations:
        made.archived_on = today - timedelta(days=rng.randint(5, 700))
    if made.archived_on:
        made.case_number = f"V {made.archived_on.year}/{rng.randint(100, 4999)}"
    return made


def two_step(
    sketch: Sketch, platform: Platform, rng: Random, today: date
) -> tuple[TwoStep, str, date | None]:
    """State, method and when it was seen, as far as the platform offers any of it."""
    if not platform.two_step_methods:
        return TwoStep.NOT_OFFERED, "", None
    drawn = next((s for s in sorted(sketch.situations) if s in TWO_STEP_STATES), "two-step-app")
    state, method = TWO_STEP_STATES[drawn]
    if state == TwoStep.UNKNOWN:
        return state, "", None
    if method and method not in platform.two_step_methods:
        method = platform.two_step_methods[0]
    expired = "two-step-expired" in sketch.situations
    days = rng.randint(TWO_STEP_DAYS + 20, 800) if expired else rng.randint(1, TWO_STEP_DAYS - 20)
    return state, method, today - timedelta(days=days)


TWO_STEP_STATES = {
    "two-step-off": (TwoStep.OFF, ""),
    "two-step-unknown": (TwoStep.UNKNOWN, ""),
    **{f"two-step-{method.value}": (TwoStep.ON, method.value) for method in TwoStepMethod},
}


def security(
    account: Account, sketch: Sketch, platform: Platform, rng: Random, today: date
) -> Security:
    state, method, seen_on = two_step(sketch, platform, rng, today)
    is_private = "private-recovery" in sketch.situations
    made = Security(
        account_id=account.pk,
        two_step=state,
        two_step_method=method,
        two_step_seen_on=seen_on,
        recovery_address_is_ours=(
            Answer.NO if is_private else rng.choice((Answer.YES, Answer.YES, Answer.UNKNOWN))
        ),
        recovery_phone_is_ours=rng.choice(list(Answer)),
    )
    if rng.random() < 0.2:
        made.third_party_tools = rng.choice(phrases()["words"]["tools"])
    return made


def profile_check(account: Account, sketch: Sketch, rng: Random) -> ProfileCheck:
    """Everything as it should be unless the situation says otherwise."""
    bad = "profile-bad" in sketch.situations
    return ProfileCheck(
        account_id=account.pk,
        name_follows_advice=Answer.NO if bad and rng.random() < 0.5 else Answer.YES,
        picture_is_logotype=Answer.NO if bad and rng.random() < 0.5 else Answer.YES,
        says_who=Answer.YES if not bad or rng.random() < 0.5 else Answer.NO,
        says_public_record=Answer.NO if bad else Answer.YES,
    )
