"""The search index of each engine over `Account.search_public` and `.search_internal`.

PostgreSQL gets a trigram GIN index per column; SQLite an FTS5 trigram table that triggers keep in
step. Models cannot describe either, so migrations call `install`. A migration that remakes
`accounts_account` on SQLite drops its triggers: end such a migration with `install` again.
"""

# ruff: noqa: S608 - every name in these statements is a constant of this module

from typing import Any

TABLE = "accounts_search"
COLUMNS = ("search_public", "search_internal")

_LISTED = ", ".join(COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)

SQLITE = (
    f"DROP TABLE IF EXISTS {TABLE}",
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5({_LISTED}, content='accounts_account',"
    " content_rowid='id', tokenize='trigram')",
    f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')",
    f"DROP TRIGGER IF EXISTS {TABLE}_insert",
    f"DROP TRIGGER IF EXISTS {TABLE}_delete",
    f"DROP TRIGGER IF EXISTS {TABLE}_update",
    f"CREATE TRIGGER {TABLE}_insert AFTER INSERT ON accounts_account BEGIN"
    f" INSERT INTO {TABLE}(rowid, {_LISTED}) VALUES (new.id, {_NEW}); END",
    f"CREATE TRIGGER {TABLE}_delete AFTER DELETE ON accounts_account BEGIN"
    f" INSERT INTO {TABLE}({TABLE}, rowid, {_LISTED}) VALUES ('delete', old.id, {_OLD}); END",
    f"CREATE TRIGGER {TABLE}_update AFTER UPDATE OF {_LISTED} ON accounts_account BEGIN"
    f" INSERT INTO {TABLE}({TABLE}, rowid, {_LISTED}) VALUES ('delete', old.id, {_OLD});"
    f" INSERT INTO {TABLE}(rowid, {_LISTED}) VALUES (new.id, {_NEW}); END",
)
POSTGRESQL = tuple(
    f"CREATE INDEX IF NOT EXISTS account_{column} ON accounts_account"
    f" USING gin ({column} gin_trgm_ops)"
    for column in COLUMNS
)
SQLITE_UNDO = (
    *(f"DROP TRIGGER IF EXISTS {TABLE}_{event}" for event in ("insert", "delete", "update")),
    f"DROP TABLE IF EXISTS {TABLE}",
)
POSTGRESQL_UNDO = tuple(f"DROP INDEX IF EXISTS account_{column}" for column in COLUMNS)


def install(apps: Any, schema_editor: Any) -> None:
    """Make the index of the engine at hand; fit for `migrations.RunPython`."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_UNDO if postgresql else SQLITE_UNDO:
        schema_editor.execute(statement)
