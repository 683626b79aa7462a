"""What the mail drills share: mails in the outbox, and what became of them."""

from collections import Counter
from datetime import timedelta

from tests.drills.ground import Ground
from tests.mail_server import MailServer


def write(number: int) -> set[str]:
    """So many mails, written as the product writes them; their Message-IDs."""
    from accounts.choices import Role
    from accounts.domain import notices
    from accounts.domain.letters import Letter
    from accounts.models import Notice, User
    from accounts.models.units import top_unit

    user, _made = User.objects.get_or_create(
        email="reader@example.org",
        defaults={"name": "Läsaren", "role": Role.COMMUNICATOR, "unit": top_unit()},
    )
    for n in range(number):
        notices.queue(
            kind="drill",
            key=f"drill:{n}",
            to=user,
            write=lambda n=n: Letter(subject=f"Brev {n}", paragraphs=["Hej."]),
        )
    return set(Notice.objects.values_list("message_id", flat=True))


def sent() -> int:
    from accounts.models import Notice

    return Notice.objects.filter(state="sent").count()


def let_claims_run_out() -> int:
    """Ten minutes later: what a killed worker held may be taken by another."""
    from accounts.models import Notice

    return Notice.objects.filter(state="waiting", claimed_until__isnull=False).update(
        claimed_until=None
    )


def let_waits_run_out() -> None:
    from django.utils import timezone

    from accounts.models import Notice

    Notice.objects.filter(state="waiting").update(next_at=timezone.now() - timedelta(seconds=1))


def judge(drill: Ground, server: MailServer, written: set[str], doubles: int = 0) -> None:
    """Everything arrived, once; so many doubles at most."""
    arrived = Counter(server.ids)
    twice = sum(count - 1 for count in arrived.values())
    print(
        f"  written={len(written)} arrived={len(arrived)} doubles={twice}"
        f" connections={server.connections}"
    )
    drill.holds("no mail is lost", set(arrived) >= written)
    drill.holds("every Message-ID is one we wrote", set(arrived) <= written)
    drill.holds(f"at most {doubles} doubles", twice <= doubles)
    drill.holds("every mail is noted as sent", sent() == len(written))
