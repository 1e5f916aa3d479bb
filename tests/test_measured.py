"""What `make coverage` does not measure: whole walks that exist, and nothing of the portal itself."""

import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from tests import measured

ROOT = Path(settings.BASE_DIR)


def item(*marks: str, where: str = "tests/plans/test_x.py") -> Any:
    return SimpleNamespace(get_closest_marker=lambda name: name in marks, nodeid=f"{where}::test_it[1]")


@pytest.mark.parametrize(
    ("looks_away", "test"),
    [
        (False, item("django_db")),
        (False, item("real_pdf")),
        (True, item("parallel", "django_db")),
        (True, item("django_db", where="tests/test_canary.py")),
    ],
)
def test_unmeasured(looks_away: bool, test: Any) -> None:
    assert bool(measured.unmeasured(test)) == looks_away


def test_this_test_is_measured_when_any_is(request: pytest.FixtureRequest) -> None:
    """Also after tests that are not."""
    if request.config.pluginmanager.hasplugin("_cov") and sys.version_info < (
        3,
        12,
    ):  # later ones need no tracer
        assert type(sys.gettrace()).__name__ == "CTracer"


def test_every_exception_exists_and_has_its_reason() -> None:
    assert all((ROOT / name).is_file() for name in measured.FILES)
    assert all(len(why) > 40 for why in {**measured.MARKED, **measured.FILES}.values())


def test_no_code_of_the_portal_is_left_out() -> None:
    """Looking away during a test makes the figure lower; leaving out code would make it higher."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage"]
    assert rules["run"]["omit"] == ["*/migrations/*", "*/wsgi.py"]
    assert rules["report"]["exclude_also"] == ["if TYPE_CHECKING:", "raise NotImplementedError"]
    assert rules["report"]["fail_under"] >= 95
