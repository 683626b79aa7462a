"""Inserts many rows faster than the ORM does, which for a large demo is most of the time.

Rows are unsaved model instances that already have their numbers or are never pointed at. Every
value goes through its field; only what the ORM works out anew for every row is left out.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from ..models.fields import OrderKeyField

AS_IT_IS = (
    OrderKeyField,
    models.BigAutoField,
    models.BooleanField,
    models.CharField,
    models.EmailField,
    models.ForeignKey,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SlugField,
    models.TextField,
    models.URLField,
)
"""Fields whose values both engines' drivers take as Python has them."""


def next_number(kind: type[models.Model]) -> int:
    """The first number after those in use."""
    return (kind._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def insert(kind: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write `rows`, which are all of this kind; those without a number are given one."""
    if not rows:
        return
    connection = _connection()
    fields = [
        field
        for field in kind._meta.concrete_fields
        if rows[0].pk is not None or not field.primary_key
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    target = f"{quote(kind._meta.db_table)} ({columns})"
    read = attrgetter(*(field.attname for field in fields))
    changes = [
        (at, _is_filled(field), _change(field, connection))
        for at, field in enumerate(fields)
        if not _is_plain(field)
    ]
    with connection.cursor() as cursor:
        values = (_values(row, read, changes) for row in rows)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", list(values))  # noqa: S608


def mend_numbering(kinds: Sequence[type[models.Model]]) -> None:
    """Let the database go on numbering after the rows that came with their numbers."""
    connection = _connection()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(statement)


def _connection() -> BaseDatabaseWrapper:
    """The connection itself: asking the proxy for it costs more than most values do."""
    return connections[DEFAULT_DB_ALIAS]


def _is_filled(field: models.Field) -> bool:
    """Whether the field fills itself in when a row is written."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _is_plain(field: models.Field) -> bool:
    return type(field) in AS_IT_IS


def _change(field: models.Field, connection: BaseDatabaseWrapper) -> Callable[[models.Model], Any]:
    """How the field's value becomes what the driver takes."""

    def change(row: models.Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection)

    return change


def _values(
    row: models.Model,
    read: Callable[[models.Model], tuple],
    changes: Sequence[tuple[int, bool, Callable[[models.Model], Any]]],
) -> list[Any]:
    values = list(read(row))
    for at, is_filled, change in changes:
        if is_filled or values[at] is not None:
            values[at] = change(row)
    return values
