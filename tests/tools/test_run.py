"""What `make run` does before it serves."""

import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from plans import services as plans
from portal import clock
from tests import world
from tools import run


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "DEMO", tmp_path / "var" / "demo")
    monkeypatch.setattr(run, "LOCK", tmp_path / "var" / "demo.lock")
    return tmp_path


@pytest.fixture
def made(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that are called instead of the real ones."""
    called: list[str] = []
    monkeypatch.setattr(run, "_django", lambda: None)
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_options: called.append(name))
    return called


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80 80", "8000;ls"])
def test_check_port_no_number_stops_with_advice(text: str) -> None:
    with pytest.raises(SystemExit, match=r"is no port.*make run PORT=8001"):
        run.check_port(text)


def test_check_port_taken_stops_and_names_another(busy_port: int) -> None:
    with pytest.raises(SystemExit, match=f"Port {busy_port} is taken.*PORT={busy_port + 1}"):
        run.check_port(str(busy_port))


def test_check_port_free_gives_the_number(busy_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert run.check_port(str(free)) == free


def test_digest_depends_on_names_and_contents_but_not_on_order(root: Path) -> None:
    one, two = root / "one.py", root / "two.py"
    one.write_text("1")
    two.write_text("2")
    before = run.digest([one, two])
    assert run.digest([two, one]) == before
    two.write_text("3")
    assert run.digest([one, two]) != before
    two.write_text("2")
    assert run.digest([two.rename(root / "three.py"), one]) != before


def test_changed_compares_with_the_stamp(root: Path) -> None:
    stamp = root / "stamp"
    assert run.changed(stamp, "a")
    stamp.write_text("a")
    assert not run.changed(stamp, "a")
    assert run.changed(stamp, "b")


PREPARING = ["migrate", "createcachetable", "load_register", "load_law", "load_guidance", "collectstatic"]


@pytest.fixture
def project(root: Path) -> Path:
    (root / "demo").mkdir()
    (root / "portal").mkdir()
    (root / "demo" / "stories.py").write_text("one")
    (root / "portal" / "code.py").write_text("one")
    (root / "requirements.txt").write_text("")
    return root


def test_prepare_twice_makes_the_demo_once(project: Path, made: list[str]) -> None:
    lock = run.take_lock()
    run.prepare(lock)
    assert made == [*PREPARING, "build_demo"]
    run.prepare(lock)
    assert made == [*PREPARING, "build_demo"]


def test_prepare_after_a_change_of_the_code_keeps_the_demo(project: Path, made: list[str]) -> None:
    lock = run.take_lock()
    run.prepare(lock)
    made.clear()
    (project / "var" / "demo" / "work").write_text("of the visitor")
    (project / "portal" / "code.py").write_text("two")
    run.prepare(lock)
    assert made == PREPARING
    assert (project / "var" / "demo" / "work").exists()


def test_prepare_after_a_change_of_the_demo_starts_again(
    project: Path, made: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lock = run.take_lock()
    run.prepare(lock)
    made.clear()
    (project / "var" / "demo" / "work").write_text("of the visitor")
    (project / "demo" / "stories.py").write_text("two")
    run.prepare(lock)
    assert made == [*PREPARING, "build_demo"]
    assert not (project / "var" / "demo" / "work").exists()
    assert "has changed since it was made" in capsys.readouterr().out


def test_prepare_that_broke_off_starts_again(
    project: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(name: str, **_options: object) -> None:
        made.append(name)
        if name == "build_demo":
            (project / "var" / "demo" / "half").write_text("made")
            raise RuntimeError("no power")

    lock = run.take_lock()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.management.call_command", breaks)
        with pytest.raises(RuntimeError, match="no power"):
            run.prepare(lock)
    made.clear()
    run.prepare(lock)
    assert made == [*PREPARING, "build_demo"]
    assert not (project / "var" / "demo" / "half").exists()
    assert "was not finished" in capsys.readouterr().out


def test_prepare_while_another_serves_stops_and_changes_nothing(project: Path, made: list[str]) -> None:
    serving = run.take_lock()
    with pytest.raises(SystemExit, match="Stop that one first"):
        run.prepare(run.take_lock())
    assert made == []
    os.close(serving)


def test_take_lock_is_shared_and_kept_by_the_web_server(root: Path) -> None:
    one, two = run.take_lock(), run.take_lock()
    assert os.get_inheritable(one)
    with pytest.raises(BlockingIOError):
        fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(two)
    fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.django_db
def test_moment_of_a_first_visit_is_14_april() -> None:
    assert run.moment() == "2014-04-14T09:00:00"


@pytest.mark.django_db
def test_moment_of_a_later_visit_follows_the_last_thing_written() -> None:
    with clock.at("2014-04-14T11:30"):
        plan = world.dossier()
        plans.start(plan, by=world.editor())
    assert run.moment() == "2014-04-14T11:31:00"
    with clock.at("2014-04-14T12:00"):
        chapter = plan.chapters.all()[0]
        plans.save_chapter(
            chapter, by=world.editor(), seen=1, title=chapter.title, body="<p>Tekst</p>", status="busy"
        )
    assert run.moment() == "2014-04-14T12:01:00"


def test_tell_names_the_port_that_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    run.tell(8123)
    out = capsys.readouterr().out
    assert "http://127.0.0.1:8123" in out
    assert "inspecteur@example.org" in out
