"""The outbox as admins see and mend it: resend, give up, forget.

A mail keeps its row for good, since the row's key is what keeps the same mail from being written
again; what it said and to which address is forgotten in time.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import NoticeState
from ..exceptions import Overtaken
from ..models import Notice, User
from . import history

KEPT_FOR = timedelta(days=90)
SECRET_KINDS = frozenset({"password-reset"})
"""Mails that open something by themselves: nobody but their reader sees what they say."""
COUNTED_TO = 10_000

_KEY_IN_LINK = re.compile(r"(https?://[^\s\"'<>]*?[/=])[\w-]{8,}:[\w-]{4,}:[\w-]{20,}")


def notices(state: str = "", like: Notice | None = None) -> QuerySet[Notice]:
    """The mails in a state, or all; those to the same address as `like` only. Newest first."""
    found = Notice.objects.defer("text", "html").order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    return found.filter(email=like.email) if like else found


def counts() -> dict[str, int]:
    """How many mails are in each state, up to `COUNTED_TO`."""
    return {
        state: Notice.objects.filter(state=state).values("pk")[:COUNTED_TO].count()
        for state in NoticeState.values
    }


def to_address(email: str) -> Notice | None:
    """The newest mail to an address, in whatever case it is written."""
    address = email.strip().lower()
    return Notice.objects.filter(email=address).first() if address else None


def readable(notice: Notice) -> bool:
    """Whether an admin may read what the mail says."""
    return notice.kind not in SECRET_KINDS and bool(notice.text)


def without_keys(text: str, instead: str = "…") -> str:
    """The text with what opens a page without sign-in taken out of its links."""
    return _KEY_IN_LINK.sub(lambda link: link[1] + instead, text)


@transaction.atomic
def resend(*, notice: Notice, by: User) -> Notice:
    """Let a mail that was given up wait again, as if it were new. Raises Overtaken."""
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    if found.state != NoticeState.FAILED or not found.text:
        raise Overtaken(_("This mail is not one that can be sent again."))
    found.state, found.attempts, found.error = NoticeState.WAITING, 0, ""
    found.next_at = timezone.now()
    found.save(update_fields=["state", "attempts", "error", "next_at"])
    history.record(action="mail-resent", by=by, subject=found, account=found.account)
    return found


@transaction.atomic
def give_up(*, notice: Notice, by: User) -> Notice:
    """Stop trying to send a mail. Raises Overtaken when it is not waiting or just being sent."""
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    claimed = found.claimed_until and found.claimed_until > timezone.now()
    if found.state != NoticeState.WAITING or claimed:
        raise Overtaken(_("This mail does not wait any more: it was sent, or is on its way."))
    found.state, found.claimed_until = NoticeState.FAILED, None
    found.save(update_fields=["state", "claimed_until"])
    history.record(action="mail-given-up", by=by, subject=found, account=found.account)
    return found


def forget_old_mail() -> int:
    """Empty what was sent or given up long ago; returns how many mails were emptied."""
    old = Notice.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    kept = old.exclude(state=NoticeState.WAITING).exclude(text="", html="", email="")
    return kept.update(text="", html="", email="", error="")
