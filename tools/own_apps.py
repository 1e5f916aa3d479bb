"""The apps of this repository, by name: the folders with an `apps.py`. A new app is found by itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))
