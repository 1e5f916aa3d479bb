"""A copy of the database as every test finds it: the register, the law and the guidance, and nothing else."""

import sqlite3

from django.db import connection

_copy: sqlite3.Connection | None = (
    None  # of SQLite; with PostgreSQL it is a database next to the one of the tests
)


def keep() -> None:
    """Remember the database as it is now."""
    global _copy
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _copy = sqlite3.connect(":memory:")
        connection.connection.backup(_copy)
    else:
        _clone(connection.settings_dict["NAME"], _template())


def put_back() -> None:
    """Give the database all that was remembered, rows, numbering and triggers, and nothing else."""
    if connection.vendor == "sqlite":
        assert _copy
        connection.ensure_connection()
        _copy.backup(connection.connection)
    else:
        _clone(_template(), connection.settings_dict["NAME"])


def drop() -> None:
    """Forget it, at the end of the tests."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_template()}" WITH (FORCE)')
    elif _copy:
        _copy.close()


def _template() -> str:
    return f"{connection.settings_dict['NAME']}_reference"


def _clone(source: str, name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
