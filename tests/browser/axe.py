"""Asking axe about the page that is open."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

# WCAG 2.2, A and AA.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# The rules that look at where things stand. All others look at what is there and shown.
PLACES = ["color-contrast", "css-orientation-lock", "scrollable-region-focusable", "target-size"]
# What a page is made of: its main part, all around that, and which elements of the main part are shown. What is new
# every time it is asked (keys of forms) is left out.
PARTS = """() => {
  const page = document.documentElement.cloneNode(true);
  page.querySelectorAll('input[type=hidden], script, title').forEach(row => row.remove());
  const main = page.querySelector('main'), text = main ? main.outerHTML : '';
  main?.remove();
  const shown = [...document.querySelectorAll('main *')].map(node => Number(node.checkVisibility())).join('');
  return {main: page.lang + text, around: `${document.title !== ''} ${page.outerHTML}`, shown};
}"""
# Contrast takes most of the time of axe, and follows from what the browser computed: the colours and size of a text and
# the backgrounds of all it stands in. Of texts that are the same in all this, four per width are asked about it. What is
# put over other things is always asked, and every other rule is asked of everything.
TIMES = 4
MARK = "data-drawn-again"
ASK = """async ([around, options, mark, enough, times]) => {
  const main = around ? document.querySelector('main') : null;
  const inside = main ? [...main.childNodes] : [];
  main?.replaceChildren();  // what is not asked about need not be looked through either
  axe.configure({rules: [{id: 'color-contrast', selector: `*:not([${mark}])`}]});
  const hash = text => {
    let found = 0x811c9dc5;
    for (let n = 0; n < text.length; n++) found = Math.imul(found ^ text.charCodeAt(n), 0x01000193);
    return found >>> 0;
  };
  const known = new Set(enough), ways = {}, again = [];
  const says = node => node.matches('input, select, textarea')
    || [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const off = node => !!node.closest(':disabled, [aria-disabled=true]') || !!node.closest('label')?.control?.disabled;
  const walk = (node, above, over) => {
    const look = getComputedStyle(node);
    const under = hash([above, look.backgroundColor, look.backgroundImage, look.opacity, look.filter,
      look.mixBlendMode].join());
    const lies = over || !['static', 'relative'].includes(look.position);
    if (!lies && says(node) && node.checkVisibility()) {
      const way = hash([under, look.color, look.fontSize, look.fontWeight, look.textShadow, off(node)].join());
      if (known.has(way) || ways[way] >= times) again.push(node);
      else ways[way] = (ways[way] || 0) + 1;
    }
    for (const child of node.children) walk(child, under, lies);
  };
  walk(document.documentElement, innerWidth, false);
  for (const node of again) node.setAttribute(mark, '');
  const found = await axe.run(document, options);
  for (const node of again) node.removeAttribute(mark);
  main?.replaceChildren(...inside);
  return [found.violations, ways];
}"""


@dataclass
class Seen:
    """What was asked about already: many roles see the same main part, and many pages have the same around it."""

    # Main parts, and what was around them, each with the width of the window.
    parts: set[tuple[int, str]] = field(default_factory=set)
    # By main part: which of its elements were shown when it was last asked about.
    shown: dict[str, str] = field(default_factory=dict)
    # Ways of drawing a text, and how often contrast was asked of each.
    ways: Counter[int] = field(default_factory=Counter)


def bring(context: BrowserContext) -> None:
    """Have every page of this browser begin with axe; Chromium then compiles it once, not once per page."""
    context.add_init_script(AXE_SCRIPT)


def violations(page: Page, seen: Seen | None = None) -> list[dict[str, Any]]:
    """What axe finds on the page as it is now; the script is put in once per page, for that takes as long as asking.

    With `seen`, each main part and all around it are asked about once per width. A main part of which another width shows
    the same elements is asked what can differ between the two: the places.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    if seen is None:
        return ask(page, Seen(), OPTIONS, around=False)
    now = page.evaluate(PARTS)
    main, around = ((page.viewport_size["width"], now[name]) for name in ("main", "around"))
    is_new, surroundings_are_new = main not in seen.parts, around not in seen.parts
    same_elsewhere = seen.shown.get(now["main"]) == now["shown"]
    seen.parts |= {main, around}
    seen.shown[now["main"]] = now["shown"]
    if not is_new:
        return ask(page, seen, OPTIONS, around=True) if surroundings_are_new else []
    if surroundings_are_new or not same_elsewhere:
        return ask(page, seen, OPTIONS, around=False)
    return ask(page, seen, {**OPTIONS, "runOnly": PLACES}, around=False)


def ask(page: Page, seen: Seen, options: dict[str, Any], *, around: bool) -> list[dict[str, Any]]:
    """What axe finds on the page, or only around its main part."""
    enough = [way for way, times in seen.ways.items() if times >= TIMES]
    found, ways = page.evaluate(ASK, [around, options, MARK, enough, TIMES])
    seen.ways.update({int(way): times for way, times in ways.items()})
    return list(found)
