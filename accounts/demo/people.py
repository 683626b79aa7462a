"""The people of the demo. None of them exists: every surname is made up.

Their addresses are on example domains, their telephone numbers in the ranges that the Swedish
Post and Telecom Authority keeps for books and films.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any

from ..choices import Role
from ..domain import folding
from ..models import Person, Unit
from .organisation import DATA, DOMAIN, QUIET, UNIVERSITY

PASSWORD = "bara-en-demo-i-Lund"  # noqa: S105 - opens demo data only; seed_demo refuses elsewhere
"""What every demo user signs in with."""


@dataclass(frozen=True)
class SignIn:
    """A demo user: at which unit, and whose accounts are the user's own."""

    role: Role
    email: str
    name: str
    unit: str
    communicates_for: str = ""
    totp_secret: str | None = None
    """The key of the authenticator app, for the roles whose sign-in needs a second step."""


SIGN_INS = (
    SignIn(
        *(Role.ADMIN, f"admin@{DOMAIN}", "Signe Lönntorpa", "kommunikation"),
        totp_secret="KANALREGISTERDEMOADMINAAAAAAAAAA",  # noqa: S106 - opens demo data only
    ),
    SignIn(
        *(Role.AUDITOR, f"auditor@{DOMAIN}", "Arvid Brunnslätt", UNIVERSITY),
        totp_secret="KANALREGISTERDEMOAUDITORAAAAAAAA",  # noqa: S106
    ),
    SignIn(Role.COMMUNICATOR, f"communicator@{DOMAIN}", "Leila Fagertjärn", "nat", "nat"),
    SignIn(Role.COMMUNICATOR, f"new.communicator@{DOMAIN}", "Elis Hasselvråk", QUIET, QUIET),
    SignIn(Role.STAFF, f"staff@{DOMAIN}", "Vera Klinthamra", "historia"),
)
COMMUNICATOR = "communicator@" + DOMAIN
ADMIN = "admin@" + DOMAIN

PHONES = ("08-465 004 {:02}", "031-390 06 {:02}", "040-628 04 {:02}", "+46 8 465 004 {:02}")
MOBILE = "070-174 06 {:02}"
PROTECTED_AT, LEFT_AT = "sam", "juridik"
"""Units where somebody's identity is protected, or somebody has left, whatever is drawn."""
FEWEST_PER_UNIT = 2
ACCOUNTS_FOR_ONE_PERSON = 20
DOMAIN_OUTSIDE = "example.org"


@cache
def parts() -> dict[str, Any]:
    """Everything that names are put together from."""
    with (DATA / "names.toml").open("rb") as file:
        return {
            key: value.split() if isinstance(value, str) else value
            for key, value in tomllib.load(file).items()
        }


def names(rng: Random) -> Iterator[str]:
    """Names in an order of `rng`'s, none twice; about 70,000."""
    surnames = [
        start + end for start, end in product(parts()["surname_starts"], parts()["surname_ends"])
    ]
    every = list(product(parts()["first"], surnames))
    rng.shuffle(every)
    return (f"{first} {last}" for first, last in every)


def address(name: str, domain: str = DOMAIN) -> str:
    """`asa.lonntorpa@lund.example`."""
    return f"{folding.fold(name).replace(' ', '.')}@{domain}"


def phone(rng: Random) -> str:
    """A number that nobody has; some people have none."""
    if rng.random() < 0.2:
        return ""
    if rng.random() < 0.4:
        return MOBILE.format(rng.randint(5, 99))
    return rng.choice(PHONES).format(rng.randint(0, 99))


def people_for(units: dict[str, Unit], accounts: int, now: datetime) -> dict[str, list[Person]]:
    """Unsaved people by the key of their unit, enough to answer for so many accounts.

    The last one of every unit is its head. Some have left, some work elsewhere, a few are
    protected; about half agreed that their names are public.
    """
    rng = Random(f"people {accounts}")  # noqa: S311 - meant to be foreseeable
    named = names(rng)
    each = max(FEWEST_PER_UNIT, accounts // ACCOUNTS_FOR_ONE_PERSON // len(units))
    found: dict[str, list[Person]] = {}
    for key, unit in units.items():
        found[key] = []
        for number in range(each):
            name = next(named)
            draw = rng.random()
            is_head = number == each - 1
            is_protected = draw < 0.01 or (key == PROTECTED_AT and number == 0)
            is_external = not is_head and 0.01 <= draw < 0.04
            has_left = not is_head and (0.04 <= draw < 0.07 or (key == LEFT_AT and number == 0))
            agreed = not is_protected and rng.random() < 0.55
            found[key].append(
                Person(
                    name=name,
                    email=address(name, DOMAIN_OUTSIDE if is_external else DOMAIN),
                    phone=phone(rng),
                    title="prefekt" if is_head else rng.choice(parts()["titles"]),
                    unit=unit,
                    agreed_to_public_name_at=(
                        now - timedelta(days=rng.randint(30, 900)) if agreed else None
                    ),
                    is_protected=is_protected,
                    is_external=is_external,
                    left_on=(
                        (now - timedelta(days=rng.randint(20, 300))).date() if has_left else None
                    ),
                )
            )
    return found
