"""Writing many rows that nobody asks the numbers of: one prepared statement, run row by row.

Django's `bulk_create` builds one long statement per chunk, value by value, which takes most of an
import's time; it stays where the new rows' numbers are needed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert `rows`, which do not learn their primary keys."""
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [
        [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        for row in rows
    ]
    insert_values(model, [field.column or "" for field in fields], values)


def insert_values(
    model: type[models.Model], columns: Sequence[str], values: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of values that the database takes as they are."""
    if not values:
        return
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608
