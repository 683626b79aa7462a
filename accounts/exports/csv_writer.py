"""The matrix as CSV: UTF-8 with a byte order mark, so that Excel reads å, ä and ö.

Excel expects a semicolon where the decimal mark is a comma, as in Sweden, and a comma elsewhere.
"""

import csv
import io
from collections.abc import Iterator
from functools import cache

from django.utils import formats

from .column import Column, Kind
from .guard import all_guarded, guarded, legal
from .table import Converter, Table, converted, each

DELIMITERS = {"semicolon": ";", "comma": ","}
OUR_OWN_WORDS = (Kind.DATE, Kind.NUMBER, Kind.YES_NO)
"""Kinds whose text nobody typed: they cannot look like a formula."""


def delimiter_named(name: str) -> str:
    """The delimiter asked for; the one usual in the active language for anything unknown."""
    usual = "semicolon" if formats.get_format("DECIMAL_SEPARATOR") == "," else "comma"
    return DELIMITERS.get(name, DELIMITERS[usual])


def csv_content(table: Table, delimiter: str) -> Iterator[bytes]:
    """The file in pieces: its headings at once, the rows as they are read."""
    headings = [str(column.label) for column in table.columns]
    converters = [_converter(column, table) for column in table.columns]
    return _pieces(table, delimiter, headings, converters)


def _pieces(
    table: Table, delimiter: str, headings: list[str], converters: list[Converter]
) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(headings)
    yield ("\ufeff" + buffer.getvalue()).encode()
    for block in table.blocks():
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(zip(*converted(block, converters), strict=True))
        yield legal(buffer.getvalue()).encode()


def _converter(column: Column, table: Table) -> Converter:
    text = column.text(table.words)
    if column.kind in OUR_OWN_WORDS:
        return each(text)
    if column.names is None:
        return all_guarded
    return each(cache(lambda value: guarded(text(value))))
