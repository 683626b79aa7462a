"""The mails about a change of identity: to those who decide, and afterwards to all it concerns."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from ..choices import ChangeState, Role
from ..models import Change, Person, Unit, User
from . import change_words, links, notices, people, vocabulary
from .letters import Letter
from .notices import Recipient


def tell_admins(change: Change, *, but: Collection[int]) -> None:
    """Every admin who may decide hears that it waits; those in `but` asked for it themselves."""
    for admin in User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk__in=but):
        notices.queue(
            kind="change-asked",
            key=f"change:{change.pk}:asked:user:{admin.pk}",
            to=admin,
            write=lambda: _asked(change),
            account=change.account,
        )


def tell_decision(change: Change, *, old_unit: Unit, old_owner: Person | None, but: User) -> None:
    """The decision goes to who asked, and when it takes effect also to owners and communicators."""
    told = {but.email.lower()}
    for reader in _readers(change, old_unit, old_owner):
        if reader.email.lower() in told:
            continue
        told.add(reader.email.lower())
        notices.queue(
            kind=f"change-{change.state}",
            key=f"change:{change.pk}:{change.state}:{type(reader).__name__.lower()}:{reader.pk}",
            to=reader,
            write=lambda: _decided(change),
            account=change.account,
        )


def _readers(change: Change, old_unit: Unit, old_owner: Person | None) -> Iterator[Recipient]:
    assert change.asked_by is not None  # noqa: S101 - the database holds it
    yield change.asked_by
    if change.state != ChangeState.APPROVED:
        return
    if "owner" in change.after:
        yield Person.objects.get(pk=change.after["owner"])
        if old_owner is not None:
            yield old_owner
    else:
        yield from Person.objects.filter(
            contacts__account=change.account_id, contacts__role="owner"
        )
    words = vocabulary.current()
    for unit in {old_unit.pk, change.account.unit_id}:
        nearest = people.communicators_for(unit, words)
        yield from nearest.users if nearest else ()


def _asked(change: Change) -> Letter:
    names = {"account": change.account.name, "name": str(change.asked_by)}
    return Letter(
        subject=_("A change to decide on: %(account)s") % names,
        paragraphs=[
            _(
                "%(name)s asks for a change of the identity of %(account)s. What is published stays"
                " as it is until you or another admin has decided."
            )
            % names
        ],
        facts=change_words.facts(change),
        quote=change.why,
        quote_by=str(change.asked_by),
        action=(_("Look at the change"), links.absolute(change.get_absolute_url())),
    )


def _decided(change: Change) -> Letter:
    names = {"account": change.account.name, "name": str(change.settled_by)}
    page = links.absolute(change.account.get_absolute_url())
    if change.state == ChangeState.APPROVED:
        subject = _("%(account)s has been changed") % names
        text = _("%(name)s approved the change. It is in the register now.") % names
    else:
        subject = _("The change of %(account)s was declined") % names
        text = _("%(name)s declined the change. The account is as it was.") % names
    return Letter(
        subject=subject,
        paragraphs=[text],
        facts=change_words.facts(change),
        quote=change.reason,
        quote_by=str(change.settled_by),
        action=(_("See the account"), page),
    )
