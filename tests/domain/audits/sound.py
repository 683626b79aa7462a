"""An account in which no rule finds anything, and what breaks it, one rule at a time.

Of every rule there is what it finds (`hit`) and the nearest thing that it does not (`miss`),
mostly a day apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from accounts.choices import ContactRole
from accounts.domain import listing
from accounts.domain.calendar import midnight
from accounts.models import (
    AccessHolder,
    Account,
    Incident,
    LinkCheck,
    Platform,
    ProfileCheck,
    Routines,
    Security,
)
from tests.factories import AccountFactory, PersonFactory, UserFactory, complete

ON = date(2026, 5, 20)
DAY = timedelta(days=1)
NOON = datetime(2026, 5, 20, 10, tzinfo=UTC)
SINCE = date(2025, 11, 20)
"""The earliest day from which a statement still holds on `ON`."""


def sound_account(platform: str = "github", **fields) -> Account:
    """Everything is as it should be on `ON`."""
    fields.setdefault("function_mailbox", "konto@lu.se")
    account = complete(AccountFactory(platform_id=platform, **fields))
    for contact in account.contacts.select_related("person"):
        change(contact.person, email=f"person{contact.person_id}@lu.se")
    security = Security.objects.get(account=account)
    if security.account.platform.two_step_methods:
        change(security, two_step="on", two_step_method="app", two_step_seen_on=ON)
    change(security, access_reviewed_at=NOON, access_reviewed_by=UserFactory(unit=account.unit))
    for contact in account.contacts.exclude(role=ContactRole.MANAGER):
        holder(account, contact.person)
    ProfileCheck.objects.create(
        account=account, says_who="yes", says_public_record="yes", name_follows_advice="yes"
    )
    LinkCheck.objects.create(account=account, url=account.url, state="found", next_at=NOON)
    return refreshed(account)


def holder(account: Account, person=None, **fields) -> AccessHolder:
    values = {"two_step": "on", "two_step_method": "app", "two_step_seen_on": ON} | fields
    if values["two_step"] != "on":
        values |= {"two_step_method": ""}
    person = person or PersonFactory()
    return AccessHolder.objects.create(account=account, person=person, **values)


def change(row, **fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def refreshed(account: Account) -> Account:
    listing.refresh([account.pk])
    return Account.objects.get(pk=account.pk)


def of(room: str, **fields) -> Callable[[Account], None]:
    """A change of the row beside the account."""
    return lambda account: change(getattr(account, room), **fields)


def own(**fields) -> Callable[[Account], None]:
    return lambda account: change(account, **fields)


def both(*changes: Callable[[Account], None]) -> Callable[[Account], None]:
    def do(account: Account) -> None:
        for each in changes:
            each(account)

    return do


def contact(role: ContactRole, **fields) -> Callable[[Account], None]:
    return lambda account: change(account.contacts.get(role=role).person, **fields)


def without(role: ContactRole) -> Callable[[Account], None]:
    return lambda account: account.contacts.filter(role=role).delete() and None


def nothing(account: Account) -> None:
    """As it is."""


def holders(number: int) -> Callable[[Account], None]:
    def do(account: Account) -> None:
        account.access_holders.all().delete()
        for _each in range(number):
            holder(account)

    return do


def one_holder(**fields) -> Callable[[Account], None]:
    return lambda account: change(account.access_holders.first(), **fields)


def incident(**fields) -> Callable[[Account], None]:
    def do(account: Account) -> None:
        by = UserFactory(unit=account.unit)
        Incident.objects.create(
            account=account, kind="restricted", happened_on=ON, opened_by=by, **fields
        )

    return do


def offers(*methods: str) -> Callable[[Account], None]:
    def do(account: Account) -> None:
        Platform.objects.filter(pk=account.platform.pk).update(two_step_methods=methods)

    return do


def someone(account: Account):
    return UserFactory(unit=account.unit)


def approved(at: datetime, status: str = "approved") -> Callable[[Account], None]:
    return lambda account: change(
        account, approved_at=at, approved_by=someone(account), status=status
    )


def lapsed_on(day: date, why: str = "method-dropped") -> dict:
    return {"two_step_lapsed_on": day, "two_step_lapsed_why": why}


@dataclass(frozen=True)
class Case:
    hit: Callable[[Account], None]
    miss: Callable[[Account], None]
    platform: str = "github"
    comes_with: frozenset[str] = frozenset()
    """Other rules that cannot but find the hit too."""


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return midnight(day) + timedelta(hours=hour, minutes=minute)


DEPUTY, MANAGER, OWNER = ContactRole.DEPUTY, ContactRole.MANAGER, ContactRole.OWNER
MONTH_AGO = ON - timedelta(days=30)
TWO_MONTHS_AGO = ON - timedelta(days=60)

CASES: dict[str, Case] = {
    "two-step-off": Case(of("security", two_step="off", two_step_method=""), nothing),
    "two-step-unknown": Case(of("security", two_step="unknown", two_step_method=""), nothing),
    "two-step-expired": Case(
        of("security", two_step_seen_on=SINCE - DAY), of("security", two_step_seen_on=SINCE)
    ),
    "two-step-lapsed": Case(of("security", **lapsed_on(ON)), of("security", **lapsed_on(ON + DAY))),
    "two-step-weak": Case(
        of("security", two_step_method="text"),
        both(of("security", two_step_method="text"), offers("text", "email")),
        platform="facebook",
    ),
    "two-step-not-offered": Case(
        both(of("security", two_step="not-offered", two_step_method=""), offers()), nothing
    ),
    "access-unconfirmed": Case(
        one_holder(two_step_seen_on=SINCE - DAY), one_holder(two_step_seen_on=SINCE), "facebook"
    ),
    "access-left": Case(
        lambda account: change(holder(account).person, left_on=ON),
        lambda account: change(holder(account).person, left_on=ON + DAY),
    ),
    "access-unknown": Case(holders(0), holders(2)),
    "access-one-person": Case(holders(1), holders(2)),
    "access-too-many": Case(holders(6), holders(5)),
    "access-not-reviewed": Case(
        of("security", access_reviewed_at=local(date(2025, 5, 19), 23, 59)),
        of("security", access_reviewed_at=local(date(2025, 5, 20), 0)),
    ),
    "recovery-private": Case(
        of("security", recovery_phone_is_ours="no"), of("security", recovery_phone_is_ours="yes")
    ),
    "no-owner": Case(without(OWNER), nothing),
    "no-deputy": Case(without(DEPUTY), nothing),
    "contact-left": Case(contact(MANAGER, left_on=ON), contact(MANAGER, left_on=ON + DAY)),
    "contact-outside": Case(
        contact(OWNER, email="o@notlu.se"), contact(OWNER, email="o@bio.lu.se")
    ),
    "owner-external": Case(contact(OWNER, is_external=True), contact(DEPUTY, is_external=True)),
    "no-mailbox": Case(own(function_mailbox=""), nothing),
    "manager-not-informed": Case(own(manager_informed_at=None, manager_informed_by=None), nothing),
    "no-purpose": Case(own(purpose=""), nothing),
    "no-goals": Case(own(goals=""), nothing),
    "no-audience": Case(lambda account: account.audiences.clear(), nothing),
    "no-comments-routine": Case(of("routines", comments_routine=""), nothing),
    "no-unlawful-routine": Case(of("routines", unlawful_routine=""), nothing),
    "no-archive-routine": Case(of("routines", archive_routine=""), nothing),
    "no-evaluation-routine": Case(own(evaluation_routine=""), nothing),
    "archive-overdue": Case(
        of("routines", archive_next_on=ON - DAY), of("routines", archive_next_on=ON)
    ),
    "review-overdue": Case(own(review_due_on=ON - DAY), own(review_due_on=ON)),
    "silent": Case(own(last_post_on=SINCE - DAY), own(last_post_on=SINCE)),
    "campaign-over": Case(own(campaign_ends_on=ON - DAY), own(campaign_ends_on=ON)),
    "never-opened": Case(
        approved(local(TWO_MONTHS_AGO - DAY, 23, 59)), approved(local(TWO_MONTHS_AGO, 0))
    ),
    "incident-open": Case(
        incident(opened_at=local(MONTH_AGO - DAY, 23, 59)),
        incident(opened_at=local(MONTH_AGO, 0)),
    ),
    "link-gone": Case(
        of("link_check", state="gone", failed_days=3), of("link_check", state="unknown")
    ),
    "link-renamed": Case(
        of("link_check", state="renamed", moved_to="https://www.facebook.com/nytt"),
        of("link_check", state="found"),
    ),
    "profile-text-lacking": Case(
        of("profile_check", says_who="no"), of("profile_check", says_who="unknown")
    ),
    "name-unclear": Case(of("profile_check", name_follows_advice="no"), nothing),
    "picture-unclear": Case(
        of("profile_check", picture_is_logotype="no"),
        of("profile_check", picture_is_logotype="unknown"),
    ),
}
MORE_MISSES: dict[str, list[Callable[[Account], None]]] = {
    "two-step-off": [both(of("security", two_step="off", two_step_method=""), offers())],
    "two-step-unknown": [both(of("security", two_step="unknown", two_step_method=""), offers())],
    "two-step-expired": [
        of("security", two_step_seen_on=SINCE - DAY, **lapsed_on(ON)),
        of("security", two_step="off", two_step_method="", two_step_seen_on=date(2020, 1, 1)),
    ],
    "two-step-weak": [of("security", two_step_method="email", two_step_seen_on=SINCE - DAY)],
    "contact-outside": [
        contact(OWNER, email="o@example.org", is_external=True),
        contact(OWNER, email="o@example.org", left_on=ON),
        contact(OWNER, email=""),
    ],
    "incident-open": [
        lambda account: incident(
            opened_at=local(date(2025, 1, 1), 0), closed_at=NOON, closed_by=someone(account)
        )(account)
    ],
}
MORE_HITS: dict[str, list[Callable[[Account], None]]] = {
    "two-step-unknown": [
        lambda account: account.security.delete() and None,
        of("security", two_step="not-offered", two_step_method=""),
    ],
    "two-step-expired": [of("security", two_step_seen_on=None)],
    "no-comments-routine": [lambda account: Routines.objects.all().delete() and None],
    "profile-text-lacking": [of("profile_check", says_public_record="no")],
    "recovery-private": [of("security", recovery_address_is_ours="no")],
}
