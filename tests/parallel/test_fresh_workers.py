"""A worker that just started knows every right, step and action, whoever of its first people asks."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_first_people_of_a_worker_are_refused_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.parallel.fresh_workers"],
        cwd=ROOT,
        env={**os.environ, "PORTAL_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (0, "0 of 1600 refused\n"), done.stderr
