"""Writing an intake, chunk by chunk, inside the caller's transaction."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from ...choices import Status, TwoStep
from ...models import (
    Account,
    Audience,
    Contact,
    Event,
    Handle,
    Person,
    Routines,
    Security,
    TwoStepConfirmation,
    Unit,
    User,
)
from .. import history, listing, vocabulary
from . import bulk
from .changing import ChangeWriter
from .specification import Addition, Intake, Overtaken

CHUNK = 500
Progress = Callable[[int, int], None]
Item = TypeVar("Item")


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


class Writer(ChangeWriter):
    def __init__(self, intake: Intake, *, by: User, progress: Progress | None) -> None:
        self.intake = intake
        self.by = by
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.progress = progress
        self.total = len(intake.additions) + len(intake.changes) + len(intake.retired)
        self.done = 0
        self.audiences = dict(Audience.objects.values_list("code", "pk"))

    def write(self) -> None:
        self._add_units()
        self._add_people()
        history.move_revision()
        self.words = vocabulary.current()
        for additions in chunks(self.intake.additions):
            self._add(additions)
            self._advance(len(additions))
        for changes in chunks(self.intake.changes):
            self.change(changes)
            self._advance(len(changes))
        for numbers in chunks(self.intake.retired):
            self._retire(numbers)
            self._advance(len(numbers))
        history.move_revision()

    def _advance(self, number: int) -> None:
        self.done += number
        if self.progress:
            self.progress(self.done, self.total)

    def _add_units(self) -> None:
        """Generation by generation, for a unit points to the one above it."""
        waiting = self.intake.units
        while waiting:
            ready = [unit for unit in waiting if unit.parent is None or unit.parent.pk]
            Unit.objects.bulk_create(ready, batch_size=CHUNK)
            waiting = [unit for unit in waiting if unit.pk is None]
        history.record_many(
            self.event("imported", unit, told_of(unit)) for unit in self.intake.units
        )

    def _add_people(self) -> None:
        Person.objects.bulk_create(self.intake.people, batch_size=CHUNK)
        Person.objects.bulk_update(self.intake.completed, ("email", "phone"), batch_size=100)
        # A person's name and addresses stay out of the history: it outlives them.
        events = [self.event("imported", person) for person in self.intake.people]
        events += [self.event("import-updated", person) for person in self.intake.completed]
        history.record_many(events)

    def _add(self, additions: Sequence[Addition]) -> None:
        accounts = [self._account(addition) for addition in additions]
        Account.objects.bulk_create(accounts, batch_size=CHUNK)
        pairs = list(zip(accounts, additions, strict=True))
        noted = {account.pk: addition for account, addition in pairs}
        bulk.insert(
            Handle,
            (
                Handle(
                    account=account,
                    platform_id=account.platform_id,
                    handle=account.handle,
                    key=account.identity_key or "",
                    url=account.url,
                )
                for account in accounts
            ),
        )
        bulk.insert(Contact, (row for pair in pairs for row in contacts_of(*pair)))
        self.add_audiences((a.pk, code) for a, addition in pairs for code in addition.audiences)
        routines = (Routines(account=a, **addition.routines) for a, addition in pairs)
        bulk.insert(Routines, (row for row in routines if noted[row.account_id].routines))
        security = Security.objects.bulk_create(
            Security(account=account, **addition.security) for account, addition in pairs
        )
        self.confirm(security)
        events = [self._told_of(account, addition) for account, addition in pairs]
        for row in security:
            if only := noted[row.account_id].security:
                events.append(self.event("imported", row, told_of(row, only=only), row.account))
        bulk.insert(Event, events)
        listing.learn(accounts)

    def _account(self, addition: Addition) -> Account:
        account = Account(
            status=Status.PUBLISHED,
            published_at=self.now,
            published_by=self.by,
            unit=addition.unit,
            **addition.values,
        )
        listing.project(
            account,
            unit=addition.unit,
            unit_words=self.words.unit_words.get(addition.unit.pk, ""),
            contacts=contacts_of(account, addition),
            audience_codes=addition.audiences,
        )
        return account

    def _told_of(self, account: Account, addition: Addition) -> Event:
        told = told_of(account) | plainly(addition.routines)
        for role, people in addition.contacts.items():
            if people:
                told[role.value] = [None, [person.pk for person in people]]
        if addition.audiences:
            told["audiences"] = [None, list(addition.audiences)]
        return self.event("imported", account, told)

    def confirm(self, rows: Iterable[Security]) -> None:
        """A state that the file tells is a statement by whoever imports it, dated."""
        confirmations = (
            TwoStepConfirmation(
                account_id=row.account_id,
                state=row.two_step,
                method=row.two_step_method,
                seen_on=row.two_step_seen_on or self.today,
                confirmed_at=self.now,
                confirmed_by=self.by,
            )
            for row in rows
            if row.two_step != TwoStep.UNKNOWN
        )
        bulk.insert(TwoStepConfirmation, confirmations)

    def add_audiences(self, pairs: Iterable[tuple[int, str]]) -> None:
        through = Account.audiences.through
        links = (
            through(account_id=number, audience_id=self.audiences[code]) for number, code in pairs
        )
        bulk.insert(through, links)

    def _retire(self, numbers: Sequence[int]) -> None:
        """Closed only when the last archiving is recorded, so for now they are closing."""
        published = Account.objects.select_for_update().filter(status=Status.PUBLISHED)
        accounts = list(published.filter(pk__in=numbers))
        if len(accounts) != len(numbers):
            raise Overtaken
        for account in accounts:
            account.status = Status.CLOSING
            account.version += 1
            account.updated_at = self.now
        Account.objects.bulk_update(accounts, ("status", "version", "updated_at"), batch_size=100)
        change = {"status": [Status.PUBLISHED.value, Status.CLOSING.value]}
        history.record_many(self.event("import-retired", account, change) for account in accounts)


def told_of(subject: models.Model, only: Container[str] | None = None) -> dict[str, list]:
    """Everything noted about something new, as changes from nothing."""
    return {
        name: [None, value]
        for name, value in history.snapshot(subject).items()
        if value not in (None, "", [], False) and (only is None or name in only)
    }


def plainly(values: Mapping[str, Any]) -> dict[str, list]:
    return {name: [None, history.plain(value)] for name, value in values.items()}


def contacts_of(account: Account, addition: Addition) -> list[Contact]:
    return [
        Contact(account=account, person=person, role=role)
        for role, people in addition.contacts.items()
        for person in people
    ]
