"""What only audits look at: who has access and how, archiving, links, silence, exceptions.

`Planter.plant` adds it to an account that is otherwise made. The hand-shaped accounts have the
situations they name, the others have theirs drawn here.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import chain, count
from random import Random

from django.utils import timezone

from ..choices import (
    OFFICIAL,
    ContactRole,
    Lapse,
    LinkState,
    Role,
    Status,
    TwoStep,
    TwoStepMethod,
)
from ..domain.calendar import months_after
from ..models import (
    AccessHolder,
    Contact,
    DroppedMethod,
    LinkCheck,
    Person,
    Platform,
    Security,
    TwoStepConfirmation,
    User,
    Waiver,
)
from .bundles import Bundle, World
from .incidents import moment
from .inserting import next_number
from .organisation import DOMAIN, UNIVERSITY
from .people import address, names
from .planted import findings_of
from .sketches import Sketch, phrases

DROPPED = ("x", TwoStepMethod.TEXT)
"""X ended codes in text messages."""
DROPPED_DAYS_AGO = 60
LEFT_DAYS_AGO = 25
PRIVATE = "privat.example"
PRIVATE_PEOPLE = 4
HOLDS_DAYS = 160
CHANCES = (
    ("silent", 0.07),
    ("link-gone", 0.012),
    ("link-renamed", 0.012),
    ("link-unknown", 0.04),
    ("archive-late", 0.12),
    ("access-many", 0.03),
    ("access-one", 0.12),
    ("access-none", 0.03),
    ("access-left", 0.015),
    ("contact-private", 0.02),
    ("owner-agency", 0.008),
    ("manager-unaware", 0.08),
    ("confirmer-left", 0.04),
    ("waived", 0.02),
    ("open-impersonated", 0.002),
    ("open-restricted", 0.002),
    ("open-removed", 0.003),
    ("incident-old", 0.3),
    ("approved-long-ago", 0.3),
)


def draw(number: int) -> frozenset[str]:
    """The situations that are drawn for the account with this number."""
    rng = Random(f"gaps {number}")  # noqa: S311 - meant to be foreseeable
    return frozenset(situation for situation, chance in CHANCES if rng.random() < chance)


class Planter:
    """Knows what all accounts share: a user who has left, people with private addresses."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.everybody = list(chain.from_iterable(world.people.values()))
        self.staying = [person for person in self.everybody if person.left_on is None]
        self.leavers = [person for person in self.everybody if person.left_on]
        self.private = self._store_people("private", PRIVATE)
        self.agencies = [person for person in self.everybody if person.is_external]
        if not self.agencies:
            self.agencies = self._store_people("agencies", "byra.example", is_external=True)
        self.former = self._store_former()
        self.dropped_on = world.today - timedelta(days=DROPPED_DAYS_AGO)
        self._drop()
        self.numbers: Iterator[int] = count(next_number(AccessHolder))

    def _store_people(self, seed: str, domain: str, **fields: object) -> list[Person]:
        named = names(Random(seed))  # noqa: S311 - meant to be foreseeable
        chosen = [next(named) for _each in range(PRIVATE_PEOPLE)]
        unit = self.world.units[UNIVERSITY]
        made = [
            Person(name=name, email=address(name, domain), unit=unit, **fields) for name in chosen
        ]
        Person.objects.bulk_create(made)
        return made

    def _store_former(self) -> User:
        """A communicator who has left: what only they confirmed does not hold."""
        user = User(
            email=f"former.communicator@{DOMAIN}",
            name="Tyra Ekmossen",
            role=Role.COMMUNICATOR,
            unit=self.world.units[UNIVERSITY],
            is_active=False,
        )
        user.set_unusable_password()
        user.save()
        return user

    def _drop(self) -> None:
        """Declare the method ended; `world.platforms` still has it, for what was said before."""
        code, method = DROPPED
        platform = Platform.objects.get(code=code)
        platform.two_step_methods = tuple(  # type: ignore[assignment]
            each for each in self.world.platforms[code].two_step_methods if each != method
        )
        platform.save(update_fields=["two_step_methods"])
        DroppedMethod.objects.create(
            platform=platform,
            method=method,
            ended_on=self.dropped_on,
            declared_at=self.world.now - timedelta(days=DROPPED_DAYS_AGO),
            declared_by=self.world.admin,
        )

    def plant(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        """Add it all, before what lists read is worked out."""
        self._people(bundle, sketch, rng)
        self._access(bundle, sketch, rng)
        if bundle.account.status == Status.APPROVED:
            _approve(bundle, sketch)
        if bundle.account.status not in OFFICIAL:
            return
        self._archive(bundle, sketch, rng)
        self._lapse(bundle, sketch, rng)
        self._look(bundle, sketch, rng)
        if "waived" in sketch.situations:
            self._waive(bundle, rng)

    def _people(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        replaced: dict[ContactRole, Person] = {}
        if "contact-private" in sketch.situations:
            replaced[ContactRole.DEPUTY] = rng.choice(self.private)
        if "owner-agency" in sketch.situations:
            replaced[ContactRole.OWNER] = rng.choice(self.agencies)
        for role, person in replaced.items():
            # Somebody answers in a role once.
            if person.pk in {contact.person_id for contact in bundle.contacts}:
                continue
            bundle.contacts = [each for each in bundle.contacts if each.role != role]
            bundle.contacts.append(Contact(account_id=bundle.account.pk, role=role, person=person))
        if "manager-unaware" in sketch.situations:
            bundle.account.manager_informed_at = None
            bundle.account.manager_informed_by_id = None

    def _access(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        """Who can sign in on the platform, and how sure that is of each."""
        number = bundle.account.pk
        if "access-none" in sketch.situations:
            bundle.access = []
        if "access-one" in sketch.situations:
            bundle.access = bundle.access[:1]
        held = {holder.person_id for holder in bundle.access}
        wanted: list[Person] = []
        if "access-many" in sketch.situations:
            more = rng.sample(self.staying, min(len(self.staying), rng.randint(7, 9)))
            wanted += [each for each in more if each.pk not in held]
        if "access-left" in sketch.situations and self.leavers:
            left = rng.choice(self.leavers)
            wanted += [left] if left.pk not in held else []
        bundle.access += [AccessHolder(account_id=number, person=each) for each in wanted]
        methods = self._methods(bundle.account.platform_id)
        for holder in bundle.access:
            holder.pk = next(self.numbers)
            self._secure(bundle, holder, sketch, methods, rng)

    def _methods(self, platform: str) -> list[str]:
        offered = self.world.platforms[platform].two_step_methods
        return [each for each in offered if (platform, each) != DROPPED]

    def _secure(
        self, bundle: Bundle, holder: AccessHolder, sketch: Sketch, methods: list[str], rng: Random
    ) -> None:
        """Said of most, of some too long ago, of some by a user who has left."""
        drawn = rng.random()
        days = rng.randint(5, HOLDS_DAYS) if drawn < 0.65 else rng.randint(HOLDS_DAYS + 60, 700)
        if drawn > 0.75 or not methods:
            holder.two_step = TwoStep.UNKNOWN
            return
        holder.two_step, holder.two_step_method = TwoStep.ON, rng.choice(methods)
        holder.two_step_seen_on = self.world.today - timedelta(days=days)
        by = self.world.communicators[sketch.unit]
        if drawn < 0.05 and days > LEFT_DAYS_AGO:
            by = self.former
            self._leave(holder)
        bundle.confirmations.append(
            TwoStepConfirmation(
                account_id=bundle.account.pk,
                holder_id=holder.pk,
                state=holder.two_step,
                method=holder.two_step_method,
                seen_on=holder.two_step_seen_on,
                confirmed_at=moment(holder.two_step_seen_on, rng),
                confirmed_by_id=by.pk,
            )
        )

    def _leave(self, stated: Security | AccessHolder) -> None:
        stated.two_step_lapsed_on = self.world.today - timedelta(days=LEFT_DAYS_AGO)
        stated.two_step_lapsed_why = Lapse.CONFIRMER_LEFT

    def _archive(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        for routines in bundle.routines:
            routines.archive_place = rng.choice(phrases()["words"]["archive_place"])
            last = routines.archived_on
            if last is None:
                continue
            due = months_after(last, 12)
            is_late = "archive-late" in sketch.situations
            if is_late and due >= self.world.today:
                due = self.world.today - timedelta(days=rng.randint(2, 90))
            elif not is_late and due < self.world.today:
                due = self.world.today + timedelta(days=rng.randint(5, 180))
            routines.archive_next_on = due

    def _lapse(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        for security in bundle.security:
            seen_on = security.two_step_seen_on
            if security.two_step != TwoStep.ON or seen_on is None:
                continue
            said = next(each for each in bundle.confirmations if each.holder_id is None)
            if (bundle.account.platform_id, security.two_step_method) == DROPPED:
                if "method-dropped" in sketch.situations and seen_on >= self.dropped_on:
                    seen_on = self.dropped_on - timedelta(days=30)
                if seen_on < self.dropped_on:
                    security.two_step_lapsed_on = self.dropped_on
                    security.two_step_lapsed_why = Lapse.METHOD_DROPPED
                else:
                    security.two_step_method = said.method = TwoStepMethod.APP
                security.two_step_seen_on = said.seen_on = seen_on
                said.confirmed_at = moment(seen_on, rng)
            elif "confirmer-left" in sketch.situations:
                if (self.world.today - seen_on).days <= LEFT_DAYS_AGO:
                    seen_on = self.world.today - timedelta(days=LEFT_DAYS_AGO + 20)
                    security.two_step_seen_on = said.seen_on = seen_on
                    said.confirmed_at = moment(seen_on, rng)
                said.confirmed_by_id = self.former.pk
                self._leave(security)

    def _look(self, bundle: Bundle, sketch: Sketch, rng: Random) -> None:
        """What a look at the address showed, and when something was last posted."""
        account, world = bundle.account, self.world
        days = rng.randint(200, 900) if "silent" in sketch.situations else rng.randint(0, 120)
        earliest = account.opened_on or world.today
        account.last_post_on = max(world.today - timedelta(days=days), earliest)
        state = next(
            (state for state in LinkState if f"link-{state.value}" in sketch.situations),
            LinkState.FOUND,
        )
        checked_at = world.now - timedelta(hours=rng.randint(1, 60))
        check = LinkCheck(
            account_id=account.pk,
            url=account.url,
            state=state,
            checked_at=checked_at,
            next_at=checked_at + timedelta(days=rng.randint(3, 10)),
        )
        if state == LinkState.RENAMED:
            check.moved_to = f"{account.url.rstrip('/')}.se"
        if state in (LinkState.GONE, LinkState.UNKNOWN):
            check.detail = "404" if state == LinkState.GONE else "429"
            check.failed_days = 3 if state == LinkState.GONE else 1
            check.failed_on = timezone.localdate(checked_at)
        bundle.link_checks.append(check)

    def _waive(self, bundle: Bundle, rng: Random) -> None:
        """The least of what is found is agreed to for a while; sometimes the while is over."""
        found = sorted(findings_of(bundle, self.world.today, self.offering()))
        if not found:
            return
        given_at = self.world.now - timedelta(days=rng.randint(40, 120))
        days = rng.randint(20, 200) if rng.random() < 0.8 else -rng.randint(1, 20)
        bundle.waivers.append(
            Waiver(
                account_id=bundle.account.pk,
                rule=rng.choice(found),
                reason=rng.choice(phrases()["words"]["waived"]),
                until=self.world.today + timedelta(days=days),
                given_at=given_at,
                given_by_id=self.world.admin.pk,
            )
        )

    def offering(self) -> Mapping[str, list[str]]:
        """The methods that each platform offers today."""
        return {code: self._methods(code) for code in self.world.platforms}


def _approve(bundle: Bundle, sketch: Sketch) -> None:
    """When it was approved; long ago for those that nobody got round to opening."""
    account = bundle.account
    if "approved-long-ago" in sketch.situations:
        earlier = timedelta(days=80)
        for deed in bundle.deeds:
            deed.at -= earlier
        for decision in bundle.decisions:
            decision.decided_at -= earlier
        account.submitted_at = account.submitted_at and account.submitted_at - earlier
        account.manager_informed_at = (
            account.manager_informed_at and account.manager_informed_at - earlier
        )
    decision = bundle.decisions[-1]
    account.approved_at, account.approved_by_id = decision.decided_at, decision.decided_by_id
