"""Records new migrations as landed: `python -m tools.landed` (`make landed`).

`tests/landed/landed.json` is the list of states that the database of an installation can be in. Each names the
migrations that it added to the state before, with the id that git gives to their content (`git hash-object FILE`). A
migration on the list is never edited any more. Where one was, before there was this list, its former content is in
`tests/landed/former`.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "landed" / "landed.json"
FORMER = FILE.parent / "former"


class State(TypedDict):
    """One state: the commit, or the migrations, it is called after; path from the root -> id of the content."""

    state: str
    migrations: dict[str, str]


def content_id(content: bytes) -> str:
    """The id that git gives to a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def present() -> dict[str, str]:
    """Every migration of ours as it is now."""
    paths = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {path.relative_to(ROOT).as_posix(): content_id(path.read_bytes()) for path in paths}


def read() -> list[State]:
    """The states, oldest first."""
    states: list[State] = json.loads(FILE.read_text(encoding="utf-8"))
    return states


def migrations_of(states: list[State]) -> dict[str, str]:
    """The migrations that an installation has which went through these states."""
    return {path: content for state in states for path, content in state["migrations"].items()}


def edited() -> list[str]:
    """The landed migrations that are no longer what they were."""
    now = present()
    return [path for path, content in migrations_of(read()).items() if now.get(path) != content]


def unrecorded() -> dict[str, str]:
    """The migrations that are on no list yet."""
    landed = migrations_of(read())
    return {path: content for path, content in present().items() if path not in landed}


def main() -> int:
    """Add a state with the new migrations; gives the exit code."""
    if paths := edited():
        print(f"Edited after it landed: {', '.join(paths)}. Put it back, and write a new migration.")
        return 1
    if new := unrecorded():
        names = (Path(path) for path in new)
        name = " ".join(f"{path.parts[0]}.{path.stem[:4]}" for path in names)
        states = [*read(), State(state=name, migrations=new)]
        FILE.write_text(json.dumps(states, indent=2) + "\n", encoding="utf-8")
    print("\n".join(new) or "Every migration is on the list.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
