"""Column types that behave the same on SQLite and PostgreSQL."""

from typing import Any

from django.db import models


class OrderKeyField(models.CharField):
    """Text compared byte by byte on both engines.

    PostgreSQL's locale-aware collations skip punctuation and differ between machines; pages by
    key and prefix ranges need one order everywhere, so the column is pinned to collation "C"
    there (SQLite's default is the same order).
    """

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class CodesField(models.CharField):
    """A small set of codes as one text, `" en sv "` in the column and `("en", "sv")` in Python.

    The blanks round every code let one plain LIKE find a code on either engine.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return tuple((value or "").split())

    def to_python(self, value: Any) -> Any:
        if value is None:
            return ()
        return tuple(value.split()) if isinstance(value, str) else tuple(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return f" {' '.join(value)} " if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        codes: Any = self.value_from_object(obj)
        return " ".join(codes)
