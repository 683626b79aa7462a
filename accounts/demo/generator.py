"""Any number of further accounts, the same ones every time: the n-th follows from n alone."""

from dataclasses import dataclass
from random import Random

from ..choices import UnitKind
from .organisation import QUIET, Subject, UnitSketch, subjects
from .people import parts
from .sketches import Concept, Sketch, concepts, draw_situations, draw_status

REACH = {
    "instagram": 24,
    "facebook": 22,
    "linkedin": 18,
    "x": 12,
    "youtube": 11,
    "tiktok": 4,
    "bluesky": 4,
}
"""How much likelier than the others a platform is where several would do."""

HEAVIER = {UnitKind.FACULTY: 4, UnitKind.DEPARTMENT: 2}
WITHOUT_ADDRESS = 0.6
"""How many of those not published are only planned."""
TWO_LANGUAGES = 0.15
IN_ENGLISH = 0.4
YEARS_BACK = 9


@dataclass
class Fields:
    """Which units there are, and what each is about."""

    units: list[UnitSketch]
    this_year: int

    def __post_init__(self) -> None:
        self.by_key = {unit.key: unit for unit in self.units}
        self.open = [unit for unit in self.units if unit.key != QUIET]
        self.weights = [HEAVIER.get(UnitKind(unit.kind), 1) for unit in self.open]
        self.about = {unit.key: self._subjects(unit) for unit in self.units}

    def _subjects(self, unit: UnitSketch) -> list[Subject]:
        """The subjects of a unit: its own, else those below it, else any at all."""
        own = [s for s in subjects() if s.unit == unit.key]
        grown = [s for s in subjects() if s.unit == unit.parent and unit.key.startswith(s.key)]
        below = [s for s in subjects() if self._parent_of(s.unit) == unit.key]
        return own or grown or below or list(subjects())

    def _parent_of(self, key: str) -> str:
        return self.by_key[key].parent if key in self.by_key else ""


def sketch(number: int, fields: Fields) -> tuple[Sketch, list[str]]:
    """The account with this number, and the words its handle is made of."""
    rng = Random(f"account {number}")  # noqa: S311 - meant to be foreseeable
    drawn: list[Concept] = list(concepts().values())
    concept = rng.choices(drawn, [each.weight for each in drawn])[0]
    unit = rng.choices(fields.open, fields.weights)[0]
    subject = rng.choice(fields.about[unit.key])
    platform = rng.choices(concept.platforms, [REACH.get(p, 1) for p in concept.platforms])[0]
    project = _project(rng)
    year = fields.this_year + 1 - rng.randint(0, YEARS_BACK)
    languages = _languages(concept, rng)
    status = draw_status(rng)
    language = "sv" if "sv" in languages else "en"
    slots = {
        "unit": unit.name_sv if language == "sv" else unit.name_en,
        "subject": subject.sv if language == "sv" else subject.en,
        "project": project,
        "year": year,
    }
    name = rng.choice(concept.names[language]).format(**slots)
    spelt = {"unit": unit.key, "subject": subject.key, "project": project.lower()}
    spelt["year"] = str(year)
    words = [spelt.get(word, word) for word in rng.choice(concept.words).split()]
    is_open = status in ("published", "closing", "closed")
    if not is_open and rng.random() < WITHOUT_ADDRESS:
        words = []
    return (
        Sketch(
            platform=platform,
            handle="",
            unit=unit.key,
            concept=concept.key,
            name=name[0].upper() + name[1:],
            languages=languages,
            status=status,
            situations=draw_situations(rng),
            subject=subject,
            project=project,
            year=year,
        ),
        words,
    )


def _project(rng: Random) -> str:
    """An acronym; there are 65,000, so nearly every project is the only one of its name."""
    return "".join(rng.choices(parts()["syllables"], k=rng.choice((2, 3, 3)))).upper()


def _languages(concept: Concept, rng: Random) -> tuple[str, ...]:
    if concept.key == "international":
        return ("en", rng.choice(("zh", "es", "hi", "tr", "uk", "de", "fr")))
    if rng.random() < TWO_LANGUAGES:
        return ("sv", "en")
    return ("en",) if rng.random() < IN_ENGLISH else ("sv",)
