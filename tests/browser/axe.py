"""Asking axe about the page that is open."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

# WCAG 2.2, A and AA.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def bring(context: BrowserContext) -> None:
    """Have every page of this browser begin with axe; Chromium then compiles it once, not once per page."""
    context.add_init_script(AXE_SCRIPT)


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page as it is now; the script is put in once per page, for that takes as long as asking."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "options => axe.run(options).then(found => found.violations)", OPTIONS
    )
    return found
