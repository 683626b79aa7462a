"""Sending the mails that were written: each until it arrives, and never twice by our own doing.

A worker claims one mail in a transaction of its own, talks to the mail server with none open, and
notes the outcome. Killed in between, its claim runs out and the mail is sent again under the same
Message-ID. A mail that is put off waits longer every time and is given up after some three days;
one that is refused for good is given up at once. A server that cannot be reached is no mail's
fault: everything waits a minute, for as long as it takes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..choices import NoticeState
from ..models import Notice
from . import delivery

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=10)
"""Longer than one mail takes: a server that says nothing is left after EMAIL_TIMEOUT."""
WAITS = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)),
    *(timedelta(hours=1), timedelta(hours=4)),
    *[timedelta(hours=12)] * 6,
)
"""The wait after the first failure, the second …; after one more the mail is given up."""
SERVER_WAIT = timedelta(minutes=1)
LOST_AT_MOST = 2
"""So many mails in a row whose connection broke: the server is not well, the others wait."""
LONGEST_ANSWER = 500


@dataclass
class Outcome:
    """`failed` were given up in this run, `put_off` are tried again later."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0


def run(stop: Callable[[], bool] = lambda: False) -> Outcome:
    """Send everything that is due now, each mail once; `stop` is asked before every mail."""
    due_at = timezone.now()
    if settings.MAIL_IS_SHOWN:
        return Outcome(sent=_due(due_at).update(state=NoticeState.SENT, sent_at=due_at))
    outcome, lost = Outcome(), 0
    connection = mail.get_connection()
    try:
        while lost < LOST_AT_MOST and not stop() and (notice := _claim(due_at)):
            try:
                delivery.hand_over(notice, connection)
            except delivery.ServerOutError as error:
                outcome.put_off += _wait_for_server(notice, due_at, error)
                break
            except delivery.ConnectionLostError as error:
                delivery.close(connection)
                lost += 1
                _put_off(notice, error, outcome)
            except delivery.RefusedError as error:
                lost = 0
                if error.for_good:
                    _give_up(notice, error, outcome)
                else:
                    _put_off(notice, error, outcome)
            else:
                lost = 0
                _note_sent(notice)
                outcome.sent += 1
    finally:
        delivery.close(connection)
    return outcome


def waiting() -> int:
    """How many mails are still to be sent."""
    return Notice.objects.filter(state=NoticeState.WAITING).count()


def _due(due_at: datetime) -> QuerySet[Notice]:
    """What waits, has its time come, and is in nobody's hands."""
    return Notice.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=timezone.now()),
        state=NoticeState.WAITING,
        next_at__lte=due_at,
    )


def _claim(due_at: datetime) -> Notice | None:
    """The next mail, ours alone until `claimed_until`.

    PostgreSQL passes over a row that another worker is claiming at this moment; SQLite lets one
    writer in at a time.
    """
    with transaction.atomic():
        due = _due(due_at).order_by("next_at", "id").select_for_update(skip_locked=True)
        notice = due.first()
        if notice is not None:
            notice.claimed_until = timezone.now() + CLAIMED_FOR
            notice.save(update_fields=["claimed_until"])
    return notice


def _note_sent(notice: Notice) -> None:
    """It left, whatever anybody decided about it meanwhile."""
    Notice.objects.filter(pk=notice.pk).exclude(state=NoticeState.SENT).update(
        state=NoticeState.SENT, sent_at=timezone.now(), claimed_until=None, error=""
    )


def _ours(notice: Notice) -> QuerySet[Notice]:
    """The mail, if the claim on it is still this worker's."""
    return Notice.objects.filter(
        pk=notice.pk, state=NoticeState.WAITING, claimed_until=notice.claimed_until
    )


def _put_off(notice: Notice, error: Exception, outcome: Outcome) -> None:
    if notice.attempts >= len(WAITS):
        _give_up(notice, error, outcome)
        return
    _ours(notice).update(
        attempts=notice.attempts + 1,
        next_at=timezone.now() + WAITS[notice.attempts],
        claimed_until=None,
        error=_kept(error),
    )
    outcome.put_off += 1
    logger.warning("mail %s put off: %s", notice.pk, _kind(error))


def _give_up(notice: Notice, error: Exception, outcome: Outcome) -> None:
    _ours(notice).update(
        state=NoticeState.FAILED,
        attempts=notice.attempts + 1,
        claimed_until=None,
        error=_kept(error),
    )
    outcome.failed += 1
    logger.error("mail %s given up: %s", notice.pk, _kind(error))


def _wait_for_server(notice: Notice, due_at: datetime, error: Exception) -> int:
    """Put everything that is due off for a moment; nobody's attempts are counted."""
    later = timezone.now() + SERVER_WAIT
    with transaction.atomic():
        moved = _ours(notice).update(next_at=later, claimed_until=None, error=_kept(error))
        moved += _due(due_at).update(next_at=later, error=_kept(error))
    logger.warning("mail server out, %s mails wait: %s", moved, _kind(error))
    return moved


def _kept(error: Exception) -> str:
    """What the mail page shows."""
    return str(error)[:LONGEST_ANSWER]


def _kind(error: Exception) -> str:
    """What the log says: the kind and the code. Servers' answers quote addresses."""
    code = str(error)[:3]
    return f"{type(error.__cause__ or error).__name__} {code if code.isdecimal() else ''}".strip()
