"""Where the PostgreSQL of the tests lives."""

from pathlib import Path

import pytest

from tools import with_postgres


def test_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_postgres, "ROOM", 0)
    assert with_postgres.memory(str(tmp_path)) == str(tmp_path)


def test_on_disk_without_room_or_without_such_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(with_postgres, "ROOM", 2**80)
    assert with_postgres.memory(str(tmp_path)) is None
    assert with_postgres.memory(str(tmp_path / "missing")) is None
