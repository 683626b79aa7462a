"""An account's address on its platform: taking it, giving it up, who has it already.

A handle belongs to one living account at a time, and so does the identity; the database holds
both, whoever comes first. A handle that was ever public stays behind as a former one when the
account takes another; one of a draft is simply replaced.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import PUBLIC, Status
from ..exceptions import AddressTaken
from ..models import Account, Handle
from ..platforms import Identified
from .access.viewer import Viewer
from .access.visibility import accounts_for


@dataclass(frozen=True)
class Holder:
    """The living account that has an address; `account` only where the viewer may see it."""

    account: Account | None


def holder_of(identified: Identified, viewer: Viewer, but: Account | None = None) -> Holder | None:
    """Who has this address today, in whatever spelling; None when nobody does."""
    held = Handle.objects.filter(
        platform_id=identified.platform or "", key=identified.key, is_living=True
    )
    if but is not None:
        held = held.exclude(account=but)
    number = held.values_list("account", flat=True).first()
    if number is None:
        return None
    seen = accounts_for(viewer).filter(pk=number)
    return Holder(seen.select_related("platform", "unit", "registered_by").first())


def taken(holder: Holder | None) -> AddressTaken:
    """The refusal, naming the account only where the viewer may see it."""
    account = holder.account if holder else None
    if account is not None:
        text = _("This account is registered already: %(name)s, %(unit)s.") % {
            "name": account.name,
            "unit": account.unit.name,
        }
    else:
        text = _(
            "Somebody at the university is registering this account already. Ask the nearest"
            " communicator who it is."
        )
    return AddressTaken(text, account)


def put_in(account: Account, identified: Identified) -> None:
    """Write the address into the account's fields, in memory."""
    account.platform_id = identified.platform or ""
    account.handle = identified.handle
    account.identity_key = identified.key
    account.url = identified.url
    account.permanent_id = identified.permanent_id or account.permanent_id


@transaction.atomic
def save(account: Account, *, viewer: Viewer) -> None:
    """Save the account (new or locked by the caller) and keep its handles in step.

    Raises AddressTaken when a living account has the address, and then nothing was saved. The
    caller writes the history and refreshes the lists.
    """
    try:
        with transaction.atomic():
            account.save()
            _keep_current_handle(account)
    except IntegrityError as error:
        if not account.identity_key:
            raise
        asked = Identified(input="", platform=account.platform_id, key=account.identity_key)
        holder = holder_of(asked, viewer, but=account if account.pk else None)
        if holder is None:
            raise
        raise taken(holder) from error


def _keep_current_handle(account: Account) -> None:
    current = Handle.objects.filter(account=account, held_until__isnull=True).first()
    key = account.identity_key or ""
    if current and (current.platform_id, current.key) == (account.platform_id, key):
        if (current.handle, current.url) != (account.handle, account.url):
            current.handle, current.url = account.handle, account.url
            current.save()
        return
    if current and account.status in PUBLIC:
        current.held_until = timezone.localdate()
        current.save()
    elif current:
        current.delete()
    if key:
        # A handle the account had before and takes back is current again.
        Handle.objects.update_or_create(
            account=account,
            platform_id=account.platform_id,
            key=key,
            defaults={
                "handle": account.handle,
                "url": account.url,
                "held_until": None,
                "is_living": account.status not in (Status.DECLINED, Status.WITHDRAWN),
            },
        )
