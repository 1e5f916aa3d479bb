"""Which tests `make quick` takes for what changed."""

import subprocess
from pathlib import Path

import pytest

from tools import quick

FILES = {
    "plans/views/dossier.py": "",
    "plans/pages.py": "TEMPLATE = 'plans/dossier.html'",
    "templates/plans/dossier.html": "",
    "tests/plans/conftest.py": "from plans import pages",
    "tests/plans/test_views_dossier.py": "",
    "tests/plans/test_other.py": "",
    "tests/disputes/test_lodging.py": "from plans.views import dossier",
    "tests/disputes/test_far.py": "import portal.clock",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of a few files, all of them committed."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    return tmp_path


def test_changed_and_new_files_are_seen_and_removed_ones_are_not(project: Path) -> None:
    assert quick.changed(project) == []
    (project / "plans/pages.py").write_text("", encoding="utf-8")
    (project / "plans/views/dossier.py").unlink()
    (project / "tests/plans/test_nieuw é.py").write_text("", encoding="utf-8")
    assert quick.changed(project) == ["plans/pages.py", "tests/plans/test_nieuw é.py"]


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        (
            "plans/views/dossier.py",
            [
                "tests/plans/test_views_dossier.py",
                "tests/disputes/test_lodging.py",
                "tests/plans/test_other.py",
            ],
        ),
        ("plans/pages.py", ["tests/plans/test_other.py", "tests/plans/test_views_dossier.py"]),
        (
            "templates/plans/dossier.html",
            ["tests/plans/test_other.py", "tests/plans/test_views_dossier.py"],
        ),
        ("tests/disputes/test_far.py", ["tests/disputes/test_far.py"]),
        ("portal/clock.py", ["tests/disputes/test_far.py"]),
        ("README.md", []),
    ],
)
def test_tests_of_a_changed_file_nearest_first(project: Path, changed: str, tests: list[str]) -> None:
    assert quick.related([changed], project) == tests
