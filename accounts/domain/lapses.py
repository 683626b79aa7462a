"""Confirmations of two-step that stop holding before their time: who said so has left, or a
platform ended the method. Every account turns amber, has an event of its own and is asked again.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import LIVING, ContactRole, Lapse, NoticeState, TwoStep, TwoStepMethod
from ..exceptions import Overtaken, RegisterError
from ..models import (
    AccessHolder,
    Account,
    Contact,
    DroppedMethod,
    Notice,
    Person,
    Platform,
    Security,
    TwoStepConfirmation,
    User,
)
from . import history, links, notices
from .access.actions import Action, require
from .access.viewer import viewer_of
from .calendar import oldest_within
from .letters import Letter
from .two_factor import Stated

KIND = "two-step-method-ended"
NAMED_IN_A_MAIL = 30
Rows = QuerySet[Security] | QuerySet[AccessHolder]


@transaction.atomic
def lapse_for_leaver(*, user: User, on: date, by: User) -> int:
    """Let what this user was the last to confirm lapse on this day; how many accounts.

    Call it when the user leaves. What others have confirmed since still holds.
    """
    since = oldest_within(on, settings.TWO_STEP_MONTHS)
    return len(
        {
            row.account_id
            for rows in _said_by(user)
            for row in _lapse(
                rows.filter(two_step_seen_on__gte=since, two_step_lapsed_on__isnull=True),
                on=on,
                why=Lapse.CONFIRMER_LEFT,
                by=by,
            )
        }
    )


def _said_by(user: User) -> tuple[Rows, Rows]:
    """The accounts, and the people with access, of which this user said last that it is on."""
    said = TwoStepConfirmation.objects.filter(confirmed_by=user)
    newest = TwoStepConfirmation.objects.order_by("-confirmed_at", "-pk").values("confirmed_by")
    of_account = newest.filter(account=OuterRef("account"), holder__isnull=True)
    of_holder = newest.filter(holder=OuterRef("pk"))
    return (
        Security.objects.filter(two_step=TwoStep.ON, account__in=said.values("account"))
        .annotate(said_by=Subquery(of_account[:1]))
        .filter(said_by=user.pk),
        AccessHolder.objects.filter(two_step=TwoStep.ON, account__in=said.values("account"))
        .annotate(said_by=Subquery(of_holder[:1]))
        .filter(said_by=user.pk),
    )


def _lapse(rows: Rows, *, on: date, why: Lapse, by: User) -> list[Stated]:
    """Note it on each of these, whose accounts are locked first; an event for each."""
    lapsed = {"two_step_lapsed_on": on, "two_step_lapsed_why": why.value}
    return _change(rows, lapsed, action="two-step-lapsed", by=by, reason=why.value)


def _change(
    rows: Rows, values: Mapping[str, object], *, action: str, by: User, reason: str = ""
) -> list[Stated]:
    numbers = list(rows.order_by("account").values_list("account", flat=True))
    accounts = Account.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    locked = {account.pk: account for account in accounts.order_by("pk")}
    changed: list[Stated] = list(rows.filter(account__in=locked).order_by("pk"))
    events = []
    for row in changed:
        before = history.snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        events.append(
            history.event(
                action=action,
                by=by,
                subject=row,
                account=locked[row.account_id],
                changes=history.difference(before, history.snapshot(row)),
                reason=reason,
            )
        )
    rows.model._default_manager.filter(pk__in=[row.pk for row in changed]).update(**values)
    if events:
        history.record_many(events)
    return changed


@transaction.atomic
def drop_method(
    *, platform: Platform, method: TwoStepMethod | str, ended_on: date, by: User, note: str = ""
) -> DroppedMethod:
    """Declare that a platform ended a method: nobody can confirm it any more, and what was
    confirmed by it lapses on `ended_on`, which may be a day to come.

    Owners and deputies are written to, once each however many accounts they have. Raises
    RegisterError when the platform does not offer the method, Overtaken for a second click.
    """
    require(viewer_of(by), Action.ADMINISTER)
    found = Platform.objects.select_for_update().get(pk=platform.pk)
    method = TwoStepMethod(method)
    declared = DroppedMethod.objects.filter(platform=found, method=method, restored_at__isnull=True)
    if declared.exists():
        raise Overtaken(_("It is declared already that this method has ended."))
    if method not in found.two_step_methods:
        raise RegisterError(
            _("The register does not know that %(platform)s offers this method.")
            % {"platform": found.name}
        )
    try:
        with transaction.atomic():
            dropped = DroppedMethod.objects.create(
                platform=found,
                method=method,
                ended_on=ended_on,
                note=note.strip(),
                declared_at=timezone.now(),
                declared_by=by,
            )
    except IntegrityError as twice:
        raise Overtaken(_("It is declared already that this method has ended.")) from twice
    _offer(found, [each for each in found.two_step_methods if each != method], by=by)
    affected: set[int] = set()
    for rows in _by_method(found, method):
        still = rows.filter(two_step_lapsed_on__isnull=True)
        lapsed = _lapse(still, on=ended_on, why=Lapse.METHOD_DROPPED, by=by)
        affected.update(row.account_id for row in lapsed)
    _write_to_all(dropped, affected)
    return dropped


def _by_method(platform: Platform, method: TwoStepMethod) -> tuple[Rows, Rows]:
    of_platform = Q(account__platform=platform, account__status__in=LIVING)
    by_it = Q(two_step=TwoStep.ON, two_step_method=method)
    return (
        Security.objects.filter(of_platform, by_it),
        AccessHolder.objects.filter(of_platform, by_it),
    )


def _offer(platform: Platform, methods: Iterable[str], *, by: User) -> None:
    before = history.snapshot(platform)
    platform.two_step_methods = tuple(methods)  # type: ignore[assignment]
    platform.save(update_fields=["two_step_methods"])
    history.record(
        action="changed",
        by=by,
        subject=platform,
        changes=history.difference(before, history.snapshot(platform)),
    )


@transaction.atomic
def restore_method(*, dropped: DroppedMethod, by: User) -> DroppedMethod:
    """Take the declaration back: the method is offered again, and what lapsed by it holds again.

    Where the one who confirmed has left meanwhile, it stays lapsed, for that reason. Mails that
    are not sent yet are not sent.
    """
    require(viewer_of(by), Action.ADMINISTER)
    platform = Platform.objects.select_for_update().get(code=dropped.platform_id)
    found = DroppedMethod.objects.get(pk=dropped.pk)
    if found.restored_at is not None:
        raise Overtaken(_("This was taken back already."))
    found.restored_at, found.restored_by = timezone.now(), by
    found.save(update_fields=["restored_at", "restored_by"])
    method = TwoStepMethod(found.method)
    if method not in platform.two_step_methods:
        _offer(platform, [*platform.two_step_methods, method.value], by=by)
    restored = {"two_step_lapsed_on": None, "two_step_lapsed_why": ""}
    for rows in _by_method(platform, method):
        by_it = rows.filter(two_step_lapsed_why=Lapse.METHOD_DROPPED)
        newest = TwoStepConfirmation.objects.order_by("-confirmed_at", "-pk")
        own = (
            newest.filter(account=OuterRef("account"), holder__isnull=True)
            if rows.model is Security
            else newest.filter(holder=OuterRef("pk"))
        )
        gone = by_it.annotate(is_here=Subquery(own.values("confirmed_by__is_active")[:1]))
        left = list(gone.filter(is_here=False).values_list("pk", flat=True))
        if left:
            _lapse(
                by_it.filter(pk__in=left), on=timezone.localdate(), why=Lapse.CONFIRMER_LEFT, by=by
            )
        _change(by_it, restored, action="two-step-restored", by=by)
    Notice.objects.filter(
        key__startswith=f"{_key(found)}:", state=NoticeState.WAITING, claimed_until__isnull=True
    ).delete()
    return found


def _key(dropped: DroppedMethod) -> str:
    return f"{KIND}:{dropped.pk}"


def _write_to_all(dropped: DroppedMethod, accounts: Iterable[int]) -> None:
    """One mail per person, with all of that person's accounts."""
    roles = (ContactRole.OWNER, ContactRole.DEPUTY)
    contacts = Contact.objects.filter(account__in=accounts, role__in=roles)
    people: dict[int, Person] = {}
    answering: dict[int, dict[int, Account]] = {}
    for contact in contacts.select_related("person", "account").order_by("account__sort_name"):
        people[contact.person_id] = contact.person
        answering.setdefault(contact.person_id, {})[contact.account_id] = contact.account
    for number, person in people.items():
        theirs = list(answering[number].values())
        notices.queue(
            kind=KIND,
            key=f"{_key(dropped)}:person:{number}",
            to=person,
            write=lambda theirs=theirs: _letter(dropped, theirs),  # type: ignore[misc]
        )


def _letter(dropped: DroppedMethod, accounts: list[Account]) -> Letter:
    names = {
        "platform": dropped.platform.name,
        "method": TwoStepMethod(dropped.method).label.lower(),
    }
    listed = accounts[:NAMED_IN_A_MAIL]
    afterwards = []
    if len(accounts) > len(listed):
        rest = len(accounts) - len(listed)
        more = ngettext("And %(number)d more.", "And %(number)d more.", rest)
        afterwards.append(more % {"number": rest})
    return Letter(
        subject=_("%(platform)s ends two-step by %(method)s") % names,
        paragraphs=[
            _("%(platform)s no longer lets anyone confirm a sign-in by %(method)s.") % names,
            _(
                "What the register knows about the accounts below does not hold any more. Choose"
                " another method in the platform’s security settings, and confirm it in the"
                " register."
            ),
        ],
        facts=[(account.name, links.absolute(account.get_absolute_url())) for account in listed],
        action=(_("Confirm two-step"), links.absolute(reverse("accounts:mine"))),
        afterwards=afterwards,
    )
