"""Databases as they were: empty ones, and those of a landed state, each as the database of the portal for a while."""

import ast
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

from tools import landed

STATES = landed.read()


def lines() -> list[list[int]]:
    """The numbers of the states that still have something to migrate, in lines: each state follows from the one before.

    A new line begins where a migration was made to do something else: such a state cannot be migrated to.
    """
    found: list[list[int]] = []
    for number, state in enumerate(STATES):
        before = landed.migrations_of(STATES[:number])
        edited = [path for path in state["migrations"] if path in before]
        if not found or any(_code(path, number) != _code(path, number - 1) for path in edited):
            found.append([])
        if landed.migrations_of(STATES[: number + 1]) != landed.present():
            found[-1].append(number)
    return found


def _code(path: str, number: int) -> str:
    """What a migration does, without its comments."""
    return ast.dump(ast.parse(content(path, number).read_bytes()))


@contextmanager
def empty_database(folder: Path) -> Iterator[Any]:
    """A new database in the place of the default one: migrations may read and write without naming a database."""
    former = connections["default"]
    postgresql = former.vendor == "postgresql"
    name = f"landed_{os.getpid()}_{folder.name}" if postgresql else str(folder / "landed.sqlite3")
    backend = load_backend(former.settings_dict["ENGINE"])
    connection = backend.DatabaseWrapper({**former.settings_dict, "NAME": name}, "default")
    with _made(former, name):
        connections["default"] = connection
        try:
            yield connection
        finally:
            connections["default"] = former
            connection.close()


@contextmanager
def _made(server: Any, name: str) -> Iterator[None]:
    if server.vendor != "postgresql":
        yield  # SQLite makes its file by itself; the folder is that of a test
        return
    with server._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield
        finally:
            cursor.execute(f'DROP DATABASE "{name}"')


def content(path: str, number: int) -> Path:
    """The file with what a migration was in state `number`."""
    state = next(s["state"] for s in STATES[number::-1] if path in s["migrations"])
    former = landed.FORMER / state / path
    return former if former.exists() else landed.ROOT / path


class LandedLoader(MigrationLoader):
    """The migrations of one landed state instead of ours; those of Django and others as they are."""

    def __init__(self, connection: Any, number: int) -> None:
        self.files = {
            (Path(path).parts[0], Path(path).stem): content(path, number)
            for path in landed.migrations_of(STATES[: number + 1])
        }
        super().__init__(connection)

    def load_disk(self) -> None:
        super().load_disk()
        ours = {Path(path).parts[0] for path in landed.present()}
        others = {key: found for key, found in self.disk_migrations.items() if key[0] not in ours}
        self.disk_migrations = others | {key: _load(*key, file) for key, file in self.files.items()}


def _load(app_label: str, name: str, file: Path) -> Migration:
    spec = spec_from_file_location(f"landed_{app_label}_{name}", file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    migration: Migration = module.Migration(name, app_label)
    return migration


def migrate_to(number: int, connection: Any) -> Any:
    """Do what `manage.py migrate` did in state `number`; gives the models of then."""
    executor = MigrationExecutor(connection)
    executor.loader = LandedLoader(connection, number)
    leaves = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(leaves)
    executor.migrate(leaves, plan)
    # Made anew: the models that the executor went along with still hold relations of models that are gone.
    apps = executor.loader.project_state(leaves).apps
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=apps, plan=plan)
    return apps
