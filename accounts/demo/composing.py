"""Everything the register records about one account of the demo, made in memory.

`compose` gives a `Bundle` of unsaved rows that point at each other; `storing` writes them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from ..choices import LIVING, PUBLIC, ContactRole, Status
from ..models import AccessHolder, Account, Contact, Handle, Person
from ..platforms import Identified
from . import answers, life
from .bundles import Bundle, World
from .organisation import DOMAIN, web_page
from .sketches import Sketch, concepts, phrases

LONGEST_CLOSED = life.DAYS_SINCE_THE_FIRST // 2 - 10
"""Days; an account was registered before it was closed."""


def compose(
    sketch: Sketch,
    found: Identified | None,
    former: Sequence[Identified],
    *,
    pk: int,
    slug: str,
    world: World,
    rng: Random,
) -> Bundle:
    """The account that `sketch` means; `found` is its address, None while it is only planned."""
    opened = _opened(sketch, world, rng)
    account = Account(
        pk=pk,
        slug=slug,
        platform_id=sketch.platform,
        handle=found.handle if found else "",
        identity_key=found.key if found else None,
        url=found.url if found else "",
        permanent_id=found.permanent_id if found else "",
        name=sketch.name,
        languages=sketch.languages,  # type: ignore[misc]
        unit=world.units[sketch.unit],
        is_university_wide=sketch.is_university_wide,
        status=sketch.status,
        is_planned=found is None,
        opened_on=opened if found else None,
        **answers.why(sketch, rng, world.today, world.units[sketch.unit]),
    )
    bundle = Bundle(account, audiences=_audiences(sketch, rng))
    _add_handles(bundle, found, former, world, rng)
    _add_people(bundle, sketch, world, rng)
    if "no-routines" not in sketch.situations and sketch.status != Status.DRAFT:
        bundle.routines.append(answers.routines(account, sketch, rng, world.today))
    life.tell(bundle, sketch, world, rng, opened)
    return bundle


def _opened(sketch: Sketch, world: World, rng: Random) -> date:
    """The day it opened; recent for what is still being registered, in time for a campaign."""
    if sketch.status not in PUBLIC:
        return world.today - timedelta(days=rng.randint(5, 60))
    if concepts()[sketch.concept].campaign and sketch.year:
        return min(
            date(sketch.year, 1, 1) - timedelta(days=rng.randint(30, 200)),
            world.today - timedelta(days=60),
        )
    return world.today - timedelta(days=int(90 + 4500 * rng.random() ** 1.4))


def _audiences(sketch: Sketch, rng: Random) -> tuple[str, ...]:
    if "no-audience" in sketch.situations:
        return ()
    named = concepts()[sketch.concept].audiences
    return named[: rng.randint(1, min(3, len(named)))]


def _add_handles(
    bundle: Bundle,
    found: Identified | None,
    former: Sequence[Identified],
    world: World,
    rng: Random,
) -> None:
    """The handle it has, those it had before, and until when."""
    account = bundle.account
    if account.status == Status.CLOSED and account.opened_on:
        days = (world.today - account.opened_on).days
        longest = min(days // 2, LONGEST_CLOSED)
        account.closed_on = world.today - timedelta(days=rng.randint(1, max(longest, 1)))
    held: list[tuple[Identified, date | None]] = [
        (one, _given_up(account, world, rng)) for one in former
    ]
    if found:
        held.append((found, account.closed_on))
    bundle.handles = [
        Handle(
            account_id=account.pk,
            platform_id=account.platform_id,
            handle=one.handle,
            key=one.key,
            url=one.url,
            held_until=until,
            is_living=account.status in LIVING,
        )
        for one, until in held
    ]


def _given_up(account: Account, world: World, rng: Random) -> date:
    """A day between the account's opening and its end, or today."""
    first = account.opened_on or world.today
    last = account.closed_on or world.today
    return first + timedelta(days=(last - first).days * rng.randint(20, 80) // 100)


def _add_people(bundle: Bundle, sketch: Sketch, world: World, rng: Random) -> None:
    """Owner, deputy, publishers and manager out of the unit's people, and who holds the keys."""
    account, situations = bundle.account, sketch.situations
    near = world.people[sketch.unit]
    pool = near if len(near) > 3 else [*near, *world.people[world.above[sketch.unit]]]
    staying = [p for p in pool if p.left_on is None]
    owner, deputy, publisher = (staying * 3)[:3] if len(staying) < 3 else rng.sample(staying, 3)
    if "owner-left" in situations:
        owner = next((p for p in pool if p.left_on), owner)
    if "protected-owner" in situations:
        owner = next((p for p in pool if p.is_protected), owner)
    roles: list[tuple[ContactRole, Person]] = []
    if "no-owner" not in situations:
        roles.append((ContactRole.OWNER, owner))
    if "no-deputy" not in situations and deputy is not owner:
        roles.append((ContactRole.DEPUTY, deputy))
    if rng.random() < 0.25:
        roles.append((ContactRole.PUBLISHER, publisher))
    if rng.random() < 0.4:
        roles.append((ContactRole.MANAGER, near[-1]))
    bundle.contacts = [Contact(account_id=account.pk, role=role, person=one) for role, one in roles]
    holders = {one.email: one for role, one in roles if role != ContactRole.MANAGER}
    bundle.access = [AccessHolder(account_id=account.pk, person=one) for one in holders.values()]
    if "no-mailbox" not in situations:
        account.function_mailbox = f"{sketch.unit}@{DOMAIN}"
    if "no-web-page" not in situations:
        account.web_page = web_page(sketch.unit)
    if "agency" in situations:
        account.agency = rng.choice(phrases()["words"]["agency"])
    if "no-hours" not in situations:
        account.hours_a_week = rng.choice((1, 2, 2, 3, 4, 5, 8, 10, 20))
        account.holiday_cover = rng.choice(phrases()[sketch.language]["holiday_cover"])
