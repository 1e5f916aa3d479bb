"""Every database that an installation can have becomes the present one, with all that is in it.

The list of states is `landed.json`; `make landed` adds new migrations to it.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from portal import append_only
from tests.landed import changes, rows, schema, states
from tools import landed


@pytest.fixture(scope="module", autouse=True)
def own_database(django_db_blocker: Any) -> Iterator[None]:
    """These tests make their databases themselves."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def fresh(own_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The database of a new installation."""
    with states.empty_database(tmp_path_factory.mktemp("fresh")) as database:
        call_command("migrate", verbosity=0)
        yield database


# --- the list ----------------------------------------------------------------------------------------------


def test_no_landed_migration_is_edited() -> None:
    assert landed.edited() == [], (
        "A migration that landed is never edited: a database that has it would not get the change. "
        "Put it back, and write a new migration. (Did it land nowhere yet? Take it off tests/landed/landed.json.)"
    )


def test_every_migration_is_on_the_list() -> None:
    assert landed.unrecorded() == {}, "Run `make landed`, and commit tests/landed/landed.json."


@pytest.mark.parametrize(
    "number", range(len(states.STATES)), ids=lambda number: states.STATES[number]["state"]
)
def test_contents_are_those_of_the_state(number: int) -> None:
    recorded = landed.migrations_of(states.STATES[: number + 1])
    kept = {path: landed.content_id(states.content(path, number).read_bytes()) for path in recorded}
    assert kept == recorded


def git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["git", *arguments], cwd=landed.ROOT, capture_output=True, text=True, check=False)


# States of later are called after their migrations.
COMMITS = [number for number, state in enumerate(states.STATES) if "." not in state["state"]]


@pytest.mark.parametrize("number", COMMITS, ids=lambda number: states.STATES[number]["state"])
def test_state_is_that_of_its_commit(number: int) -> None:
    commit = states.STATES[number]["state"]
    tree = git("ls-tree", "-r", commit, "--format=%(path) %(objectname)")
    if tree.returncode:
        pytest.skip("the history is not here")
    files = dict(line.split() for line in tree.stdout.splitlines() if " " in line)
    there = {
        path: files[path]
        for path in files
        if Path(path).match("*/migrations/[0-9]*.py") and path.count("/") == 2
    }
    assert landed.migrations_of(states.STATES[: number + 1]) == there


# --- from each state to the present one --------------------------------------------------------------------


def names(line: list[int]) -> str:
    return "-".join(states.STATES[number]["state"] for number in line)


@pytest.mark.parametrize("line", states.lines(), ids=names)
def test_database_becomes_the_present_one(line: list[int], fresh: Any, tmp_path: Path) -> None:
    """In each state rows come into every table, with all they can hold then."""
    with states.empty_database(tmp_path) as database:
        landed_rows = []
        for number in line:
            rows.fill(states.migrate_to(number, database), number)
            landed_rows.append(rows.read(database))
        assert [table for table, there in landed_rows[-1].items() if len(there) < rows.EACH] == []
        call_command("migrate", verbosity=0)
        assert schema.differences(schema.describe(fresh), schema.describe(database)) == []
        assert schema.sequences_behind(database) == []
        now = rows.read(database)
    for former, there in landed_rows[-1].items():
        table = changes.MOVED.get(former, former)
        assert former in changes.GROWING or now.get(table, {}).keys() == there.keys(), table
    for before in landed_rows:
        assert rows.lost(before, now) == []


def test_corrections_leave_a_new_installation_alone(fresh: Any) -> None:
    loader = MigrationLoader(fresh)
    for app in ("portal", "plans", "consultations"):
        key = (app, "0005_as_declared")
        apps = loader.project_state([key]).apps
        with CaptureQueriesContext(fresh) as queries, fresh.schema_editor() as editor:
            for operation in loader.graph.nodes[key].operations:
                operation.code(apps, editor)
        words = ("ALTER", "CREATE", "DROP", "INSERT", "UPDATE", "DELETE")
        assert [query["sql"] for query in queries if query["sql"].startswith(words)] == []


def test_triggers_are_made_as_when_they_landed() -> None:
    """Landed migrations call this: made otherwise, new installations would differ from those that are there."""
    function = (
        "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    abort = "BEGIN SELECT RAISE(ABORT, 't is append-only'); END"
    call = "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
    assert append_only._create_sql("sqlite", "t", ("a", "b")) == [
        f"CREATE TRIGGER t_no_update BEFORE UPDATE OF a, b ON t {abort}",
        f"CREATE TRIGGER t_no_delete BEFORE DELETE ON t {abort}",
    ]
    assert append_only._create_sql("postgresql", "t", ()) == [
        function,
        f"CREATE TRIGGER t_no_update BEFORE UPDATE ON t {call}",
        f"CREATE TRIGGER t_no_delete BEFORE DELETE ON t {call}",
    ]


# --- what the comparison rests on --------------------------------------------------------------------------

CHANGES = {
    "trigger": "DROP TRIGGER plans_filing_no_update",
    "index": "DROP INDEX mail_unread",
    "column": "ALTER TABLE plans_filing ADD COLUMN extra varchar(3) NOT NULL DEFAULT ''",
    "table": "CREATE TABLE extra (id integer)",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_comparison_sees_a_difference(kind: str, fresh: Any) -> None:
    before = schema.describe(fresh)
    on = " ON plans_filing" if kind == "trigger" and fresh.vendor == "postgresql" else ""
    with transaction.atomic(), fresh.cursor() as cursor:
        cursor.execute(CHANGES[kind] + on)
        assert len(schema.differences(before, schema.describe(fresh))) == 1
        transaction.set_rollback(True)
    assert schema.differences(before, schema.describe(fresh)) == []


def test_comparison_sees_a_lost_row_and_a_changed_value() -> None:
    before = {"portal_user": {1: {"id": 1, "name": "A"}, 2: {"id": 2, "name": "B"}}}
    now = {"portal_user": {1: {"id": 1, "name": "A", "new": ""}}}
    assert rows.lost(before, before) == []
    assert rows.lost(before, now) == ["portal_user 2: gone"]
    now["portal_user"][2] = {"id": 2, "name": "C"}
    assert rows.lost(before, now) == ["portal_user 2: name was 'B', is 'C'"]
