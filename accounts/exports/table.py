"""The rows of a download: which of an account's values the viewer gets, in blocks of columns.

Rows come from the database in blocks, so a download of any length takes the memory of one block.
A block is turned on its side and worked on column by column, because one call a column costs far
less than one a cell. A value of a class that the viewer may not see for that row's unit is None
before any writer sees it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_everywhere, classes_in_unit
from ..domain.vocabulary import Vocabulary
from ..models import Account
from .column import Column
from .columns import columns_for

ROWS_IN_BLOCK = 1000

Values = Sequence[Any]
Block = list[Values]
"""One sequence of values for each column, all of the same length."""
Converter = Callable[[Values], Values]


class Table:
    """The accounts of a query set as plain values, one column for each the viewer may see.

    Names come out in the language that is active when the table is made, whenever it is read.
    """

    def __init__(
        self,
        accounts: QuerySet[Account],
        *,
        viewer: Viewer,
        words: Vocabulary,
        columns: Sequence[Column] | None = None,
    ) -> None:
        self.accounts = accounts
        self.columns = columns_for(viewer) if columns is None else columns
        self.words = words
        self._viewer = viewer
        self._plain = [column.plain(words) for column in self.columns]
        self._reads = tuple(
            dict.fromkeys(
                ("pk", "unit_id", *(name for column in self.columns for name in column.reads))
            )
        )

    def blocks(self) -> Iterator[Block]:
        """The rows in the query set's order, never more than `ROWS_IN_BLOCK` in memory."""
        rows = self.accounts.values_list(*self._reads).iterator(chunk_size=ROWS_IN_BLOCK)
        hidden = {column.field_class for column in self.columns} - classes_everywhere(self._viewer)
        while listed := list(islice(rows, ROWS_IN_BLOCK)):
            raw = dict(zip(self._reads, zip(*listed, strict=True), strict=True))
            block = [
                self._values(column, plain, raw)
                for column, plain in zip(self.columns, self._plain, strict=True)
            ]
            for field_class in hidden:
                self._blank(block, field_class, raw["unit_id"])
            yield block

    @staticmethod
    def _values(
        column: Column, plain: Callable[..., Any] | None, raw: Mapping[str, Sequence[Any]]
    ) -> Values:
        if column.lookup is not None:
            found = column.lookup(raw["pk"])
            return [found.get(number, "") for number in raw["pk"]]
        if plain is None:
            return raw[column.reads[0]]
        return list(map(plain, *(raw[name] for name in column.reads)))

    def _blank(self, block: Block, field_class: FieldClass, units: Sequence[int]) -> None:
        """Make None of the values of a class wherever the viewer may not see it."""
        seen_in = {unit: field_class in classes_in_unit(self._viewer, unit) for unit in set(units)}
        for number, column in enumerate(self.columns):
            if column.field_class == field_class:
                block[number] = [
                    value if seen_in[unit] else None
                    for value, unit in zip(block[number], units, strict=True)
                ]


def each(function: Callable[[Any], Any]) -> Converter:
    """A converter of columns made of one of values."""
    return lambda values: list(map(function, values))


def converted(block: Block, converters: Sequence[Converter | None]) -> Block:
    """The block with each column's converter applied; None leaves a column as it is."""
    return [
        values if convert is None else convert(values)
        for values, convert in zip(block, converters, strict=True)
    ]
