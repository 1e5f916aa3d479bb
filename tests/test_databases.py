"""What is left out on the second database: nothing that could go otherwise there."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from tests import databases

# Whoever needs one of these looks at what a database does.
TELLING = {
    "connection",
    "connections",
    "IntegrityError",
    "CaptureQueriesContext",
    "parallel",
    "together",
    "Lower",
}


def item(*marks: str, fixtures: tuple[str, ...] = (), where: str = "tests/plans/test_x.py") -> Any:
    return SimpleNamespace(
        get_closest_marker=lambda name: name in marks, fixturenames=fixtures, nodeid=f"{where}::test_it[1]"
    )


@pytest.mark.parametrize(
    ("left_out", "test"),
    [
        (False, item("django_db")),
        (False, item(fixtures=("january", "db"))),
        (False, item(fixtures=("django_db_setup",))),
        (False, item(fixtures=("own_database",))),
        (False, item("parallel", "browser", "django_db")),
        (True, item("browser", fixtures=("live_server",))),
        (True, item("real_pdf", "django_db")),
        (True, item(fixtures=("tmp_path",))),
        (True, item("django_db", where="tests/test_canary.py")),
    ],
)
def test_once(left_out: bool, test: Any) -> None:
    assert bool(databases.once(test)) == left_out
    assert databases.split([test]) == (([], [test]) if left_out else ([test], []))


@pytest.mark.parametrize("name", databases.FILES)
def test_file_of_one_database_looks_at_nothing_that_differs(name: str) -> None:
    tree = ast.parse((Path(settings.BASE_DIR) / name).read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert names & TELLING == set()


def test_every_exception_has_its_reason() -> None:
    assert all(len(why) > 40 for why in {**databases.MARKED, **databases.FILES}.values())


def test_who_may_reach_the_database_is_known_to_do_so() -> None:
    """What lets a test through to a database is a fixture that `once` knows; otherwise it would be left out unseen."""
    unblocks = re.compile(r"^def (\w+)\([^)]*django_db_blocker", re.MULTILINE)
    folder = Path(settings.BASE_DIR) / "tests"
    found = {
        (path.relative_to(folder).as_posix(), name, declared)
        for path in folder.rglob("*.py")
        for declared in [path.read_text(encoding="utf-8")]
        for name in unblocks.findall(declared)
    }
    unknown = [
        (where, name)
        for where, name, text in found
        if name not in databases.DATABASE
        and not re.search(rf"^def {name}\([^)]*\b({'|'.join(databases.DATABASE)})\b", text, re.MULTILINE)
    ]
    assert found
    assert unknown == []
