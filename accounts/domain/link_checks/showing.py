"""What a check says to people. Only for those who may see the account's security."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...choices import LinkState
from ...models import Account, LinkCheck
from .looking import Detail

SENTENCES: dict[str, Promise] = {
    Detail.NOT_FOUND: gettext_lazy("The platform says that there is no such account."),
    Detail.NO_SUCH_NAME: gettext_lazy("There is no website of that name any more."),
    Detail.OTHER_ACCOUNT: gettext_lazy("The address leads to another account than before."),
    Detail.SIGN_IN: gettext_lazy(
        "The platform shows the account only to those who sign in there. Open the address yourself."
    ),
    Detail.TOO_MANY: gettext_lazy("The platform asked us to come back later."),
    Detail.SERVER: gettext_lazy("The platform had a fault of its own."),
    Detail.SLOW: gettext_lazy("The platform did not answer in time."),
    Detail.UNREACHABLE: gettext_lazy("The platform could not be reached."),
    Detail.NOT_ASKED: gettext_lazy(
        "The address leads somewhere that the register does not visit. Open it yourself."
    ),
    Detail.ELSEWHERE: gettext_lazy(
        "The address leads to a page that is no account. Open it yourself."
    ),
    Detail.ROUND_AND_ROUND: gettext_lazy("The address leads round in circles."),
    Detail.BUSY: gettext_lazy("The platform was being asked about other accounts."),
    Detail.ODD: gettext_lazy("The platform gave an answer that says nothing."),
}
"""Why a look ended as it did, by `LinkCheck.detail`."""


@dataclass(frozen=True)
class Shown:
    """A check in words. `level` is the notice's, empty for one that needs nobody's attention."""

    state: str
    level: str
    title: str
    sentence: str
    moved_to: str
    rows: list[tuple[str, str]]


def shown(account: Account) -> Shown | None:
    """What is known of where the account's address leads; None for one that is not checked.

    Fetch the account with `select_related("link_check")`.
    """
    if not account.is_official or not account.url:
        return None
    check: LinkCheck | None = getattr(account, "link_check", None)
    if check is None or check.url != account.url or check.checked_at is None:
        return Shown("", "", _("Not looked at yet"), _("It will be, within a day."), "", [])
    titles = {
        LinkState.FOUND: _("The address leads to the account"),
        LinkState.RENAMED: _("The account seems to have been renamed"),
        LinkState.GONE: _("The address leads nowhere"),
        LinkState.UNKNOWN: _("It could not be seen where the address leads"),
    }
    levels = {LinkState.RENAMED: "warn", LinkState.GONE: "bad"}
    state = LinkState(check.state)
    return Shown(
        state=state,
        level=levels.get(state, ""),
        title=titles[state],
        sentence=_sentence(check, state),
        moved_to=check.moved_to,
        rows=_rows(check),
    )


def _sentence(check: LinkCheck, state: LinkState) -> str:
    if state == LinkState.RENAMED:
        return _(
            "Readers are sent on to the address below. Change the address here, so that the old one"
            " is kept as a former one."
        )
    said = str(SENTENCES.get(check.detail, ""))
    if state == LinkState.UNKNOWN and check.failed_days:
        # A single failure proves nothing; how many there were tells how sure we are.
        days = ngettext(
            "It has failed on %(count)s day; after three it counts as gone.",
            "It has failed on %(count)s days; after three it counts as gone.",
            check.failed_days,
        ) % {"count": check.failed_days}
        return f"{said} {days}"
    return said


def _rows(check: LinkCheck) -> list[tuple[str, str]]:
    rows = [
        (_("Leads to"), check.moved_to),
        (_("Looked at"), _moment(check.checked_at)),
        (_("Last found"), _moment(check.found_at)),
    ]
    return [(label, value) for label, value in rows if value]


def _moment(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
