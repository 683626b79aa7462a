"""An account whose every value is one of a kind, so that a leak names the field it came from."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.choices import Comments, ContactRole, TwoStep, TwoStepMethod
from accounts.models import Account, Unit
from tests.factories import (
    AccountFactory,
    ContactFactory,
    PersonFactory,
    RoutinesFactory,
    SecurityFactory,
)

FOR_STAFF = {
    "owner": "Owena Kanariefågel",
    "owner_email": "owena@canary.example",
    "owner_phone": "+46 46 111 11 11",
    "deputies": "Depa Kanariefågel",
    "deputy_emails": "depa@canary.example",
    "publishers": "Pub Kanariefågel",
    "manager": "Mana Kanariefågel",
    "why_platform": "canary-why",
    "content": "canary-content",
    "posting_frequency": "canary-frequency",
    "evaluation_routine": "canary-evaluation",
    "evaluation_outcome": "canary-outcome",
    "evaluated_on": date(2011, 1, 11),
    "hours_a_week": Decimal("71.5"),
    "holiday_cover": "canary-holiday",
    "comments": Comments.FILTERED.value,
    "comments_routine": "canary-comments",
    "watched": "canary-watched",
    "answer_within_hours": 7177,
    "unlawful_routine": "canary-unlawful",
    "house_rules_url": "https://canary.example/rules",
    "archive_routine": "canary-archive",
    "archive_frequency": "canary-archived",
    "archived_on": date(2011, 2, 12),
    "case_number": "canary-case",
}
FOR_KEEPERS = {
    "two_step": TwoStep.ON.value,
    "two_step_method": TwoStepMethod.PROMPT.value,
    "two_step_seen_on": timezone.localdate() - timedelta(days=83),  # lately enough to hold
    "recovery_address_is_ours": "no",
    "recovery_phone_is_ours": "yes",
    "third_party_tools": "canary-tools",
    "agency": "canary-agency",
    "notes": "canary-notes",
}


def canary_account(unit: Unit, **fields) -> Account:
    """A published account of `unit` with every non-public value above, and nothing agreed to."""
    own = {
        name: value
        for name, value in {**FOR_STAFF, **FOR_KEEPERS}.items()
        if name in {field.name for field in Account._meta.get_fields()}
        and not name.startswith("owner")
        and not name.startswith("deputy")
    }
    account = AccountFactory(
        unit=unit,
        owner=PersonFactory(
            name=FOR_STAFF["owner"], email=FOR_STAFF["owner_email"], phone=FOR_STAFF["owner_phone"]
        ),
        deputy=PersonFactory(name=FOR_STAFF["deputies"], email=FOR_STAFF["deputy_emails"]),
        **{"name": "Biologi i Lund", "handle": "biologi", **own, **fields},
    )
    for role in (ContactRole.PUBLISHER, ContactRole.MANAGER):
        name = FOR_STAFF["publishers" if role == ContactRole.PUBLISHER else "manager"]
        person = PersonFactory(name=name, email=f"{role}@canary.example")
        ContactFactory(account=account, person=person, role=role)
    RoutinesFactory(account=account, **of_room("routines", FOR_STAFF))
    SecurityFactory(account=account, **of_room("security", FOR_KEEPERS))
    return account


def of_room(room: str, values: dict) -> dict:
    related = Account._meta.get_field(room).related_model
    names = {field.name for field in related._meta.get_fields()}
    return {name: value for name, value in values.items() if name in names}
