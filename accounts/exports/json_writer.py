"""The matrix as JSON: `{"institution", "generated_at", "filters", "accounts": [{…}]}`.

Every account has the same keys, the codes of the viewer's columns. Codes stay codes, several of
them are a list, dates are ISO 8601; null is no value, or one that is not the viewer's to see.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from .column import Column, Kind
from .table import Converter, Table, converted, each

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_content(
    table: Table, *, institution: str, generated_at: datetime, filters: Mapping[str, str]
) -> Iterator[bytes]:
    """The document in pieces: all but the accounts at once, these as they are read."""
    head = _encoder.encode(
        {
            "institution": institution,
            "generated_at": generated_at.isoformat(timespec="seconds"),
            "filters": dict(filters),
        }
    )
    yield f'{head[:-1]},"accounts":['.encode()
    codes = [column.code for column in table.columns]
    converters = [_converter(column) for column in table.columns]
    comma = ""
    for block in table.blocks():
        rows = zip(*converted(block, converters), strict=True)
        listed = _encoder.encode([dict(zip(codes, row, strict=True)) for row in rows])
        # Half a character, which a file system or a paste can leave behind, is not text.
        yield f"{comma}{listed[1:-1]}".encode(errors="replace")
        comma = ","
    yield b"]}\n"


def _converter(column: Column) -> Converter | None:
    if column.kind == Kind.DATE:
        return each(_iso)
    return each(_number) if column.kind == Kind.NUMBER else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _number(value: Decimal | int | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value
