"""Rows on paper are as high as they need to be: the estimate against what typst makes of it."""

import json
import random

import typst

from accounts.exports.typesetter import (
    BLANK,
    BREAK,
    FONTS,
    KERNING,
    PITCH,
    SIZE,
    lines_of,
    measured,
)

WORDS = [
    "vetenskapskommunikationsavdelningen",
    "forskning",
    "och",
    "i",
    "Ö",
    "åäö",
    "universitetsbiblioteket",
    "–",
    "(samtala)",
    "kommunikation@biologi.lu.se",
    "Ελλάδα",
    "Україна",
    "10",
    "000",
    "%",
    "≥",
    "WWWWWWWWWW",
    "iiiiiiiiiiii",
    "e-post",
    "sannolikhetsfördelningsfunktionernas",
    "AV/To",
    "fjällfiffig",
]
LOOKS = """#let data = json(bytes(sys.inputs.data))
#set text(font: data.fonts, size: data.size * 1pt, lang: "sv", hyphenate: true,
  top-edge: 0.7em, bottom-edge: -0.2em)
#set par(leading: 0.25em)
#let height(words) = measure(block(width: data.width * 1pt, words)).height / 1pt
#context [#metadata(data.texts.map(height)) <heights>]"""


def real_heights(texts: list[str], width: float) -> list[float]:
    data = {"fonts": FONTS, "size": SIZE, "width": width, "texts": texts}
    found = typst.query(
        LOOKS.encode(),
        "<heights>",
        field="value",
        one=True,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return json.loads(found)


def row(text: str) -> list:
    return ["", "", "", [text]]


def test_no_text_is_higher_than_its_row_and_few_rows_are_much_higher():
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(1, 30))) for _ in range(400)]
    for width in (90.0, 170.0):
        columns = [{"width": 50.0}, {"width": width + 6}]
        data = measured({"columns": columns, "rows": [row(text) for text in texts]})
        real = real_heights(texts, width)
        spare = [height - 7 - is_ for height, is_ in zip(data["heights"], real, strict=True)]
        assert min(spare) >= 0
        assert sum(gap < 3 * PITCH for gap in spare) > 0.4 * len(spare)


def test_lines_fill_up_and_long_words_take_several():
    widths = dict.fromkeys(map(ord, f"a{BLANK}{BREAK}"), 1.0)
    em = SIZE * KERNING
    assert lines_of("", widths, 10 * em) == 1
    assert lines_of("aaaa aaaaa", widths, 10 * em) == 1
    assert lines_of("aaaa aaaaaa", widths, 10 * em) == 2
    assert lines_of("a" * 25, widths, 10 * em) == 4
    assert lines_of(f"aaaa{BREAK}aaaa{BREAK}aaaa", widths, 12 * em) == 2
