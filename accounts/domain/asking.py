"""Asking the nearest communicator: about a draft, or with an idea of one who may not register.

A question is a mail. It is written once for each token, whatever is clicked twice.
"""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ..choices import Role
from ..models import Account, User
from . import history, links, notices
from .access.actions import Action, require
from .access.viewer import viewer_of
from .letters import Letter
from .people import Nearest, communicators_for, top_unit
from .vocabulary import Vocabulary

MOST_ADMINS = 3


def nearest_for(unit_id: int, words: Vocabulary, but: int | None = None) -> Nearest:
    """Whom to turn to about a unit: its communicators, else those above, else the admins.

    `but` is the user who asks, and who is not told to ask themselves.
    """
    here: int | None = unit_id
    while here is not None:
        nearest = communicators_for(here, words)
        if nearest is None:
            break
        others = [user for user in nearest.users if user.pk != but]
        if others:
            return Nearest(nearest.unit, others)
        here = nearest.unit.parent_id
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=but or 0)
    return Nearest(top_unit(), list(admins.order_by("name", "pk")[:MOST_ADMINS]))


@transaction.atomic
def ask_about(
    *, account: Account, question: str, by: User, words: Vocabulary, token: uuid.UUID
) -> list[User]:
    """Send a draft's link and a question to the nearest communicators; who they are."""
    require(viewer_of(by), Action.EDIT, account)
    nearest = nearest_for(account.unit_id, words, but=by.pk)

    def write() -> Letter:
        return Letter(
            subject=_("A question about “%(name)s” on %(platform)s")
            % {"name": account.name, "platform": account.platform.name},
            paragraphs=[
                _(
                    "%(who)s (%(email)s) is registering an account for %(unit)s and would like to"
                    " hear what you think."
                )
                % {"who": by.name, "email": by.email, "unit": account.unit.name}
            ],
            facts=_facts(account),
            quote=question,
            quote_by=by.name,
            action=(
                _("Read the draft"),
                links.absolute(reverse("accounts:register_send", args=[account.slug])),
            ),
        )

    if _send("question", token, nearest, write, account):
        history.record(action="asked-communicator", by=by, subject=account)
    return nearest.users


@transaction.atomic
def suggest(*, idea: str, why: str, by: User, words: Vocabulary, token: uuid.UUID) -> list[User]:
    """Send an idea for an account to the communicators nearest to whoever has it."""
    nearest = nearest_for(by.unit_id, words, but=by.pk)

    def write() -> Letter:
        return Letter(
            subject=_("A suggestion for an account from %(who)s") % {"who": by.name},
            paragraphs=[
                _("%(who)s (%(email)s) at %(unit)s suggests an account in the register.")
                % {"who": by.name, "email": by.email, "unit": by.unit.name}
            ],
            facts=[(_("Account or idea"), idea)],
            quote=why,
            quote_by=by.name,
            action=(
                _("Register an account"),
                links.absolute(reverse("accounts:register")),
            ),
        )

    _send("suggestion", token, nearest, write)
    return nearest.users


def _facts(account: Account) -> list[tuple[str, str]]:
    pairs = [
        (_("Account"), account.name),
        (_("Platform"), account.platform.name),
        (_("Address"), account.url or _("Not opened yet")),
    ]
    return [(str(label), str(value)) for label, value in pairs]


def _send(
    kind: str,
    token: uuid.UUID,
    nearest: Nearest,
    write: Callable[[], Letter],
    account: Account | None = None,
) -> bool:
    """Whether at least one mail was written now."""
    sent = [
        notices.queue(
            kind=kind,
            key=f"{kind}:{token.hex}:user:{user.pk}",
            to=user,
            write=write,
            account=account,
            reason=_("You get this mail because you are the nearest communicator."),
        )
        for user in nearest.users
    ]
    return any(sent)
