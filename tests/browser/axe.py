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
# Contrast takes nine tenths of the time of axe, and follows from tags, classes and states: not from texts and addresses.
# Of what is drawn alike (the same in all this, from the root down to the last child) it is asked of the first four, so
# that stripes are seen; every other rule is asked of everything.
AGAIN = "data-drawn-again"
ASK = """async ([where, options, mark]) => {
  axe.configure({rules: [{id: 'color-contrast', selector: `*:not([${mark}], [${mark}] *)`}]});
  const content = new Set(['id', 'href', 'for', 'name', 'value', 'title', 'datetime', 'action', 'src', 'aria-label',
    'aria-labelledby', 'aria-describedby', 'aria-controls']);
  const own = node => node.tagName + [...node.attributes]
    .map(row => content.has(row.name) ? row.name : `${row.name}=${row.value}`).sort().join(' ');
  const below = new Map(), times = new Map(), again = [];
  const drawn = node => {
    const text = own(node) + '(' + [...node.children].map(drawn).join() + ')';
    below.set(node, text);
    return text;
  };
  const walk = (node, above) => {
    const same = above + '>' + below.get(node), n = (times.get(same) || 0) + 1;
    times.set(same, n);
    if (n > 4) again.push(node);
    else for (const child of node.children) walk(child, above + '>' + own(node));
  };
  drawn(document.documentElement);
  walk(document.documentElement, '');
  for (const node of again) node.setAttribute(mark, '');
  const found = await axe.run(where || document, options);
  for (const node of again) node.removeAttribute(mark);
  return found.violations;
}"""


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
    found: list[dict[str, Any]] = page.evaluate(ASK, [where, OPTIONS, AGAIN])
    return found
