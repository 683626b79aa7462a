"""What each action of the history is called, and which group it belongs to: the one place.

A sentence goes on from the name of who did it. To add an action is to add its line here; one
without a line is shown under its code.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


@dataclass(frozen=True)
class Wording:
    sentence: Promise
    group: str


LIFE, DETAILS, PEOPLE, SECURITY, IMPORT, MAIL = (
    *("life", "details", "people", "security", "import", "mail"),
)
GROUPS: dict[str, Promise] = {
    LIFE: gettext_lazy("Registration and decisions"),
    DETAILS: gettext_lazy("Details"),
    PEOPLE: gettext_lazy("People"),
    SECURITY: gettext_lazy("Security and incidents"),
    IMPORT: gettext_lazy("Imports"),
    MAIL: gettext_lazy("Mail"),
}


def _table(group: str, *lines: tuple[str, Promise]) -> dict[str, Wording]:
    return {code: Wording(sentence, group) for code, sentence in lines}


ACTIONS: dict[str, Wording] = {
    **_table(
        LIFE,
        ("registered", gettext_lazy("began to register the account")),
        ("started", gettext_lazy("began to register the account")),
        ("asked-communicator", gettext_lazy("asked the nearest communicator")),
        ("submit", gettext_lazy("submitted the registration")),
        ("submitted", gettext_lazy("submitted the registration")),
        ("withdraw", gettext_lazy("withdrew the registration")),
        ("withdrawn", gettext_lazy("withdrew the registration")),
        ("return", gettext_lazy("returned the registration")),
        ("returned", gettext_lazy("returned the registration")),
        ("decline", gettext_lazy("declined the registration")),
        ("declined", gettext_lazy("declined the registration")),
        ("approve-plan", gettext_lazy("approved the plan")),
        ("approved", gettext_lazy("approved the registration")),
        ("approve", gettext_lazy("approved and published the account")),
        ("opened-on-platform", gettext_lazy("noted that the account is open on the platform")),
        ("publish", gettext_lazy("published the account")),
        ("published", gettext_lazy("published the account")),
        ("begin-closing", gettext_lazy("began to close the account")),
        ("keep-open", gettext_lazy("kept the account open")),
        ("archived", gettext_lazy("noted an archiving")),
        ("close", gettext_lazy("closed the account")),
        ("closed", gettext_lazy("closed the account")),
        ("reviewed", gettext_lazy("answered the review")),
        ("change-asked", gettext_lazy("asked for a change of identity")),
        ("change-approved", gettext_lazy("approved the change of identity")),
        ("change-declined", gettext_lazy("declined the change of identity")),
        ("change-withdrawn", gettext_lazy("withdrew the change of identity")),
    ),
    **_table(
        DETAILS,
        ("added", pgettext_lazy("history", "added this")),
        ("changed", pgettext_lazy("history", "made changes")),
        ("deleted", pgettext_lazy("history", "deleted this")),
        ("address-changed", gettext_lazy("changed the address")),
        ("renamed", gettext_lazy("noted a new handle")),
    ),
    **_table(
        PEOPLE,
        ("manager-asked", gettext_lazy("asked the manager")),
        ("manager-informed", gettext_lazy("noted that the manager is informed")),
        ("manager-approved", gettext_lazy("noted that the manager approves")),
        ("manager-refused", gettext_lazy("noted that the manager does not approve")),
        ("manager-answered", gettext_lazy("noted the manager's answer")),
        ("hand-over-asked", gettext_lazy("offered the account to a new owner")),
        ("hand-over-accepted", gettext_lazy("took the account over")),
        ("hand-over-refused", gettext_lazy("did not take the account over")),
        ("hand-over-withdrawn", gettext_lazy("took the hand-over back")),
        ("owner-changed", gettext_lazy("gave the account its new owner")),
        ("contacts-changed", gettext_lazy("changed who answers for the account")),
        ("access-to-be-removed", gettext_lazy("noted that somebody's access has to be removed")),
        ("joined", gettext_lazy("signed in for the first time")),
        ("identity-tied", gettext_lazy("connected the university's sign-in")),
        ("followed-claims", gettext_lazy("got role and unit from the university's sign-in")),
        ("tied-to-user", gettext_lazy("was recognised as a person in the register")),
        ("phone-added", gettext_lazy("added a phone number")),
        ("reassigned", gettext_lazy("gave the account to somebody else")),
        ("came-back", gettext_lazy("noted that somebody came back")),
        ("left", gettext_lazy("noted that somebody left")),
        ("name-erased", gettext_lazy("took an erased person's name out")),
        ("erased", gettext_lazy("erased somebody's personal data")),
        ("password-changed", gettext_lazy("set a new password")),
    ),
    **_table(
        SECURITY,
        ("two-step-confirmed", gettext_lazy("confirmed the two-step authentication")),
        ("incident-opened", gettext_lazy("reported an incident")),
        ("incident-closed", gettext_lazy("closed an incident")),
        ("flagged", gettext_lazy("flagged the account as hijacked")),
        ("unflagged", gettext_lazy("took the flag off")),
    ),
    **_table(
        IMPORT,
        ("imported", gettext_lazy("took this in from a spreadsheet")),
        ("import-updated", gettext_lazy("changed this from a spreadsheet")),
        ("import-retired", gettext_lazy("began to close it: not in the spreadsheet")),
    ),
    **_table(
        MAIL,
        ("mail-resent", gettext_lazy("had a mail sent again")),
        ("mail-given-up", gettext_lazy("stopped a mail")),
    ),
}


def sentence(action: str) -> str:
    known = ACTIONS.get(action)
    if known is None:
        return _("did “%(action)s”") % {"action": action.replace("-", " ")}
    return str(known.sentence)


def actions_of(group: str) -> list[str]:
    return [code for code, wording in ACTIONS.items() if wording.group == group]
