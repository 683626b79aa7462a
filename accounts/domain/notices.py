"""Writing mails: in the transaction of their cause, in the recipient's language, once per key.

A mail that was written is sent by `domain.sending`, after the transaction and again until it
arrives. Nothing here talks to a mail server. Where mails are shown instead of sent, being written
is having arrived.
"""

from collections.abc import Callable
from email.utils import make_msgid

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..choices import NoticeState
from ..models import Account, Notice, Person, User
from . import letters
from .letters import Letter

Recipient = User | Person


def queue(
    *,
    kind: str,
    key: str,
    to: Recipient,
    write: Callable[[], Letter],
    account: Account | None = None,
    reason: str = "",
) -> Notice | None:
    """Write one mail; None when it was written before, or when there is nobody to read it.

    `key` names cause and recipient (`decision:17:user:4`): the same key is never written twice.
    `write` runs in the recipient's language. `reason` says why the reader gets it; a sentence
    stands in for none.
    """
    if not _reads_mail(to):
        return None
    with translation.override(to.language):
        drawn = letters.draw(
            write(),
            name=to.name,
            institution=settings.INSTITUTION_NAMES[to.language],
            reason=reason or _("You get this mail because you have accounts in the register."),
        )
    now = timezone.now()
    is_shown = settings.MAIL_IS_SHOWN
    notice = Notice(
        key=key[:200],
        kind=kind,
        account=account,
        user=to if isinstance(to, User) else None,
        person=to if isinstance(to, Person) else None,
        email=to.email.lower(),
        language=to.language,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")),
        state=NoticeState.SENT if is_shown else NoticeState.WAITING,
        next_at=now,
        created_at=now,
        sent_at=now if is_shown else None,
    )
    with transaction.atomic():
        # ignore_conflicts keeps a caller's transaction usable on PostgreSQL.
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
    return Notice.objects.filter(message_id=notice.message_id).first()


def _reads_mail(to: Recipient) -> bool:
    if not to.email or to.email.endswith(".invalid"):
        return False
    return to.is_active if isinstance(to, User) else to.left_on is None
