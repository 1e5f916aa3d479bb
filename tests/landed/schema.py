"""What the catalogue of a database says of its tables, as lines that can be compared.

For SQLite that is the statement that made a table, taken apart; for PostgreSQL the catalogue, as the server itself writes
a definition. The order of columns is left out: nothing here inserts or reads by position.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

Schema = dict[str, set[str]]


def describe(connection: Any) -> Schema:
    """Per table every column, constraint, index and trigger; on PostgreSQL with the functions of triggers."""
    schema: Schema = defaultdict(set)
    with connection.cursor() as cursor:
        for table, line in (_sqlite if connection.vendor == "sqlite" else _postgresql)(cursor):
            schema[table].add(line)
    return dict(schema)


def differences(fresh: Schema, migrated: Schema) -> list[str]:
    """What only one of two databases has, a line each; empty when they are the same."""
    return [
        f"only {where}: {table}: {line}"
        for table in sorted({*fresh, *migrated})
        for where, one, other in (("fresh", fresh, migrated), ("migrated", migrated, fresh))
        for line in sorted(one.get(table, set()) - other.get(table, set()))
    ]


def tables(connection: Any) -> list[str]:
    """The tables that hold data; which migrations ran is not data."""
    return [name for name in connection.introspection.table_names() if name != "django_migrations"]


SEQUENCES = {
    "sqlite": """
        SELECT m.name, 'id', COALESCE((SELECT seq FROM sqlite_sequence s WHERE s.name = m.name), 0)
        FROM sqlite_master m WHERE m.type = 'table' AND m.sql LIKE '%AUTOINCREMENT%'
    """,
    "postgresql": """
        SELECT c.relname, a.attname, COALESCE(s.last_value, 0)
        FROM pg_sequences s JOIN pg_depend d ON d.objid = quote_ident(s.sequencename)::regclass AND d.deptype = 'i'
        JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    """,
}


def sequences_behind(connection: Any) -> list[str]:
    """The tables whose next number was given out before; empty when every sequence is ahead of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES[connection.vendor])
        found = cursor.fetchall()
        assert len(found) > len(tables(connection)) / 2, "hardly any sequence found"
        behind = []
        for table, column, last in found:
            cursor.execute(f'SELECT COALESCE(MAX("{column}"), 0) FROM "{table}"')
            if cursor.fetchone()[0] > last:
                behind.append(table)
    return behind


def _sqlite(cursor: Any) -> Iterator[tuple[str, str]]:
    cursor.execute(
        "SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    for kind, table, sql in cursor.fetchall():
        text = re.sub(r"\s+", " ", sql.replace('"', ""))
        if kind == "table":
            yield from ((table, part) for part in _parts(text))
        else:
            yield table, text


def _parts(statement: str) -> Iterator[str]:
    """The definitions between the outer brackets of CREATE TABLE: columns and constraints."""
    depth, part = 0, ""
    for character in statement[statement.index("(") + 1 : statement.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += character
    yield part.strip()


POSTGRESQL = """
    SELECT c.relname, 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
        || CASE WHEN a.attidentity <> '' THEN ' IDENTITY ' || a.attidentity::text
            || ' ' || pg_get_serial_sequence(quote_ident(c.relname), a.attname) ELSE '' END
        || COALESCE(' COLLATE ' || NULLIF(o.collname, 'default'), '')
    FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN pg_collation o ON o.oid = a.attcollation
    UNION ALL
    SELECT c.relname, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
    FROM ours c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype <> 'n'
    UNION ALL
    SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM ours c JOIN pg_index i ON i.indrelid = c.oid
    UNION ALL
    SELECT c.relname, pg_get_triggerdef(t.oid) || E'\n' || pg_get_functiondef(t.tgfoid)
    FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
"""


def _postgresql(cursor: Any) -> Iterator[tuple[str, str]]:
    cursor.execute(
        "WITH ours AS (SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)"
        + POSTGRESQL
    )
    yield from cursor.fetchall()
    cursor.execute("SELECT sequencename, data_type || ' ' || increment_by || ' ' || cycle FROM pg_sequences")
    yield from cursor.fetchall()
