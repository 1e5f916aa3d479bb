"""Tables that only grow: the database itself refuses UPDATE and DELETE, on SQLite and on PostgreSQL.

Used from migrations: `operations += [append_only("portal_auditentry")]`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations


def create(schema_editor: Any, table: str, columns: tuple[str, ...] = ()) -> None:
    """Put the triggers on a table. With `columns`, only a change of those columns is refused (and every DELETE)."""
    for statement in _create_sql(schema_editor.connection.vendor, table, columns):
        schema_editor.execute(statement)


def drop(schema_editor: Any, table: str) -> None:
    """Take the triggers off a table."""
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    ),
}


@contextmanager
def lifted(schema_editor: Any, table: str) -> Iterator[None]:
    """Take every trigger off a table, and put the same ones back afterwards.

    For a change of a column: SQLite makes the table anew and forgets its triggers, PostgreSQL refuses to change a
    column that a trigger names.
    """
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TRIGGERS[vendor], [table])
        triggers = cursor.fetchall()
    on = f" ON {table}" if vendor == "postgresql" else ""
    for name, _sql in triggers:
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
    yield
    for _name, sql in triggers:
        schema_editor.execute(sql, params=None)


def append_only(table: str, columns: tuple[str, ...] = ()) -> migrations.RunPython:
    """A migration operation that makes a table append-only."""

    def forwards(_apps: Any, schema_editor: Any) -> None:
        create(schema_editor, table, columns)

    def backwards(_apps: Any, schema_editor: Any) -> None:
        drop(schema_editor, table)

    return migrations.RunPython(forwards, backwards)


def _create_sql(vendor: str, table: str, columns: tuple[str, ...]) -> list[str]:
    of = f" OF {', '.join(columns)}" if columns else ""
    events = (("update", f"UPDATE{of}"), ("delete", "DELETE"))
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for name, event in events
        ]
    return [
        "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$",
        *(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
            for name, event in events
        ),
    ]
