"""Worlds are built once: whoever asks for the same one on the same ground gets its rows put in, and its answer.

The services run for the first test of a process that asks `@copied` builders for something. What that changed in the
tables is kept, and for the next test it is one INSERT per table. The ground is known as long as nothing but builders
wrote since the test began; after that, and in tests with real transactions, a builder simply builds.
"""

import functools
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

import plans.pdf
from portal import clock
from portal.models import StoredFile

Build = TypeVar("Build", bound=Callable[..., Any])
Row = tuple[Any, ...]
Table = dict[Any, dict[str, Any]]  # rows by primary key

WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
SAVEPOINT = re.compile(r"(ROLLBACK TO )?SAVEPOINT (\S+)")
READ = re.compile(r"\s*(SELECT|RELEASE|SET CONSTRAINTS|PRAGMA|BEGIN)\b", re.IGNORECASE)
# Signing in: no builder looks at it.
SIGNING_IN = re.compile(
    r'(INSERT INTO|UPDATE|DELETE FROM) "django_session"|UPDATE "portal_user" SET "last_login" = [^,]* WHERE'
)

_worlds: dict[Row, "World"] = {}
_ground: Row | None = None  # the worlds that lie there, in their order; None: something else as well
_marks: dict[str, Row | None] = {}  # the ground at every savepoint, to which a test may return
_written: set[str] | None = None  # the tables a builder at work has written to; None: no builder at work


def begin(*, forget: bool = False) -> None:
    """A test begins, or is over: the ground is bare, unless a wider fixture holds a transaction open.

    With `forget`, what was built is of no use any more: the numbering of the database started again.
    """
    global _ground
    _ground = None if connection.in_atomic_block else ()
    _marks.clear()
    if forget:
        _worlds.clear()


def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Sees every statement of the connection of the tests (an `execute_wrapper`)."""
    global _ground
    text = str(sql)
    if _written is not None:
        found = WRITE.match(text)
        assert found or READ.match(text) or SAVEPOINT.match(text), (
            f"a copy cannot know what this changes: {text}"
        )
        if found:
            _written.add(found[1])
    elif mark := SAVEPOINT.match(text):
        if mark[1]:
            _ground = _marks.get(mark[2])
        else:
            _marks[mark[2]] = _ground
    elif not READ.match(text) and not SIGNING_IN.match(text):
        _ground = None
    return execute(sql, params, many, context)


def copied(build: Build) -> Build:
    """A builder that answers the same, and leaves the same rows, whenever it is called with the same on the same ground.

    It may change none of its arguments.
    """

    @functools.wraps(build)
    def call(*args: Any, **kwargs: Any) -> Any:
        global _ground, _written
        key = _key(build, args, kwargs)
        if key is None:
            return build(*args, **kwargs)
        _written = set()
        try:
            if key not in _worlds:
                _worlds[key] = World(lambda: build(*args, **kwargs), _written)
            made = _worlds[key]
            answer = made.put_down()
            if made.statements:
                _ground = key
        except BaseException:
            _ground = None
            raise
        finally:
            _written = None
        return answer

    return call  # type: ignore[return-value]


def _key(build: Callable[..., Any], args: Row, kwargs: dict[str, Any]) -> Row | None:
    """All that a world follows from; None when that cannot be told, or another builder is at work."""
    if watch not in connection.execute_wrappers:  # a driver of browsers gave the tests another connection
        return None
    changed_settings = isinstance(settings._wrapped, UserSettingsHolder)
    if _ground is None or _written is not None or changed_settings or not connection.in_atomic_block:
        return None
    values = [(name, _plain(value)) for name, value in (*enumerate(args), *sorted(kwargs.items()))]
    language, render = translation.get_language(), plans.pdf.render.__module__
    return (_ground, build.__module__, build.__qualname__, *values, clock.now(), language, render)


def _plain(value: Any) -> Any:
    return (value._meta.label, value.pk) if isinstance(value, Model) else value


class World:
    """What a builder changed in the tables, the files it stored, what waits for the commit, and its answer."""

    def __init__(self, build: Callable[[], Any], written: set[str]) -> None:
        """Have it built, look at what changed, and take it away again."""
        waiting = len(connection.run_on_commit)
        mark = transaction.savepoint()
        self.answer = pickle.dumps(build())
        after = {table: _rows(table) for table in sorted(written)}
        self.after_commit = [row[1] for row in connection.run_on_commit[waiting:]]
        del connection.run_on_commit[waiting:]
        transaction.savepoint_rollback(mark)
        self.statements: list[tuple[str, list[Any]]] = []
        self.files: dict[Path, bytes] = {}
        for table, rows in after.items():
            self._compare(table, _rows(table), rows)

    def _compare(self, table: str, before: Table, after: Table) -> None:
        key = _primary_key(table)
        for gone in before.keys() - after.keys():
            self.statements.append((f'DELETE FROM "{table}" WHERE "{key}" = %s', [gone]))
        for same in before.keys() & after.keys():
            changed = {name: value for name, value in after[same].items() if value != before[same][name]}
            if changed:
                names = ", ".join(f'"{name}" = %s' for name in changed)
                self.statements.append(
                    (f'UPDATE "{table}" SET {names} WHERE "{key}" = %s', [*changed.values(), same])
                )
        new = [after[key] for key in after if key not in before]
        if new:
            names = ", ".join(f'"{name}"' for name in new[0])
            places = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in new)
            values = [value for row in new for value in row.values()]
            self.statements.append((f'INSERT INTO "{table}" ({names}) VALUES {places}', values))
        if table == StoredFile._meta.db_table:
            paths = [StoredFile(sha256=row["sha256"]).path for row in new]
            self.files = {path: path.read_bytes() for path in paths}

    def put_down(self) -> Any:
        """Put it in the database again; gives a fresh copy of the answer."""
        with connection.cursor() as cursor:
            for sql, values in self.statements:
                cursor.execute(sql, values)
        for path, content in self.files.items():
            if not path.exists():  # a test took it away
                path.write_bytes(content)
        for call in self.after_commit:
            transaction.on_commit(call)
        return pickle.loads(self.answer)


def _rows(table: str) -> Table:
    """The rows as they are stored; SQLite would make dates of texts, but not of an expression."""
    key = _primary_key(table)
    sign = "+" if connection.vendor == "sqlite" else ""
    names = _columns(table)
    columns = ", ".join(f'{sign}"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY "{key}"')
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row[key]: row for row in rows}


@functools.cache
def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [row.name for row in connection.introspection.get_table_description(cursor, table)]


@functools.cache
def _primary_key(table: str) -> str:
    with connection.cursor() as cursor:
        (name,) = connection.introspection.get_primary_key_columns(cursor, table)
    return str(name)
