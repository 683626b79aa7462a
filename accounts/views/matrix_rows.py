"""One row of the matrix as templates draw it, with what the viewer may see of that account.

Names of units, platforms and audiences come from the vocabulary, so a page of rows costs no query
of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from ..choices import LANGUAGES
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_for
from ..domain.vocabulary import Vocabulary
from ..models import Account


@dataclass(slots=True)
class MatrixRow:
    account: Account
    url: str
    platform_name: str
    unit: dict[str, str]
    purpose: str
    goals: str
    audiences: list[str]
    languages: str
    contact: dict[str, str] | None
    extra: list[dict[str, Any]] = field(default_factory=list)


def matrix_rows(accounts: Iterable[Account], viewer: Viewer, words: Vocabulary) -> list[MatrixRow]:
    account_url = reverse("accounts:account", args=["SLUG"])
    unit_url = reverse("accounts:unit", args=["SLUG"])
    units: dict[int, dict[str, str]] = {}
    rows = []
    for account in accounts:
        if account.unit_id not in units:
            unit = words.units[account.unit_id]
            units[account.unit_id] = {
                "name": unit.name,
                "url": unit_url.replace("SLUG", unit.slug),
            }
        rows.append(
            MatrixRow(
                account=account,
                url=account_url.replace("SLUG", account.slug),
                platform_name=words.platforms[account.platform_id].name,
                unit=units[account.unit_id],
                purpose=account.purpose,
                goals=account.goals,
                audiences=[
                    words.audiences[code].name
                    for code in account.audience_codes
                    if code in words.audiences
                ],
                languages=", ".join(str(LANGUAGES.get(c, c)) for c in account.languages),
                contact=contact_of(account, viewer),
            )
        )
    return rows


def contact_of(account: Account, viewer: Viewer) -> dict[str, str] | None:
    """Whom to write to: the owner for those who may know, else what the owner agreed to show."""
    if FieldClass.CONTACT in classes_for(viewer, account) and account.owner_name:
        return {"name": account.owner_name, "email": account.owner_email}
    if account.contact_public or account.function_mailbox:
        return {"name": account.contact_public, "email": account.function_mailbox}
    return None
