"""Pins the newest packages that `pyproject.toml` allows: `python tools/pins.py [FOLDER]`.

Writes `requirements.txt` (to run) and `requirements-dev.txt` (to work on it) in the project, or in another folder to look
first: every package with its hashes, for every platform, and without the address of a registry. The resolver (uv) lives in
a throw-away environment; it asks the registry that pip is set to. Run the tests before you commit what changed.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = {"requirements.txt": "--no-dev", "requirements-dev.txt": "--dev"}
PIN = re.compile(r"^([a-zA-Z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
ADDRESS = re.compile(r"\w+://|^--", re.MULTILINE)


def pinned(text: str) -> dict[str, str]:
    """The version of every package in a requirements file."""
    return dict(PIN.findall(text))


def check(text: str) -> None:
    """Stop when a requirements file names a registry, or has a package without a hash."""
    if found := ADDRESS.search(text):
        sys.exit(
            f"The resolver wrote an address or an option into the pins ({found[0]}); nothing was changed."
        )
    blocks = re.split(r"\n(?=\S)", text.strip())
    bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block and PIN.match(block)]
    if bare or not pinned(text):
        sys.exit(f"No hash for {', '.join(bare) or 'any package'}; nothing was changed.")


def differences(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """What changed, one line per package."""
    return [
        f"  {name} {old.get(name, '(new)')} -> {new.get(name, '(gone)')}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def registry() -> dict[str, str]:
    """The registry pip is set to, in the words of uv; nothing when it is the usual one."""
    for variable in ("UV_DEFAULT_INDEX", "PIP_INDEX_URL"):
        if value := os.environ.get(variable):
            return {"UV_DEFAULT_INDEX": value}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    )
    return {"UV_DEFAULT_INDEX": done.stdout.strip()} if done.returncode == 0 else {}


def resolve(folder: Path) -> dict[str, str]:
    """The text of both files, resolved in a throw-away folder."""
    print("Fetching the resolver …", flush=True)
    venv.create(folder / "venv", with_pip=True)
    run(
        [
            str(folder / "venv/bin/python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "uv",
        ]
    )
    project = folder / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    uv = str(folder / "venv/bin/uv")
    environment = {**os.environ, **registry(), "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"}
    print("Looking for the newest packages …", flush=True)
    run([uv, "lock", "--quiet", "--project", str(project)], environment)
    texts = {}
    for name, groups in OUTPUTS.items():
        export = [uv, "export", "--quiet", "--frozen", "--no-header", "--no-emit-project", groups]
        texts[name] = run([*export, "--project", str(project)], environment)
        check(texts[name])
    return texts


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """The output of a command; stops with its message when it fails."""
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed; its message is above. Nothing was changed.")
    return done.stdout


def main(arguments: list[str]) -> None:
    """Resolve, then write both files and tell what changed."""
    target = Path(arguments[0]) if arguments else ROOT
    with tempfile.TemporaryDirectory(prefix="pins-") as folder:
        texts = resolve(Path(folder))
    for name, text in texts.items():
        old = (ROOT / name).read_text() if (ROOT / name).exists() else ""
        (target / name).write_text(text)
        changed = differences(pinned(old), pinned(text))
        print(f"{name}: {len(pinned(text))} packages, {len(changed)} changed", *changed, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
