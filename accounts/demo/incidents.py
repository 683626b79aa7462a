"""The incidents of the demo: of every kind, those that are over and those that are still open."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from ..choices import IncidentKind, RemovalGround
from ..domain.calendar import months_after
from ..models import Incident
from .bundles import Bundle, Deed, World
from .sketches import Sketch, phrases

COMPLAINT_MONTHS = 6
OPEN = "open-"
"""Before a kind: the incident is still open; with `incident-old`, for more than a month."""


def moment(day: date, rng: Random) -> datetime:
    """An hour of a working day."""
    at = time(rng.randint(8, 16), rng.randint(0, 59))
    return timezone.make_aware(datetime.combine(day, at))


def add(bundle: Bundle, sketch: Sketch, world: World, rng: Random) -> None:
    """Those that the situations name. A hijacking still going on flags the account."""
    for kind in IncidentKind:
        if kind.value in sketch.situations:
            is_on = kind == IncidentKind.HIJACKED and "compromised" in sketch.situations
            days = 2 if is_on else rng.randint(30, 400)
            _add(bundle, kind, sketch, world, rng, days=days, is_open=is_on)
        if f"{OPEN}{kind.value}" in sketch.situations:
            days = (
                rng.randint(40, 80) if "incident-old" in sketch.situations else rng.randint(3, 20)
            )
            _add(bundle, kind, sketch, world, rng, days=days, is_open=True)


def _add(
    bundle: Bundle,
    kind: IncidentKind,
    sketch: Sketch,
    world: World,
    rng: Random,
    *,
    days: int,
    is_open: bool,
) -> None:
    account, by = bundle.account, world.communicators[sketch.unit]
    day = world.today - timedelta(days=days)
    at = moment(day, rng)
    incident = Incident(
        account_id=account.pk,
        kind=kind,
        happened_on=day,
        description=phrases()["incident"][kind.value],
        opened_at=at,
        opened_by_id=by.pk,
        **_details(kind, at, world, rng),
    )
    bundle.deeds.append(Deed("incident-opened", by, at, {"kind": [None, kind.value]}))
    if not is_open:
        incident.closed_at = at + timedelta(days=rng.randint(1, 9))
        incident.closed_by_id = world.admin.pk
        incident.lessons = rng.choice(phrases()["words"]["lessons"])
        bundle.deeds.append(Deed("incident-closed", world.admin, incident.closed_at))
    elif kind == IncidentKind.HIJACKED:
        account.compromised_at, account.compromised_by_id = at, by.pk
        bundle.deeds.append(Deed("flagged", by, at))
    bundle.incidents.append(incident)


def _details(kind: IncidentKind, at: datetime, world: World, rng: Random) -> dict[str, object]:
    match kind:
        case IncidentKind.HIJACKED:
            return {"told_it_security_at": at + timedelta(minutes=rng.randint(5, 90))}
        case IncidentKind.IMPERSONATED:
            return {"impostor_url": f"https://www.lund.example/impostor-{rng.randint(100, 999)}"}
        case IncidentKind.RESTRICTED:
            return {
                "reasons_given": rng.choice(phrases()["words"]["reasons_given"]),
                "complain_by": months_after(at.date(), COMPLAINT_MONTHS),
            }
        case _:
            return {
                "ground": rng.choice((RemovalGround.THREAT, RemovalGround.AGITATION)),
                "evidence_place": rng.choice(phrases()["words"]["archive_place"]),
                "decided_by_whom_id": world.admin.pk,
                "reported_to_police": f"5000-K{rng.randint(100000, 999999)}-26",
            }
