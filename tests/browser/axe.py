"""Asking axe about the page that is open."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

# WCAG 2.2, A and AA.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# The main part of a page with its language, title and size; what is new every time it is asked (keys of forms) left out.
MAIN = """() => {
  const main = document.querySelector('main')?.cloneNode(true);
  main?.querySelectorAll('input[type=hidden]').forEach(row => row.remove());
  return main ? [document.documentElement.lang, document.title, innerWidth, main.outerHTML].join(' ') : '';
}"""
ASK = "([where, options]) => axe.run(where || document, options).then(found => found.violations)"


def bring(context: BrowserContext) -> None:
    """Have every page of this browser begin with axe; Chromium then compiles it once, not once per page."""
    context.add_init_script(AXE_SCRIPT)


def violations(page: Page, seen: set[str] | None = None) -> list[dict[str, Any]]:
    """What axe finds on the page as it is now; the script is put in once per page, for that takes as long as asking.

    `seen` remembers what stood in the main part of the pages that were asked about, at which size. The same again, as
    another role sees it, is asked about with everything around it (menu, name, foot) and not once more by itself.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    main = page.evaluate(MAIN) if seen is not None else ""
    where = {"exclude": ["main"]} if seen and main in seen else None
    if seen is not None and main:
        seen.add(main)
    found: list[dict[str, Any]] = page.evaluate(ASK, [where, OPTIONS])
    return found
