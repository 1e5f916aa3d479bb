"""Runs the tests on SQLite and, where it is installed, on PostgreSQL: `python tools/test.py [--coverage] [ARGUMENTS]`.

Other arguments go to pytest; without `-n` among them there is one process per core. With REQUIRE_ALL=1 (CI) a missing PostgreSQL or Chromium is a failure, not a remark.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import with_postgres  # noqa: E402

NOTHING_CHOSEN = 5  # what pytest gives when no test is left
CLOSING = re.compile(r"\d+ (passed|failed|error|skipped|deselected).* in [\d.]+s")
MEASURED = ROOT / ".coverage.json"
LEAST = 95  # percent of the branches and lines that the tests must reach
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def run(name: str, prefix: list[str], arguments: list[str], coverage: bool) -> tuple[int, str]:
    """Run pytest once, showing what it says; gives the exit code and its closing line."""
    print(f"\n--- Tests on {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    # What is measured stands in pyproject.toml. Of tests it says that it does not know how, which nobody asked.
    quiet = ["-W", "ignore:Unable to activate pytest branch coverage"]
    measure = [*quiet, "-m", "slipcover", "--json", "--out", str(MEASURED)] if coverage else []
    command = [*prefix, sys.executable, *measure, "-m", "pytest", *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    closing = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                if CLOSING.search(line):
                    closing = line.strip()
        except KeyboardInterrupt:
            pass  # pytest got it too, and closes by itself
    return process.returncode, closing


def worst(codes: list[int]) -> int:
    """The exit code for several runs; one in which nothing was chosen counts when all of them were."""
    chosen = [code for code in codes if code != NOTHING_CHOSEN]
    return max(chosen) if chosen else NOTHING_CHOSEN


def main(arguments: list[str]) -> int:
    """Everything there is to run; gives the exit code."""
    coverage = "--coverage" in arguments
    arguments = [argument for argument in arguments if argument != "--coverage"]
    if not any(re.match(r"-n|--numprocesses|--pdb", argument) for argument in arguments):
        # Whoever is done takes over from who is not: the walks through the browser are long.
        arguments = ["-n", "auto", "--dist", "worksteal", *arguments]
    if not any(argument.startswith("--durations") for argument in arguments):
        arguments = ["--durations=10", *arguments]
    codes: list[int] = []
    closings: list[str] = []
    # Apart: the driver of a browser leaves a process in which later tests find another connection to the database.
    parts = [("SQLite", ["-m", "not browser"], coverage), ("SQLite-browser", ["-m", "browser"], False)]
    if "-m" in arguments:  # somebody chooses for themselves
        parts = [("SQLite", [], coverage)]
    for name, only, measured in parts:
        found, closing = run(name, [], [*only, *arguments], measured)
        codes.append(found)
        closings.append(closing)
    code = worst(codes)
    if with_postgres.find():
        prefix = [sys.executable, str(ROOT / "tools" / "with_postgres.py")]
        # Measured once: the second database runs the same code.
        second, closing = run("PostgreSQL", prefix, ["--second-database", *arguments], coverage=False)
        code = worst([code, second])
        closings.append(closing)
    elif REQUIRE_ALL:
        print("\nPostgreSQL is required here (REQUIRE_ALL=1) and was not found.")
        code = code or 1
    else:
        print("\nNo PostgreSQL found: the tests ran on SQLite only. On Debian: apt-get install postgresql")
    if coverage:
        code = report() or code
    # The closing lines once more, last: what a reader of a long log looks for.
    print("\n" + "\n".join(line for line in closings if line), flush=True)
    return code


def report() -> int:
    """Show what was not reached; gives an exit code, not 0 when too little was."""
    # In a run of its own: what slipcover says at the end of one with several processes is of the first of them.
    slipcover = [sys.executable, "-m", "slipcover", "--merge", str(MEASURED), "--out", str(MEASURED)]
    code = subprocess.run([*slipcover, "--fail-under", str(LEAST)], cwd=ROOT).returncode
    if code:
        print(f"\nNot {LEAST} percent was reached.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
