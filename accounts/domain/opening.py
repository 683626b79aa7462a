"""From approval to publication: the short list of a planned account, an item at a time.

Open it on the platform, turn two-step on, add its address, write the profile text. Each item is
saved by itself; `readiness.missing_after_approval` says when all of them are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..choices import Status, TwoStep, TwoStepMethod
from ..exceptions import Overtaken, RegisterError
from ..models import Account, User
from ..platforms import identify
from . import addresses, history, listing, two_factor
from .access.actions import Action, require
from .access.viewer import viewer_of
from .questionnaire import value_of


@dataclass(frozen=True)
class Item:
    """One thing to do between approval and publication."""

    code: str
    title: Promise
    is_done: Callable[[Account], bool]


ITEMS: dict[str, Item] = {
    item.code: item
    for item in (
        Item(
            "opened",
            gettext_lazy("Open it on the platform"),
            lambda account: account.opened_on is not None,
        ),
        Item(
            "two-step",
            gettext_lazy("Turn two-step authentication on"),
            lambda account: (
                value_of(account, "security.two_step") in (TwoStep.ON, TwoStep.NOT_OFFERED)
            ),
        ),
        Item(
            "address",
            gettext_lazy("Add its address"),
            lambda account: bool(account.identity_key),
        ),
        Item(
            "profile",
            gettext_lazy("Write the profile text"),
            lambda account: bool(account.profile_text.strip()),
        ),
    )
}


@contextmanager
def _opening(account: Account, by: User, action: str) -> Iterator[Account]:
    """The account, locked and approved, for one change of it by somebody who may publish it.

    What was changed on the yielded account is in the history when the block ends; saving is the
    block's own business. Raises NotAllowed, Overtaken.
    """
    with transaction.atomic():
        found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        require(viewer_of(by), Action.PUBLISH, found)
        if found.status != Status.APPROVED:
            raise Overtaken(
                _("This cannot be done any more: the account is now “%(status)s”.")
                % {"status": found.get_status_display()}
            )
        before = history.snapshot(found)
        yield found
        changes = history.difference(before, history.snapshot(found))
        if changes:
            history.record(action=action, by=by, subject=found, changes=changes)


def note_opened(*, account: Account, opened_on: date, by: User) -> None:
    with _opening(account, by, "opened-on-platform") as found:
        found.opened_on = opened_on
        found.version += 1
        found.save()


def confirm_two_step(
    *, account: Account, state: TwoStep, by: User, method: TwoStepMethod | str = ""
) -> None:
    """Raises RegisterError for any state but on, and not offered where the platform offers some."""
    with _opening(account, by, "two-step-confirmed") as found:
        offered = found.platform.two_step_methods
        if state == TwoStep.NOT_OFFERED and offered:
            raise RegisterError(_("This platform offers two-step authentication. Turn it on."))
        two_factor.confirm(account=found, state=state, by=by, method=method)


def add_address(*, account: Account, text: str, by: User) -> None:
    """Raises RegisterError when it is no address of the planned platform, AddressTaken."""
    with _opening(account, by, "address-added") as found:
        identified = identify(text, found.platform_id)
        if not identified.valid:
            raise RegisterError(str(identified.reason))
        if identified.platform != found.platform_id:
            raise RegisterError(
                _("That is not an address on %(platform)s, which is what was approved.")
                % {"platform": found.platform.name}
            )
        if identified.personal:
            raise RegisterError(
                _("That is a person's own profile. Register a page of the university's.")
            )
        addresses.put_in(found, identified)
        found.version += 1
        addresses.save(found, viewer=viewer_of(by))
        listing.refresh([found.pk])


def write_profile(*, account: Account, text: str, by: User) -> None:
    with _opening(account, by, "profile-written") as found:
        found.profile_text = text.strip()
        found.version += 1
        found.save()
