import json
from pathlib import Path

import pytest

from tools import landed


@pytest.fixture
def migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one migration and an empty list."""
    monkeypatch.setattr(landed, "ROOT", tmp_path)
    monkeypatch.setattr(landed, "FILE", tmp_path / "landed.json")
    landed.FILE.write_text("[]")
    path = tmp_path / "app" / "migrations" / "0001_initial.py"
    path.parent.mkdir(parents=True)
    path.write_text("one")
    return path


def test_new_migrations_are_added_as_a_state_once(migration: Path) -> None:
    assert landed.main() == 0
    first = {
        "app/migrations/0001_initial.py": "43dd47ea691c90a5fa7827892c70241913351963"
    }  # git's id of 'one'
    assert json.loads(landed.FILE.read_text()) == [{"state": "app.0001", "migrations": first}]
    migration.with_name("0002_more.py").write_text("two")
    assert landed.main() == 0
    assert [state["state"] for state in landed.read()] == ["app.0001", "app.0002"]
    assert landed.main() == 0
    assert len(landed.read()) == 2
    assert landed.migrations_of(landed.read()) == landed.present()


@pytest.mark.parametrize("edit", [lambda path: path.write_text("other"), lambda path: path.unlink()])
def test_edited_or_removed_migration_is_refused(
    edit: object, migration: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    landed.main()
    edit(migration)  # type: ignore[operator]
    assert landed.edited() == ["app/migrations/0001_initial.py"]
    assert landed.main() == 1
    assert "write a new migration" in capsys.readouterr().out
    assert len(landed.read()) == 1
