"""Writes a whole demo in one transaction: all of it or nothing.

Accounts are made and written a chunk at a time, so that memory does not grow with their number;
what lists read is worked out before the rows are written, so that nothing is written twice.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from django.db import models, transaction

from ..domain import history, listing, slugs, vocabulary
from ..models import (
    AccessHolder,
    Account,
    Audience,
    Contact,
    Decision,
    Event,
    Handle,
    Incident,
    LinkCheck,
    ProfileCheck,
    Review,
    Routines,
    Security,
    TwoStepConfirmation,
    Waiver,
)
from . import founding, gaps, past
from .bundles import Bundle, World
from .composing import compose
from .gaps import Planter
from .generator import Fields, sketch
from .handles import Speller
from .inserting import insert, mend_numbering, next_number
from .planted import Ledger
from .sketches import Sketch, shaped

CHUNK = 1000
COLLECTED_EVERY = 20_000


@dataclass(frozen=True)
class Written:
    """`planted`: by a rule's code, how many accounts its audit has to find."""

    accounts: int
    units: int
    planted: dict[str, int]


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
    world, fields = founding.found(accounts)
    planter = Planter(world)
    ledger = Ledger(world.today, planter.offering())
    words = vocabulary.current()
    writer = _Writer(words)
    bundles = _bundles(accounts, world, fields, planter)
    done = 0
    with seldom_collecting() as collect:
        while chunk := list(islice(bundles, CHUNK)):
            writer.write(chunk)
            for bundle in chunk:
                ledger.note(bundle)
            done += len(chunk)
            report(done)
            if done % COLLECTED_EVERY == 0:
                collect()
    past.store(ledger, list(world.units.values()))
    writer.finish()
    return Written(accounts=done, units=len(world.units), planted=ledger.totals())


def _bundles(accounts: int, world: World, fields: Fields, planter: Planter) -> Iterator[Bundle]:
    """The hand-shaped accounts first, then as many others as it takes."""
    speller = Speller()
    taken: set[str] = set()
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
            drawn = replace(drawn, situations=drawn.situations | gaps.draw(number))
            found = speller.spell(drawn.platform, words, rng) if words else None
            former = []
            if found and _was_renamed(drawn):
                former = [speller.spell(drawn.platform, [*words[:-1], "sverige"], rng)]
        slug = slugs.for_account(drawn.platform, found.handle if found else "", drawn.name, taken)
        taken.add(slug)
        bundle = compose(
            drawn, found, former, pk=first_number + number, slug=slug, world=world, rng=rng
        )
        planter.plant(bundle, drawn, Random(f"planted {number}"))  # noqa: S311 - as above
        yield bundle


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
        mend_numbering([Account, AccessHolder])
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
    (LinkCheck, "link_checks"),
    (Waiver, "waivers"),
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
