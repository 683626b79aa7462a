"""Writes a whole demo in one transaction: all of it or nothing.

Accounts are made and written a chunk at a time, so that memory does not grow with their number;
what lists read is worked out before the rows are written, so that nothing is written twice.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone

from ..domain import history, listing, people, slugs, vocabulary
from ..models import (
    AccessHolder,
    Account,
    Audience,
    Contact,
    Decision,
    Event,
    Handle,
    Incident,
    Person,
    ProfileCheck,
    Review,
    Routines,
    Security,
    TwoStepConfirmation,
    Unit,
    User,
)
from . import organisation
from .bundles import Bundle, World
from .composing import compose
from .generator import Fields, sketch
from .handles import Speller
from .inserting import insert, mend_numbering, next_number
from .people import ADMIN, PASSWORD, SIGN_INS, address, names, people_for
from .sketches import Sketch, shaped

CHUNK = 1000
COLLECTED_EVERY = 20_000
BATCH = 2000
"""Rows a statement."""


@dataclass(frozen=True)
class Written:
    accounts: int
    units: int
    people: int


@contextmanager
def seldom_collecting() -> Iterator[Callable[[], int]]:
    """Python looks for garbage when told to: by itself it would spend a fifth of the time on it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield gc.collect
    finally:
        if was_on:
            gc.enable()


@transaction.atomic
def store(accounts: int, report: Callable[[int], None] = lambda done: None) -> Written:
    """Write a demo with so many accounts; `report` hears how many are written."""
    now = timezone.now().replace(microsecond=0)
    drawn = organisation.units_for(accounts)
    units = _store_units(drawn)
    admin, communicators = _store_users(units, drawn)
    answering = people_for(units, accounts, now)
    _add_communicators(answering, communicators, drawn)
    everybody = list(chain.from_iterable(answering.values()))
    Person.objects.bulk_create(everybody, batch_size=BATCH)
    history.move_revision()
    words = vocabulary.current()
    world = World(
        now=now,
        units=units,
        people=answering,
        above={unit.key: unit.parent for unit in drawn} | {organisation.UNIVERSITY: "gf"},
        communicators=communicators,
        admin=admin,
        platforms=words.platforms,
    )
    fields = Fields(drawn, now.year)
    writer = _Writer(words)
    bundles = _bundles(accounts, world, fields)
    done = 0
    with seldom_collecting() as collect:
        while chunk := list(islice(bundles, CHUNK)):
            writer.write(chunk)
            done += len(chunk)
            report(done)
            if done % COLLECTED_EVERY == 0:
                collect()
    writer.finish()
    return Written(accounts=done, units=len(units), people=len(everybody))


def _store_units(drawn: Iterable[organisation.UnitSketch]) -> dict[str, Unit]:
    """The tree, level by level, so that every unit's parent has a number."""
    top = people.top_unit()
    top.web_page = organisation.web_page(organisation.UNIVERSITY)
    top.abbreviation = top.abbreviation or "LU"
    top.save()
    stored = {organisation.UNIVERSITY: top}
    taken = {top.slug}
    waiting = list(drawn)
    while waiting:
        level = [unit for unit in waiting if unit.parent in stored]
        waiting = [unit for unit in waiting if unit.parent not in stored]
        made = {}
        for position, unit in enumerate(level):
            slug = slugs.for_unit(unit.name_en, taken)
            taken.add(slug)
            made[unit.key] = Unit(
                parent=stored[unit.parent],
                name_sv=unit.name_sv,
                name_en=unit.name_en,
                abbreviation=unit.abbreviation,
                slug=slug,
                kind=unit.kind,
                web_page=organisation.web_page(unit.key),
                position=position if unit.parent == organisation.UNIVERSITY else 0,
            )
        Unit.objects.bulk_create(made.values(), batch_size=BATCH)
        stored |= made
    return stored


def _store_users(
    units: dict[str, Unit], drawn: Iterable[organisation.UnitSketch]
) -> tuple[User, dict[str, User]]:
    """The admin, and the communicator of every unit.

    One hash serves every sign-in, for hashing takes time; the other communicators cannot sign in.
    """
    password = make_password(PASSWORD)
    caring: dict[str, User] = {}
    users: list[User] = []
    for given in SIGN_INS:
        user = User(
            email=given.email,
            name=given.name,
            role=given.role,
            unit=units[given.unit],
            password=password,
        )
        users.append(user)
        if given.communicates_for:
            caring[given.communicates_for] = user
    named = names(Random("communicators"))  # noqa: S311 - meant to be foreseeable
    branches = [unit.key for unit in drawn if unit.parent == organisation.UNIVERSITY]
    for key in branches:
        if key not in caring:
            name = next(named)
            caring[key] = User(
                email=address(f"{name} {key}"), name=name, role="communicator", unit=units[key]
            )
            caring[key].set_unusable_password()
            users.append(caring[key])
    User.objects.bulk_create(users)
    through = Unit.communicators.through
    through.objects.bulk_create(through(unit=units[key], user=user) for key, user in caring.items())
    by_key = {unit.key: unit for unit in drawn}
    communicators = {organisation.UNIVERSITY: caring["gf"]}
    for key in by_key:
        above = key
        while above not in caring:
            above = by_key[above].parent
        communicators[key] = caring[above]
    return next(user for user in users if user.email == ADMIN), communicators


def _add_communicators(
    answering: dict[str, list[Person]],
    communicators: dict[str, User],
    drawn: Iterable[organisation.UnitSketch],
) -> None:
    """Communicators answer for accounts too: a person at the unit, tied to the user."""
    seen: set[str] = set()
    for key in [unit.key for unit in drawn]:
        user = communicators[key]
        if user.email not in seen:
            seen.add(user.email)
            answering[key].insert(
                0,
                Person(
                    name=user.name,
                    email=user.email,
                    title="kommunikatör",
                    unit=user.unit,
                    user=user,
                    agreed_to_public_name_at=timezone.now(),
                ),
            )


def _bundles(accounts: int, world: World, fields: Fields) -> Iterator[Bundle]:
    """The hand-shaped accounts first, then as many others as it takes."""
    speller, taken = Speller(), set()
    first = shaped()[:accounts]
    reserved = [
        (each, speller.take(each.platform, each.handle) if each.handle else None,
         [speller.take(each.platform, former) for former in each.former])
        for each in first
    ]  # fmt: skip
    first_number = next_number(Account)
    for number in range(accounts):
        rng = Random(f"details {number}")  # noqa: S311 - meant to be foreseeable
        if number < len(first):
            drawn, found, former = reserved[number]
        else:
            drawn, words = sketch(number, fields)
            found = speller.spell(drawn.platform, words, rng) if words else None
            former = []
            if found and _was_renamed(drawn):
                former = [speller.spell(drawn.platform, [*words[:-1], "sverige"], rng)]
        slug = slugs.for_account(drawn.platform, found.handle if found else "", drawn.name, taken)
        taken.add(slug)
        yield compose(
            drawn, found, former, pk=first_number + number, slug=slug, world=world, rng=rng
        )


def _was_renamed(drawn: Sketch) -> bool:
    return "renamed" in drawn.situations and drawn.status in ("published", "closing", "closed")


class _Writer:
    """Writes bundles, and learns their words for misspelt searches."""

    def __init__(self, words: vocabulary.Vocabulary) -> None:
        self.words = words
        self.audiences = dict(Audience.objects.values_list("code", "pk"))
        self.order = list(self.words.audiences)

    def write(self, bundles: list[Bundle]) -> None:
        accounts = [bundle.account for bundle in bundles]
        for bundle in bundles:
            listing.project(
                bundle.account,
                unit=bundle.account.unit,
                unit_words=self.words.unit_words[bundle.account.unit_id],
                contacts=bundle.contacts,
                audience_codes=sorted(bundle.audiences, key=self.order.index),
            )
        insert(Account, accounts)
        for kind, rows in self._related(bundles):
            insert(kind, rows)
        listing.learn(accounts)

    def finish(self) -> None:
        mend_numbering([Account])
        history.move_revision()

    def _related(
        self, bundles: list[Bundle]
    ) -> Iterator[tuple[type[models.Model], list[models.Model]]]:
        through = Account.audiences.through
        yield (
            through,
            [
                through(account_id=bundle.account.pk, audience_id=self.audiences[code])
                for bundle in bundles
                for code in bundle.audiences
            ],
        )
        for kind, name in RELATED:
            yield kind, [row for bundle in bundles for row in getattr(bundle, name)]
        yield Event, [event for bundle in bundles for event in _events(bundle)]


RELATED: tuple[tuple[type[models.Model], str], ...] = (
    (Handle, "handles"),
    (Contact, "contacts"),
    (AccessHolder, "access"),
    (Security, "security"),
    (TwoStepConfirmation, "confirmations"),
    (Routines, "routines"),
    (ProfileCheck, "checks"),
    (Decision, "decisions"),
    (Review, "reviews"),
    (Incident, "incidents"),
)


def _events(bundle: Bundle) -> Iterator[Event]:
    """The history of one account, as `history.event` writes it but at its own time."""
    number = bundle.account.pk
    for deed in bundle.deeds:
        yield Event(
            at=deed.at,
            by_id=deed.by.pk,
            subject="account",
            subject_id=number,
            account_id=number,
            action=deed.action,
            changes=deed.changes,
            reason=deed.reason,
        )
