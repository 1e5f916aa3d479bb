"""Runs the tests of what is being worked on: `python tools/quick.py [ARGUMENTS]`. SQLite only, no browser, within a minute.

What is being worked on is what `git` sees as changed since the last commit, new files too. Its tests are, nearest
first: changed tests, tests named after a changed module, tests that import it, tests of its app. What has not begun in
time is told as skipped; `make test` is the whole. Arguments go to pytest.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.own_apps import APPS  # noqa: E402

SECONDS = 45  # after this no test begins
ALWAYS = "tests/test_house_rules.py"
PACKAGES = (*APPS, "tools", "bench", "tests")


def changed(root: Path = ROOT) -> list[str]:
    """The files that differ from the last commit, new ones too; those that were removed are not there to test."""
    git = ["git", "-C", str(root), "-c", "core.quotePath=false"]
    names: list[str] = []
    for command in (["diff", "--name-only", "HEAD"], ["ls-files", "--others", "--exclude-standard"]):
        done = subprocess.run([*git, *command], capture_output=True, text=True, check=True)
        names += done.stdout.splitlines()
    return [name for name in names if (root / name).is_file()]


def related(names: list[str], root: Path = ROOT) -> list[str]:
    """The test files to run for changed files, nearest first."""
    modules = {module_of(name) for name in names if name.endswith(".py")}
    modules |= {module for name in names if not name.endswith(".py") for module in naming(name, root)}
    distances = {
        path.relative_to(root).as_posix(): distance(path, names, modules, root)
        for path in sorted((root / "tests").rglob("test_*.py"))
    }
    found = [(far, name) for name, far in distances.items() if far is not None]
    return [name for _far, name in sorted(found)]


def distance(path: Path, names: list[str], modules: set[str], root: Path) -> int | None:
    """How near a test file is to what changed; None when it has nothing to do with it."""
    name = path.relative_to(root).as_posix()
    if name in names:
        return 0
    if any(mirrors(name, module) for module in modules):
        return 1
    used = imports(path)
    if modules & used:
        return 2
    above = path.with_name("conftest.py")
    if above.is_file() and modules & imports(above):
        return 3
    folders = {module.split(".")[0] for module in modules} - {"tests", "tools"}
    return 4 if path.parent.name in folders else None


def mirrors(test: str, module: str) -> bool:
    """Whether a test file is named after a module: `plans.views.dossier` has `tests/plans/test_views_dossier.py`."""
    app, *parts = module.split(".")
    return bool(parts) and test.startswith(f"tests/{app}/test_{'_'.join(parts)}")


def module_of(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def naming(name: str, root: Path) -> Iterator[str]:
    """The modules that name a template or another file that is no code, by its path below its first folder."""
    short = name.split("/", 1)[-1]
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            if short in path.read_text(encoding="utf-8"):
                yield module_of(path.relative_to(root).as_posix())


@cache
def imports(path: Path) -> set[str]:
    """Every module a file imports; `from a import b` gives `a.b` too, which may be one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def main(arguments: list[str]) -> int:
    """Run them; gives the exit code of pytest."""
    names = changed()
    tests = [test for test in related(names) if test != ALWAYS]
    print(
        f"{len(names)} files changed since the last commit; tests in {len(tests)} files, nearest first.",
        flush=True,
    )
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    options = ["-q", "-m", "not browser", f"--within={SECONDS}", "--durations=10", "--durations-min=1"]
    if not any(argument.startswith(("-n", "--pdb")) for argument in arguments):
        # In the order given, for what is nearest goes first.
        options += ["-n", "auto", "--dist", "load", "--maxschedchunk=2"]
    command = [sys.executable, "-m", "pytest", *options, *arguments, *tests, ALWAYS]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
