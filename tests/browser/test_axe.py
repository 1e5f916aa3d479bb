"""Axe finds the faults of a page, whether it was there before the page or is put in afterwards."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.browser.axe import bring, violations
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
FAULTY = """<!doctype html><html><head><title>Fout</title></head><body><main>
<h1 style="color: #aaa; background: #fff">Licht</h1><img src="data:,"><button></button><input>
</main></body></html>"""
FAULTS = {"button-name", "color-contrast", "html-has-lang", "image-alt", "label", "target-size"}


def found(visitor: Visitor) -> set[str]:
    visitor.page.goto(f"data:text/html,{quote(FAULTY)}")
    return {row["id"] for row in violations(visitor.page)}


def test_faults_are_found_either_way(visit: Callable[..., Visitor]) -> None:
    afterwards, before = visit(), visit()
    bring(before.context)
    before.page.goto(f"data:text/html,{quote(FAULTY)}")
    assert before.page.evaluate("'axe' in window")
    assert found(before) == found(afterwards) == FAULTS
