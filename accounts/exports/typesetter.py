"""Sets a table on paper: JSON on standard input, a tagged PDF (PDF/UA-1) on standard output.

Runs as a process of its own: setting two thousand rows takes hundreds of megabytes, which typst
keeps for the next time and a web server's process would keep for good. Only the fonts that come
with typst are used, so the same rows look the same everywhere; a letter they lack is shown as □,
and a picture among letters is left out.

The height of every row is worked out here, because typst would otherwise set each cell twice, once
to see how high it is: a third of the time and of the memory.
"""

import json
import math
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("matrix.typ").read_bytes()
FONTS = ["Libertinus Serif", "DejaVu Sans Mono"]
MISSING = "□"
BREAK = "\x1f"
"""Where a long word may be broken without a hyphen; the template turns it into that."""
HOPELESS = (range(0x2E80, 0xA960), range(0xAC00, 0xFB00), range(0xFE30, 0xFFFD))
"""East Asian scripts and private letters: not in the fonts, so not worth a try."""
NOT_LETTERS = "SMC"
"""Categories left out rather than marked when missing: symbols, marks, control characters."""
PAPER = 773
"""What the margins leave of a line of A4 on its side; this and all below in points."""
SIZE = 8.5
PITCH = 1.15 * SIZE
"""From line to line: `matrix.typ` makes letters of any font 0.9 high and the gap a quarter."""
INSET = (3, 3.5)
"""Blank space in a cell, on each side and above and below."""
BLANK = "\u00a0"
"""What is measured for a blank, which has no width while it stands alone."""
KERNING = 1.03
"""How much wider letters are side by side than one by one: at most this, as in WWW."""
RULER = b"""#let data = json(bytes(sys.inputs.data))
#set text(font: data.fonts, size: 1000pt)
#let width(letter) = measure(letter).width / 1000pt
#context [#metadata(data.letters.map(l => (width(l), width(strong(l))))) <widths>]"""
PROBE = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: "Letters")
#set text(font: data.fonts)
#data.text"""


def typeset(data: dict[str, Any]) -> bytes:
    """The PDF. `data` is what `matrix.typ` expects, and a `note` for when letters are missing."""
    share = PAPER / sum(column["width"] for column in data["columns"])
    columns = [{**column, "width": column["width"] * share} for column in data["columns"]]
    looks = {"fonts": FONTS, "size": SIZE, "inset": INSET, "break": BREAK, "columns": columns}
    data = {**data, **looks}
    unusual = {letter for text in texts(data["rows"]) for letter in text if is_unusual(letter)}
    try:
        return compiled(TEMPLATE, measured(shown(data, unusual - drawable(unusual))), strict=True)
    except typst.TypstError:
        # Letters that can be drawn one by one may still not be drawable side by side.
        plain = measured(shown(data, unusual))
    try:
        return compiled(TEMPLATE, plain, strict=True)
    except typst.TypstError:
        return compiled(TEMPLATE, plain, strict=False)


def compiled(source: bytes, data: dict[str, Any], *, strict: bool) -> bytes:
    """The document as PDF; `strict` holds it to PDF/UA-1 and raises TypstError where it cannot."""
    return typst.compile(
        source,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards="ua-1" if strict else [],
    )


def texts(value: Any) -> Iterator[str]:
    """Every text in nested lists."""
    if isinstance(value, str):
        yield value
    else:
        for item in value:
            yield from texts(item)


def is_unusual(letter: str) -> bool:
    """Whether a letter needs a try: not one of the Latin letters of Europe, all in the fonts."""
    return not (" " <= letter <= "~" or "\xa0" <= letter < "\u0180" or letter == BREAK)


def drawable(letters: set[str]) -> set[str]:
    """Those of the letters that the fonts have."""
    hopeful = sorted(
        letter
        for letter in letters
        if ord(letter) < 0x10000 and not any(ord(letter) in letters for letters in HOPELESS)
    )
    return set(_tried(hopeful))


def _tried(letters: list[str]) -> list[str]:
    """The drawable ones, found by halving until a half goes through."""
    try:
        compiled(PROBE, {"fonts": FONTS, "text": " ".join(letters)}, strict=True)
    except typst.TypstError:
        if len(letters) == 1:
            return []
        middle = len(letters) // 2
        return _tried(letters[:middle]) + _tried(letters[middle:])
    return letters


def shown(data: dict[str, Any], missing: set[str]) -> dict[str, Any]:
    """The data with its missing letters marked or left out, and a line that says so."""
    if not missing:
        return data
    marks = {
        ord(letter): "" if unicodedata.category(letter)[0] in NOT_LETTERS else MISSING
        for letter in missing
    }
    marked = any(marks.values())
    return {
        **data,
        "rows": _mapped(data["rows"], lambda text: text.translate(marks)),
        "lines": [*data["lines"], data["note"]] if marked else data["lines"],
    }


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    return [_mapped(item, change) for item in value]


def measured(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the height of every row; never less than the row takes."""
    letters = sorted({letter for text in texts(data["rows"]) for letter in text} | {BLANK})
    request = {"fonts": FONTS, "letters": letters}
    found = json.loads(
        typst.query(
            RULER,
            "<widths>",
            field="value",
            one=True,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(request)},
        )
    )
    plain = {ord(letter): width for letter, (width, _) in zip(letters, found, strict=True)}
    strong = {ord(letter): width for letter, (_, width) in zip(letters, found, strict=True)}
    first, *others = [column["width"] - 2 * INSET[0] for column in data["columns"]]
    heights = []
    for name, handle, _address, cells in data["rows"]:
        lines = [lines_of(name, strong, first) + lines_of(handle, plain, first)]
        lines += [lines_of(text, plain, width) for text, width in zip(cells, others, strict=True)]
        heights.append(max(lines) * PITCH + 2 * INSET[1])
    return {**data, "heights": heights}


def lines_of(text: str, widths: dict[int, float], available: float) -> int:
    """How many lines a text takes at most: no word hyphenated, no letters drawn together."""
    em = available / SIZE / KERNING
    blank = widths[ord(BLANK)]
    lines, filled = 1, 0.0
    for word in text.replace(BREAK, f"{BREAK} ").split(" "):
        width = sum(map(widths.__getitem__, map(ord, word)))
        gap = blank if filled else 0.0
        if filled + gap + width <= em:
            filled += gap + width
            continue
        lines += 1 if filled else 0
        if width > em:  # hyphenated wherever the language has it so, which may waste half a line
            lines += math.ceil(width / em * 1.5) - 1
        filled = min(width, em)
    return lines


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(json.load(sys.stdin.buffer)))
