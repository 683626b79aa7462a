"""The words people use in cells, folded, for what the register keeps as codes. Data only."""

from collections.abc import Iterable

from ..choices import LANGUAGES, Status, TwoStepMethod
from ..domain.folding import fold


def words(text: str) -> frozenset[str]:
    """The texts between bars, folded."""
    return frozenset(filter(None, map(fold, text.split("|"))))


def table(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each folded word -> the code it stands for."""
    return {word: code for code, text in rows for word in words(text)}


NOTHING = frozenset(
    "- – — -- --- . / n/a na none ingen inget saknas tom null #n/a ••••".split(" ")  # noqa: SIM905
)
"""What people write for "nothing here". It counts as blank: an import never erases."""

TICKS = frozenset("✓✔☑✅")
YES = words("ja|j|yes|y|true|sant|x|på|on|aktiverad|aktiverat|aktiv|1|klart|ok")
NO = words("nej|n|no|false|falskt|av|off|ej|avstängd|avstängt|inte|0")
UNKNOWN = words("vet ej|vet inte|okänt|okänd|oklart|unknown|don't know|dont know|not known|osäker")
NOT_OFFERED = words(
    "erbjuds ej|erbjuds inte|finns inte|finns ej|not offered|not available|ej möjligt|inte möjligt"
    "|not possible|ej tillgängligt"
)
PLATFORMS = table(
    (
        ("facebook", "fb"),
        ("instagram", "insta|ig"),
        ("x", "twitter"),
        ("youtube", "yt|you tube"),
        ("linkedin", "linked in|li"),
        ("tiktok", "tik tok"),
        ("snapchat", "snap"),
        ("bluesky", "bsky|blue sky"),
        ("mastodon", "fediverse"),
        ("blog", "blogg"),
        ("soundcloud", "sound cloud"),
        ("github", "git hub"),
        ("whatsapp", "whats app"),
    )
)
METHODS = table(
    (
        (TwoStepMethod.KEY, "key|nyckel|säkerhetsnyckel|yubikey|fido|fido2|passkey|security key"),
        (TwoStepMethod.APP, "app|appen|authenticator|autentiseringsapp|totp|autentiserare"),
        (TwoStepMethod.TEXT, "sms|text|textmeddelande"),
        (TwoStepMethod.PROMPT, "prompt|push|avisering|notis"),
        (TwoStepMethod.EMAIL, "epost|email|mail|mejl"),
    )
)
STATUSES = table(
    (
        (
            Status.PUBLISHED,
            "aktiv|aktivt|active|live|öppen|öppet|open|ja|i drift|pågående|i bruk|used",
        ),
        (
            Status.CLOSED,
            "avslutad|avslutat|nedlagd|nedlagt|stängd|stängt|raderad|raderat|borttagen|borttaget"
            "|deleted|upphörd|upphört|closed down|archived",
        ),
        (Status.CLOSING, "under avveckling|avvecklas|på väg att avslutas|to be closed"),
    )
)
LANGUAGE_WORDS = table(
    (
        ("sv", "svenska|swedish|svensk|se|swe"),
        ("en", "engelska|english|engelsk|eng|gb|uk english"),
        ("ar", "arabiska|arabic"),
        ("da", "danska|danish|dansk"),
        ("de", "tyska|german|deutsch"),
        ("es", "spanska|spanish|español"),
        ("fa", "persiska|persian|farsi|dari"),
        ("fi", "finska|finnish|suomi"),
        ("fr", "franska|french|français"),
        ("hi", "hindi"),
        ("it", "italienska|italian|italiano"),
        ("ja", "japanska|japanese"),
        ("ko", "koreanska|korean"),
        ("no", "norska|norwegian|norsk"),
        ("pl", "polska|polish|polski"),
        ("pt", "portugisiska|portuguese|português"),
        ("ru", "ryska|russian"),
        ("so", "somaliska|somali"),
        ("tr", "turkiska|turkish|türkçe"),
        ("uk", "ukrainska|ukrainian"),
        ("ur", "urdu"),
        ("vi", "vietnamesiska|vietnamese"),
        ("zh", "kinesiska|chinese|mandarin"),
    )
) | {code: code for code in LANGUAGES}
MAILBOXES = words(
    "info|kommunikation|communication|communications|press|media|webb|web|webmaster|kontakt"
    "|contact|registrator|expedition|studievagledning|studievägledning|marknad|office|kansli"
    "|redaktion|editor|social|sociala medier|socialamedier|socialmedia|kundtjanst|help|helpdesk"
    "|support|bibliotek|library|alumni|event|events|admin|post|mail|nyheter|news|international"
)
"""What stands before the @ of an address that no single person has."""
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan|januari|january",
            "feb|februari|february",
            "mar|mars|march",
            "apr|april",
            "maj|may",
            "jun|juni|june",
            "jul|juli|july",
            "aug|augusti|august",
            "sep|sept|september",
            "okt|oktober|oct|october",
            "nov|november",
            "dec|december",
        ),
        start=1,
    )
    for name in names.split("|")
}
