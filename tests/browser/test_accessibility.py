"""Every page of every role, in both languages, wide and narrow: no violation of WCAG 2.2 A or AA that axe can find."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from portal.settings import LANGUAGES
from tests import stage as stages
from tests.addresses import address, pages
from tests.browser.axe import Seen, bring, violations
from tests.browser.conftest import SPRING, Visitor
from tests.test_access_matrix import EXPECTED, WHO

pytestmark = pytest.mark.browser
SIZES = ((1280, 900), (320, 640))
# What the walks of this process asked about already: many roles see the same in the main part of a page.
SEEN = Seen()
# What is no page: downloads, and answers for machines.
NO_PAGE = re.compile(
    r"_csv|_pdf|_json|_file|:export|:bundle|:document/.*|disputes:document|:adoption_document|plans:attachment"
    r"|:version_attachment|:example_attachment|:briefing_document|:feed|:alive|:ready|:robots"
)


def shows(name: str, role: str) -> bool:
    """Whether this role gets a page of its own there."""
    answers = EXPECTED[name]["own", "GET"]
    return answers[WHO.index(role)] == 200 and not re.search(f"({NO_PAGE.pattern})$", name)


@pytest.fixture
def stage(served: None) -> stages.Stage:
    """Built on the day the server stands at."""
    from portal import clock

    with clock.at(SPRING):
        return stages.own()


def problems(visitor: Visitor) -> list[str]:
    """What axe finds on the page that is open, and whether it scrolls sideways."""
    rows = [
        f"{row['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for row in violations(visitor.page, SEEN)
        for node in row["nodes"][:2]
    ]
    wide = 0
    for _try in range(5):  # the layout may still be settling after the change of size
        wide = visitor.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide <= 0:
            break
        visitor.page.wait_for_timeout(200)
    return [*rows, f"{wide} px too wide"] if wide > 0 else rows


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
def test_pages(visit: Callable[..., Visitor], stage: stages.Stage, role: str, language: str) -> None:
    people: dict[str, Any] = {**stage.people}
    if role == stages.NO_ROLE:
        pytest.skip("sees no page that others do not see")
    visitor = visit(people.get(role))
    bring(visitor.context)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": visitor.base}])
    wrong: dict[str, list[str]] = {}
    seen = 0
    for name in pages():
        if not shows(name, role) or (name == "account_logout" and role != stages.E):
            continue
        visitor.go(address(name, stage))
        seen += 1
        for width, height in SIZES:
            visitor.page.set_viewport_size({"width": width, "height": height})
            if found := problems(visitor):
                wrong[f"{name} at {width}"] = found
    assert wrong == {}
    assert seen > 10
