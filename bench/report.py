"""Prints the figures as one table per engine, and keeps them as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .figures import Figure

RESULTS = Path(__file__).resolve().parent / "results"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def short(size: int) -> str:
    """10000 as "10k"."""
    for step, letter in ((1_000_000, "M"), (1000, "k")):
        if size >= step and size % step == 0:
            return f"{size // step}{letter}"
    return str(size)


def cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.value is None:
        return "–"
    value = figure.value
    number = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"
    if 10 <= value < 100 and value != int(value):
        number = f"{value:.1f}"
    if figure.bar.limit is None:
        return number
    return f"{number} {'over' if figure.is_over else 'ok'}"


def table(engine: str, by_size: Mapping[int, list[Figure]], hello: float) -> str:
    """One row a figure, one column a size; the last column is a note on the largest."""
    names = list(dict.fromkeys(f.name for found in by_size.values() for f in found))
    known = {size: {f.name: f for f in found} for size, found in by_size.items()}
    rows = [["figure", "target", *(short(size) for size in by_size), "note"]]
    for name in names:
        found = [known[size].get(name) for size in by_size]
        there = [figure for figure in found if figure is not None]
        row = [name, str(there[-1].bar), *(cell(figure) for figure in found), there[-1].note]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    rule = "-" * min(max(map(len, lines)), 140)
    title = f"{NAMES[engine]}: × = times a bare Django view ({hello * 1000:.2f} ms)"
    return "\n".join(["", title, rule, lines[0], rule, *lines[1:], rule])


def plans(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The decisive lines of PostgreSQL's plans."""
    lines = ["", "How PostgreSQL finds the hits (EXPLAIN ANALYZE, decisive lines):"]
    for name, plan in found.items():
        used = "uses account_search_public" if plan["indexed"] else "does not use the index"
        lines.append(f"  {name} “{plan['term']}”: {used}")
        lines += [f"      {line}" for line in plan["lines"]]
    return "\n".join(lines)


def over(engine: str, by_size: Mapping[int, list[Figure]]) -> Iterable[str]:
    """What misses its target, and what could not be measured, one line each."""
    for size, found in by_size.items():
        for figure in found:
            if figure.is_over:
                yield (
                    f"{NAMES[engine]} {short(size)}: {figure.name} {figure.value:.3g}"
                    f" (target {figure.bar}) {figure.note}"
                ).rstrip()
            elif figure.value is None and figure.note != "not there":
                yield f"{NAMES[engine]} {short(size)}: {figure.name}: {figure.note}"


def keep(record: dict[str, Any]) -> Path:
    """Writes the run down; gives the file."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M%S}.json"
    record = {"at": now.isoformat(timespec="seconds"), **record}
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    return path


def plain(found: Iterable[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) | {"is_over": figure.is_over} for figure in found]
