"""The mails of a hand-over: to the taker, and to everyone concerned when it is settled."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..choices import HandOverState
from ..models import Account, HandOver, Person, User
from . import links, notices
from .letters import Letter


def _facts(account: Account) -> list[tuple[str, str]]:
    return [
        (_("Account"), account.name),
        (_("Platform"), f"{account.platform.name}, {account.handle}"),
        (_("Unit"), account.unit.name),
    ]


def tell_taker(hand_over: HandOver, token: str) -> None:
    account, asker = hand_over.account, hand_over.asked_by
    notices.queue(
        kind="hand-over",
        key=f"hand-over:{hand_over.pk}",
        to=hand_over.taker,
        account=account,
        reason=_("You get this mail because somebody wants to hand an account over to you."),
        write=lambda: Letter(
            subject=_("Will you take over %(name)s?") % {"name": account.name},
            paragraphs=[
                _("%(asker)s asks you to become the owner of this account.")
                % {"asker": asker.name if asker else ""},
                _(
                    "The owner answers for the account: that it is looked after, that comments are"
                    " answered, that what has to be archived is archived."
                ),
            ],
            facts=_facts(account),
            quote=hand_over.message,
            quote_by=asker.name if asker and hand_over.message else "",
            action=(
                _("Read more and answer"),
                links.absolute(reverse("accounts:answer_hand_over", args=[token])),
            ),
            afterwards=[
                _(
                    "The link is yours alone and works for 30 days. Nothing happens until you"
                    " answer."
                )
            ],
        ),
    )


def tell_answer(hand_over: HandOver, *, waits: bool) -> None:
    """Giver, taker and asker hear what came of it, each once."""
    account = hand_over.account
    accepted = hand_over.state == HandOverState.ACCEPTED

    def write() -> Letter:
        names = {"taker": hand_over.taker.name, "account": account.name}
        if not accepted:
            subject = _("%(taker)s does not take over %(account)s") % names
            text = _("The account stays with its owner. Ask somebody else, or talk about it.")
        elif waits:
            subject = _("%(taker)s takes over %(account)s, after a decision") % names
            text = _("An admin decides on the change of owner. You hear when that is done.")
        else:
            subject = _("%(taker)s has taken over %(account)s") % names
            text = _("The register names the new owner from now on.")
        return Letter(
            subject=subject,
            paragraphs=[text],
            facts=_facts(account),
            quote=hand_over.comment,
            quote_by=hand_over.taker.name if hand_over.comment else "",
            action=(_("See the account"), links.absolute(account.get_absolute_url())),
        )

    for to in _concerned(hand_over):
        kind = "user" if isinstance(to, User) else "person"
        notices.queue(
            kind="hand-over-answer",
            key=f"hand-over:{hand_over.pk}:{hand_over.state}:{kind}:{to.pk}",
            to=to,
            account=account,
            write=write,
        )


def _concerned(hand_over: HandOver) -> list[User | Person]:
    """Asker, giver and taker, nobody twice under the same address."""
    found: dict[str, User | Person] = {}
    for to in (hand_over.asked_by, hand_over.giver, hand_over.taker):
        if to is not None:
            found.setdefault(to.email.casefold(), to)
    return list(found.values())


def tell_withdrawn(hand_over: HandOver) -> None:
    account = hand_over.account
    notices.queue(
        kind="hand-over-withdrawn",
        key=f"hand-over:{hand_over.pk}:withdrawn",
        to=hand_over.taker,
        account=account,
        write=lambda: Letter(
            subject=_("You need not take over %(name)s") % {"name": account.name},
            paragraphs=[_("The question was withdrawn. The link in the earlier mail is closed.")],
            facts=_facts(account),
        ),
    )
