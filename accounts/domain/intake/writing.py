"""Writing an intake, chunk by chunk, inside the caller's transaction."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from ...choices import PUBLIC, Status, TwoStep
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
MANY = 1_000
Steps = Iterator[tuple[int, int]]
"""How many accounts are written, and of how many."""
Item = TypeVar("Item")


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


class Writer(ChangeWriter):
    def __init__(self, intake: Intake, *, by: User) -> None:
        self.intake = intake
        self.by = by
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.total = len(intake.additions) + len(intake.changes) + len(intake.retired)
        self.done = 0
        self.public_words: set[str] = set()
        self.internal_words: set[str] = set()
        self.audiences = dict(Audience.objects.values_list("code", "pk"))

    def write(self) -> Steps:
        """Write everything; what comes out on the way is how far it has come."""
        yield 0, self.total
        self._add_units()
        self._add_people()
        history.move_revision()
        self.words = vocabulary.current()
        for additions in chunks(self.intake.additions):
            self._add(additions)
            yield self._advance(len(additions))
        if len(self.intake.additions) >= MANY:
            bulk.take_stock(Account, Handle, Contact, Person, Security, Routines, Unit)
        for changes in chunks(self.intake.changes):
            self.change(changes)
            yield self._advance(len(changes))
        for numbers in chunks(self.intake.retired):
            self._retire(numbers)
            yield self._advance(len(numbers))
        self._learn()
        history.move_revision()

    def learn(self, account: Account) -> None:
        if account.status in PUBLIC:
            self.public_words.update(account.search_public.split())
        self.internal_words.update(account.search_internal.split())

    def _learn(self) -> None:
        """Once for all of them: the words of one import are mostly the same ones again."""
        listing.learn(
            [
                Account(
                    status=Status.PUBLISHED,
                    search_public=" ".join(self.public_words),
                    search_internal=" ".join(self.internal_words),
                )
            ]
        )

    def _advance(self, number: int) -> tuple[int, int]:
        self.done += number
        return self.done, self.total

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
        answering = [contacts_of(addition) for addition in additions]
        accounts = list(map(self._account, additions, answering))
        bulk.insert(Account, accounts)
        slugs = [account.slug for account in accounts]
        numbers = dict(Account.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        for account in accounts:
            account.pk = numbers[account.slug]
        pairs = list(zip(accounts, additions, strict=True))
        by_number = {account.pk: account for account in accounts}
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
        bulk.insert_values(
            Contact,
            ("account_id", "person_id", "role"),
            [
                (account.pk, contact.person_id, str(contact.role))
                for account, contacts in zip(accounts, answering, strict=True)
                for contact in contacts
            ],
        )
        self.add_audiences((a.pk, code) for a, addition in pairs for code in addition.audiences)
        routines = (Routines(account=a, **addition.routines) for a, addition in pairs)
        bulk.insert(Routines, (row for row in routines if noted[row.account_id].routines))
        bulk.insert(Security, (Security(account=a, **addition.security) for a, addition in pairs))
        security = Security.objects.filter(account__in=[n for n in noted if noted[n].security])
        self.confirm(security)
        events = [self._told_of(account, addition) for account, addition in pairs]
        for row in security:
            told = told_of(row, only=noted[row.account_id].security)
            events.append(self.event("imported", row, told, by_number[row.account_id]))
        bulk.insert(Event, events)
        for account in accounts:
            self.learn(account)

    def _account(self, addition: Addition, contacts: Sequence[Contact]) -> Account:
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
            contacts=contacts,
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
        links = [(number, self.audiences[code]) for number, code in pairs]
        bulk.insert_values(Account.audiences.through, ("account_id", "audience_id"), links)

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
        bulk.update(Account, accounts, ("status", "version", "updated_at"))
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


def contacts_of(addition: Addition) -> list[Contact]:
    return [
        Contact(person=person, role=role)
        for role, people in addition.contacts.items()
        for person in people
    ]
