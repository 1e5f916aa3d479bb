"""What `make coverage` measures: all of the portal, and at least 95 percent of it must be reached."""

import tomllib
from pathlib import Path

from django.conf import settings

from tools import test


def test_no_code_of_the_portal_is_left_out() -> None:
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)["tool"]["slipcover"]
    assert rules["branch"]
    assert rules["omit"] == ["*/migrations/*", "*/wsgi.py"]
    assert rules["exclude-also"] == ["if TYPE_CHECKING:", "raise NotImplementedError"]
    assert test.LEAST >= 95
