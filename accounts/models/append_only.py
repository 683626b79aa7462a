"""The database's own refusal to change the history, in raw SQL too.

Models cannot describe triggers, so migrations call `install`. A migration that remakes
`accounts_event` on SQLite drops its triggers: end such a migration with `install` again.
"""

from typing import Any

TABLE = "accounts_event"
NAME = "event_is_never"
REFUSAL = "History is never edited or deleted."

SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {NAME}_{what.lower()}d BEFORE {what} ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION {NAME}_changed() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    " END $$",
    f"CREATE OR REPLACE TRIGGER {NAME}_updated BEFORE UPDATE OR DELETE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {NAME}_changed()",
    f"CREATE OR REPLACE TRIGGER {NAME}_emptied BEFORE TRUNCATE ON {TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_changed()",
)
SQLITE_UNDO = tuple(f"DROP TRIGGER IF EXISTS {NAME}_{what}" for what in ("updated", "deleted"))
POSTGRESQL_UNDO = (
    *(f"DROP TRIGGER IF EXISTS {NAME}_{what} ON {TABLE}" for what in ("updated", "emptied")),
    f"DROP FUNCTION IF EXISTS {NAME}_changed()",
)


def install(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of the engine at hand; fit for `migrations.RunPython`."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_UNDO if postgresql else SQLITE_UNDO:
        schema_editor.execute(statement)
