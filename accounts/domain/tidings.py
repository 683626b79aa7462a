"""Who is told what when an account's status changes, in the transaction of the change.

`workflow.apply` calls `tell` at its end, so that every way to a status tells the same. A mail's key
names the event behind it: a step taken once is told once to each. Reasons and names of those who
decide go only to those who may read them on the account's page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from ..choices import ContactRole, Role, Status
from ..models import Account, Person, User
from . import links, notices, vocabulary
from .access.viewer import viewer_of
from .access.visibility import FieldClass, classes_for
from .letters import Letter
from .people import communicators_for

Reader = TypeVar("Reader", User, Person)


@dataclass(frozen=True)
class News:
    """A step that an account took; `event` is its number in the history."""

    code: str
    account: Account
    was: str
    by: User
    reason: str
    event: int

    def send(
        self,
        recipients: Iterable[User | Person],
        write: Callable[[], Letter],
        why: Callable[[], str] | None = None,
    ) -> None:
        """The same letter to each, once."""
        for to in recipients:
            kind = "user" if isinstance(to, User) else "person"
            notices.queue(
                kind=self.code,
                key=f"{self.code}:{self.event}:{kind}:{to.pk}",
                to=to,
                write=write,
                account=self.account,
                reason=why() if why else "",
            )


def tell(code: str, *, account: Account, was: str, by: User, reason: str, event: int) -> None:
    """Write the mails that this step calls for; most steps call for none."""
    if code in TOLD:
        TOLD[code](News(code, account, was, by, reason, event))


def address_of(name: str, account: Account) -> str:
    """A page of the account, for a mail in the active language."""
    return links.absolute(reverse(f"accounts:{name}", args=[account.slug]))


def admins(but: User | None = None) -> list[User]:
    """Everybody who decides."""
    found = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")
    return list(found.exclude(pk=but.pk) if but else found)


def concerned(account: Account, but: User) -> list[User]:
    """Who hears of decisions: who registered and submitted it, and the unit's communicators.

    Only those who may read decisions still: a right that was taken away takes the mail with it.
    """
    nearest = communicators_for(account.unit_id, vocabulary.current())
    users = [account.submitted_by, account.registered_by, *(nearest.users if nearest else [])]
    return [
        user
        for user in unlike(users)
        if user.pk != but.pk and FieldClass.WORKFLOW in classes_for(viewer_of(user), account)
    ]


def responsible(account: Account) -> list[Person]:
    """Owner and deputies."""
    roles = (ContactRole.OWNER, ContactRole.DEPUTY)
    return [
        contact.person
        for contact in account.contacts.select_related("person").order_by("pk")
        if contact.role in roles
    ]


def unlike(readers: Iterable[Reader | None], told: Sequence[User | Person] = ()) -> list[Reader]:
    """Each once by e-mail address, without those who are `told` already."""
    known = {reader.email.casefold() for reader in told}
    found = []
    for reader in readers:
        if reader is not None and reader.email.casefold() not in known:
            known.add(reader.email.casefold())
            found.append(reader)
    return found


def _facts(account: Account) -> list[tuple[str, str]]:
    return [
        (_("Account"), account.name),
        (_("Platform"), f"{account.platform.name} {account.handle}".strip()),
        (_("Unit"), account.unit.name),
    ]


def _submitted(news: News) -> None:
    account = news.account

    def write() -> Letter:
        return Letter(
            subject=_("Waits for a decision: %(name)s") % {"name": account.name},
            paragraphs=[
                _("%(person)s has submitted a registration.") % {"person": news.by.name},
                _("It is an account that is not opened yet. Approved, it is opened and published.")
                if account.is_planned
                else _("The account exists already. Approved, it is published at once."),
            ],
            facts=_facts(account),
            action=(_("Read it and decide"), address_of("decision", account)),
        )

    news.send(admins(but=news.by), write, _why_admins)


def _withdrawn(news: News) -> None:
    account = news.account
    if news.was not in (Status.SUBMITTED, Status.APPROVED):
        return

    def write() -> Letter:
        return Letter(
            subject=_("Withdrawn: %(name)s") % {"name": account.name},
            paragraphs=[
                _("%(person)s has withdrawn the registration. There is nothing left to decide.")
                % {"person": news.by.name}
            ],
            facts=_facts(account),
        )

    news.send(admins(but=news.by), write, _why_admins)


def _why_admins() -> str:
    return _("You get this mail because you decide on registrations.")


def _returned(news: News) -> None:
    account = news.account

    def write() -> Letter:
        return Letter(
            subject=_("Back to you: %(name)s") % {"name": account.name},
            paragraphs=[_("The registration needs something more before it can be approved.")],
            facts=_facts(account),
            quote=news.reason,
            quote_by=news.by.name,
            action=(
                _("Open the registration"),
                links.absolute(reverse("accounts:register_resume", args=[account.slug])),
            ),
            afterwards=[_("Mend what is asked for, and submit it again. Nothing has been lost.")],
        )

    news.send(concerned(account, but=news.by), write)


def _declined(news: News) -> None:
    account = news.account

    def write() -> Letter:
        return Letter(
            subject=_("Declined: %(name)s") % {"name": account.name},
            paragraphs=[_("The registration was declined.")],
            facts=_facts(account),
            quote=news.reason,
            quote_by=news.by.name,
            action=(_("Read what was decided"), links.absolute(account.get_absolute_url())),
            afterwards=[
                _("Talk to your nearest communicator if the need is still there.")
                + " "
                + _("If you plan it differently, register it anew.")
            ],
        )

    news.send(concerned(account, but=news.by), write)


def _may_go_ahead(news: News) -> None:
    account = news.account

    def write() -> Letter:
        return Letter(
            subject=_("Approved: %(name)s") % {"name": account.name},
            paragraphs=[
                _("You may open the account. It is published when four things are done:"),
                _(
                    "open it on the platform, turn on two-step authentication, add its address,"
                    " and write the profile text."
                ),
            ],
            facts=_facts(account),
            quote=news.reason,
            quote_by=news.by.name if news.reason else "",
            action=(_("See the list and tick it off"), address_of("opening", account)),
        )

    news.send(concerned(account, but=news.by), write)


def _approved(news: News) -> None:
    account = news.account
    told = concerned(account, but=news.by)

    def write() -> Letter:
        return Letter(
            subject=_("Approved and published: %(name)s") % {"name": account.name},
            paragraphs=[_("The account is now in the channel matrix, for anyone to see.")],
            facts=_facts(account),
            quote=news.reason,
            quote_by=news.by.name if news.reason else "",
            action=(_("See it as others see it"), links.absolute(account.get_absolute_url())),
            afterwards=[_after_publication()],
        )

    news.send(told, write)
    news.send(unlike(responsible(account), told), _published_letter(account), _why_responsible)


def _published(news: News) -> None:
    account = news.account
    # Who clicked knows it; the others who registered it, and who answers for it, do not.
    users = unlike([account.registered_by, account.submitted_by], told=[news.by])
    news.send(users, _published_letter(account), _why_registered)
    told = [news.by, *users]
    news.send(unlike(responsible(account), told), _published_letter(account), _why_responsible)


def _published_letter(account: Account) -> Callable[[], Letter]:
    """What anyone may know by now; owners and deputies need not be allowed to read decisions."""

    def write() -> Letter:
        return Letter(
            subject=_("Published: %(name)s") % {"name": account.name},
            paragraphs=[_("The account is now in the channel matrix, for anyone to see.")],
            facts=_facts(account),
            action=(_("See it as others see it"), links.absolute(account.get_absolute_url())),
            afterwards=[_after_publication()],
        )

    return write


def _after_publication() -> str:
    return _("From time to time you are asked whether what it says is still right.")


def _why_responsible() -> str:
    return _("You get this mail because you answer for the account.")


def _why_registered() -> str:
    return _("You get this mail because you registered the account.")


TOLD: dict[str, Callable[[News], None]] = {
    "submit": _submitted,
    "withdraw": _withdrawn,
    "return": _returned,
    "decline": _declined,
    "approve-plan": _may_go_ahead,
    "approve": _approved,
    "publish": _published,
}
