"""Reading and judging what the resolver wrote."""

from pathlib import Path

import pytest

from tools import pins

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
brotli==1.2.1 ; platform_python_implementation == 'CPython' \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
    # via fonttools
django==5.2.19 \\
    --hash=sha256:cccc
    # via ondersteuningsplanportaal
"""


def test_pinned_reads_names_and_versions() -> None:
    assert pins.pinned(GOOD) == {"brotli": "1.2.1", "django": "5.2.19"}


def test_check_good_pins_pass() -> None:
    pins.check(GOOD)


@pytest.mark.parametrize(
    "line",
    ["--index-url https://host.example/simple\n", "--find-links /a\n", "x @ https://host.example/x.whl\n"],
)
def test_check_address_of_a_registry_stops(line: str) -> None:
    with pytest.raises(SystemExit, match="an address or an option"):
        pins.check(line + GOOD)


def test_check_package_without_hash_stops() -> None:
    with pytest.raises(SystemExit, match=r"No hash for nh3==0\.3\.7"):
        pins.check(GOOD + "nh3==0.3.7\n    # via ondersteuningsplanportaal\n")


def test_check_nothing_stops() -> None:
    with pytest.raises(SystemExit, match="No hash for any package"):
        pins.check("")


def test_differences_tells_new_changed_and_gone() -> None:
    assert pins.differences({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == [
        "  b 1 -> 2",
        "  c 1 -> (gone)",
        "  d (new) -> 1",
    ]


@pytest.mark.parametrize("name", pins.OUTPUTS)
def test_the_pins_of_the_project_pass_the_check(name: str) -> None:
    pins.check((ROOT / name).read_text())


def test_registry_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://host.example/simple")
    assert pins.registry() == {"UV_DEFAULT_INDEX": "https://host.example/simple"}


def test_main_writes_both_files_and_tells_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pins, "resolve", lambda _folder: dict.fromkeys(pins.OUTPUTS, GOOD))
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text(GOOD.replace("5.2.19", "5.2.18"))
    pins.main([])
    assert (tmp_path / "requirements-dev.txt").read_text() == GOOD
    assert capsys.readouterr().out.splitlines() == [
        "requirements.txt: 2 packages, 1 changed",
        "  django 5.2.18 -> 5.2.19",
        "requirements-dev.txt: 2 packages, 2 changed",
        "  brotli (new) -> 1.2.1",
        "  django (new) -> 5.2.19",
    ]


def test_run_failing_command_stops() -> None:
    with pytest.raises(SystemExit, match=r"false failed.*Nothing was changed"):
        pins.run(["false"])
