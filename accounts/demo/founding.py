"""What stands before the first account does: the units, the users, the people."""

from collections.abc import Iterable
from itertools import chain
from random import Random

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from ..domain import history, people, slugs, vocabulary
from ..models import Person, Unit, User
from . import organisation
from .bundles import World
from .generator import Fields
from .people import ADMIN, PASSWORD, SIGN_INS, address, names, people_for

BATCH = 1000
"""Rows a statement."""


def found(accounts: int) -> tuple[World, Fields]:
    """Store them for a register of so many accounts. Call inside a transaction."""
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
    return world, Fields(drawn, now.year)


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
    _give_second_steps({user.email: user for user in users})
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


def _give_second_steps(users: dict[str, User]) -> None:
    for given in SIGN_INS:
        if given.totp_secret:
            TOTP.activate(users[given.email], given.totp_secret)
            RecoveryCodes.activate(users[given.email])


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
