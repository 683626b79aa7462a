"""One row of the matrix as templates draw it, with what the viewer may see of that account.

Names of units, platforms and audiences come from the vocabulary, so a page of rows costs no query
of its own. A drawn row is kept under everything it shows: it can neither go stale nor show one
viewer what was drawn for another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..choices import Status
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_for
from ..domain.vocabulary import Vocabulary
from ..models import Account

KEPT_ROWS = 4000


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a row shows, in the active language."""

    url: str
    name: str
    handle: str
    platform: str
    platform_name: str
    status: str
    status_label: str
    is_compromised: bool
    unit_name: str
    unit_url: str
    purpose: str
    goals: str
    audiences: str
    contact_name: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    account: Account
    shown: Shown

    @property
    def html(self) -> SafeString:
        drawing = draw.__wrapped__ if settings.DEBUG else draw
        return drawing(self.shown, get_language() or "")


@lru_cache(maxsize=KEPT_ROWS)
def draw(shown: Shown, language: str) -> SafeString:
    """The row's markup; `language` is the active one and makes the kept rows apart."""
    return render_to_string("public/_matrix_row.html", {"row": shown})


def matrix_rows(accounts: Iterable[Account], viewer: Viewer, words: Vocabulary) -> list[MatrixRow]:
    account_url = reverse("accounts:account", args=["SLUG"])
    unit_url = reverse("accounts:unit", args=["SLUG"])
    audience_names = {code: audience.name for code, audience in words.audiences.items()}
    unit_names: dict[int, str] = {}
    rows = []
    for account in accounts:
        unit = words.units[account.unit_id]
        if unit.pk not in unit_names:
            unit_names[unit.pk] = unit.name
        contact_name, contact_email = contact_of(account, viewer)
        usual = account.status == Status.PUBLISHED
        shown = Shown(
            url=account_url.replace("SLUG", account.slug),
            name=account.name,
            handle=account.handle,
            platform=account.platform_id,
            platform_name=words.platforms[account.platform_id].name,
            status="" if usual else account.status,
            status_label="" if usual else account.get_status_display(),
            is_compromised=account.is_compromised,
            unit_name=unit_names[unit.pk],
            unit_url=unit_url.replace("SLUG", unit.slug),
            purpose=account.purpose,
            goals=account.goals,
            audiences=", ".join(
                audience_names[code] for code in account.audience_codes if code in audience_names
            ),
            contact_name=contact_name,
            contact_email=contact_email,
        )
        rows.append(MatrixRow(account, shown))
    return rows


def contact_of(account: Account, viewer: Viewer) -> tuple[str, str]:
    """Name and address to write to: the owner's for those who may know, else what is public."""
    if FieldClass.CONTACT in classes_for(viewer, account) and account.owner_name:
        return account.owner_name, account.owner_email
    return account.contact_public, account.function_mailbox
