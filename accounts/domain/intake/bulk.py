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


def update(model: type[models.Model], rows: Iterable[models.Model], names: Iterable[str]) -> None:
    """Write the fields called `names` of stored rows."""
    connection = connections[router.db_for_write(model)]
    fields: list[Any] = [model._meta.get_field(name) for name in sorted(names)]
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]
        for row in rows
    ]
    if not values or not fields:
        return
    quote = connection.ops.quote_name
    changed = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote("id")
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {changed} WHERE {key} = %s", values)  # noqa: S608


def take_stock(*grown: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that have just grown much.

    Until it has, it may choose an index that makes each check of a foreign key read thousands of
    entries, and the commit take as long as all the writing.
    """
    connection = connections[router.db_for_write(grown[0])]
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in grown)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")
