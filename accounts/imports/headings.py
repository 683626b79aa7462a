"""What the headings of a sheet mean: which field each column holds, and where the headings stand.

A heading is known by a column's code, by its label in any language, or by a word people use for
it (`SYNONYMS`); then by its beginning (`Tvåstegsautentisering: Ja/Nej/Vet ej`), then by likeness.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from django.utils.translation import gettext, pgettext_lazy
from rapidfuzz import fuzz, process

from ..domain.folding import fold
from ..exports.column import by_heading, every_language
from ..exports.columns import COLUMNS

PARENT_UNIT = "parent_unit"
EXTRA_LABELS = {PARENT_UNIT: pgettext_lazy("column", "Part of")}
"""What only the import reads: the unit above the row's unit."""

SYNONYMS: Mapping[str, str] = {
    "slug": "id | register id | registernummer",
    "platform": "kanal | plattform | socialt medium | sociala medier | social media | medium"
    " | medie | channel | network | nätverk | tjänst | service | typ av konto | typ | type",
    "handle": "användarnamn | kontonamn | username | user name | handtag | alias | @ | konto-id"
    " | account name | account id",
    "url": "länk | adress | url | webbadress | kontots adress | kontoadress | account address"
    " | link | address | länk till kontot | länk till kanalen | kanalens adress | profil"
    " | profillänk | profile | profile url | account url | konto | account | www | sida | page"
    " | adress (url) | länkadress | webblänk",
    "name": "namn | kanalnamn | kanalens namn | kontots namn | visningsnamn | display name"
    " | channel name | rubrik | title | titel | sidans namn | namn på kontot | namn på kanalen",
    "unit": "enhet | verksamhet | avdelning | institution | organisation | fakultet"
    " | institution/enhet | fakultet/enhet | department | unit | organization | faculty"
    " | organisationsenhet | tillhör enhet | ägande enhet | ansvarig enhet",
    "unit_code": "enhetskod | organisationskod | verksamhetskod | kod | org-kod",
    PARENT_UNIT: "tillhör | del av | överordnad enhet | agency | parent | parent unit | part of"
    " | myndighet | moderenhet",
    "languages": "språk | language | languages | kontots språk",
    "purpose": "syfte | ändamål | purpose | aim | syfte med kontot | syfte med kanalen",
    "goals": "mål | målsättning | goal | goals | objectives | mål (mätbara)",
    "target_audience": "målgrupp | målgrupper | audience | target group | target groups"
    " | audiences | prioriterad målgrupp",
    "function_mailbox": "funktionsbrevlåda | funktionsadress | gemensam e-post | shared mailbox"
    " | mailbox | enhetens e-post",
    "status": "status | läge | state",
    "university_wide": "universitetsgemensam | lärosätesgemensam | gemensam | university wide",
    "web_page": "webbplats | hemsida | webbsida | official page | website | web page | web site"
    " | homepage | enhetens webbsida",
    "opened_on": "startad | öppnad | skapad | startdatum | started | opened | created"
    " | öppnades | startade | datum för start | start",
    "campaign_ends_on": "slutdatum | kampanjen slutar | end date | ends on | kampanjslut",
    "profile_text": "profiltext | presentationstext | beskrivning | bio | description | om kontot",
    "owner": "ansvarig | kontaktperson | kontaktansvarig | ägare | owner | contact person"
    " | huvudansvarig | responsible | kontoansvarig | kanalansvarig | redaktör"
    " | ansvarig person | contact name | kontaktperson namn | kontakt namn | responsible person",
    "owner_email": "e-post | epost | mejl | mail | e-mail | email | kontakt e-post"
    " | e-postadress | mejladress | mailadress | kontaktpersonens e-post | ansvarigs e-post"
    " | contact e-mail | kontaktperson e-post | email address",
    "owner_phone": "telefon | tel | telefonnummer | phone | mobil | mobile | telephone"
    " | kontakt telefon | kontaktperson telefon | mobilnummer | phone number",
    "deputies": "ersättare | deputy | backup | ställföreträdare | vice ansvarig | reserv"
    " | bitr. ansvarig | reservperson | deputies",
    "deputy_emails": "ersättares e-post | ersättare e-post | deputy e-mail | deputy email"
    " | backup e-mail",
    "publishers": "publicister | redaktörer | publishers | editors | publicerar | administratörer"
    " | admins | skribenter",
    "manager": "chef | närmaste chef | manager | ansvarig chef | prefekt",
    "why_platform": "varför | varför plattformen | why this platform | motivering",
    "content": "innehåll | content | typ av innehåll",
    "posting_frequency": "publiceringsfrekvens | frekvens | hur ofta | frequency"
    " | uppdateringsfrekvens | inlägg per vecka",
    "evaluation_routine": "utvärdering | uppföljning | evaluation | utvärderingsrutin",
    "evaluation_outcome": "senaste utvärdering | resultat | outcome",
    "evaluated_on": "utvärderad | utvärderingsdatum",
    "hours_a_week": "timmar per vecka | tid per vecka | resurser | tidsåtgång | hours"
    " | hours per week | h/vecka",
    "holiday_cover": "semesterbevakning | bevakning vid semester | semesterersättare"
    " | holiday cover",
    "comments": "kommentarer | comments | kommentarsfält",
    "comments_routine": "kommentarshantering | rutin för kommentarer | bevakning av kommentarer",
    "watched": "bevakning | hur ofta bevakas kommentarer | bevakas",
    "answer_within_hours": "svarstid | svar inom | answer within",
    "unlawful_routine": "olagligt innehåll | rutin för olagligt innehåll",
    "house_rules_url": "husregler | regler | house rules",
    "archive_routine": "arkivering | arkiveringsrutin | archiving | bevarande | gallring",
    "archive_frequency": "hur ofta arkiveras | arkiveringsfrekvens",
    "archived_on": "senast arkiverad | arkiverad",
    "case_number": "diarienummer | dnr | ärendenummer | diarienr | case number",
    "two_step": "tvåstegsautentisering | tvåfaktorsautentisering | tvåstegsverifiering | 2fa"
    " | tvåfaktor | two-step | two-factor authentication | two factor | 2-step | mfa | tvåsteg"
    " | two-step verification | flerfaktorsautentisering | 2-stegsverifiering",
    "two_step_method": "tvåstegsmetod | metod | 2fa-metod | method | metod för tvåsteg",
    "two_step_seen_on": "tvåsteg kontrollerad | kontrollerad | checked on",
    "third_party_tools": "verktyg | tredjepartsverktyg | tools",
    "agency": "byrå | extern byrå | reklambyrå | outside agency",
    "notes": "anteckning | anteckningar | kommentar | kommentar/anteckning | övrigt | notes"
    " | note | noteringar | notering | comment | remark | remarks | anmärkning",
}
ADDRESS_FIELDS = ("url", "handle", "slug")
_CUT = re.compile(r"[:(\[\n?*–—]| - ")
_LIKENESS = 88
_LONGEST = 120
SECRET = re.compile(
    r"^(?:losenord|passord|password|passwords|passwd|pwd|pw|pass|pin|pinkod|pin kod|pin code)$"
    r"|^(?:losenord|password|inloggning|login) (?:till|for|to|och|and|facebook|instagram)\b"
    r"|\b(?:losenord|password)$"
)


@cache
def known() -> dict[str, str]:
    """Every folded heading the register knows -> the code of its field."""
    found: dict[str, str] = {}
    for code, words in SYNONYMS.items():
        found.update((fold(word), code) for word in words.split(" | ") if fold(word))
    found |= {heading: column.code for heading, column in by_heading(COLUMNS).items()}
    found[fold("agency")] = PARENT_UNIT
    return found


def known_headings(cells: Iterable[str]) -> int:
    """How many different fields the cells name, if they are headings."""
    return len({code for code in map(exact, cells) if code})


@lru_cache(maxsize=20_000)
def exact(heading: str) -> str | None:
    """The code of the field a heading names for certain."""
    if not heading or len(heading) > _LONGEST:
        return None
    table = known()
    if code := table.get(fold(heading)):
        return code
    beginning = _CUT.split(heading, maxsplit=1)[0]
    return table.get(fold(beginning)) if beginning != heading else None


@lru_cache(maxsize=2_000)
def likely(heading: str) -> str | None:
    """The code of the field a heading names for certain or resembles closely."""
    if code := exact(heading):
        return code
    folded = fold(heading[:_LONGEST])
    if len(folded) < 5:
        return None
    best = process.extractOne(folded, known().keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return known()[best[0]] if best else None


def reason_heading() -> str:
    """Over the column that says why rows were refused, in the file that gives them back."""
    return gettext("Why the row was refused")


@cache
def _reason_headings() -> frozenset[str]:
    return frozenset(fold(reason_heading()) for _language in every_language())


def is_reason(heading: str) -> bool:
    """Whether a column is one of our own remarks, which are not read back."""
    return fold(heading) in _reason_headings()


def asks_for_secrets(heading: str) -> bool:
    """Whether a column with this heading holds passwords."""
    return bool(SECRET.search(fold(heading)))


def unique(headings: Sequence[str]) -> list[str]:
    """The headings on one line each, numbered where one comes again, named where one is blank."""
    seen: dict[str, int] = {}
    result = []
    for column, heading in enumerate(headings):
        text = " ".join(heading.split())[:_LONGEST] or f"({letters(column)})"
        seen[text] = seen.get(text, 0) + 1
        result.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return result


def letters(column: int) -> str:
    """A column's name as a spreadsheet shows it: 0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
