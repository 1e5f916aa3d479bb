"""The PDF of a plan version and of a receipt: tagged (PDF/UA-1), made from frozen data, never from the network."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from plans import content as contents
from plans.charts import budget_chart
from plans.content import Content
from plans.models import Filing
from portal.pdf import render
from portal.templatetags.portal import euro

ROW = 56  # characters of amounts that fit in a row of the budget; more are printed smaller
MAX_DEPTH = 40  # elements within elements; the program that makes the PDF stops at about a hundred
MAX_SPAN = 50  # columns or rows; it takes half a minute over a cell of 100,000 columns
# A tag, or the beginning of a word of more than a hundred characters.
_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z]+="[^"]*")*)\s*>|[^\s<>&]{100}(?=[^\s<>&])')
_SPAN = re.compile(r'(colspan|rowspan)="(\d+)"')


def plan_html(content: Content, *, number: int, frozen_at: dt.datetime) -> str:
    """The HTML of the plan document, in Dutch (the authoritative language).

    `number` is the number of the version, `frozen_at` the moment it is frozen. The same values give the same bytes.
    """
    budget, sums = content["budget"], contents.totals(content["budget"])
    longest = max((len(euro(cents)) for kind in sums.values() for cents in kind.values()), default=0)
    with translation.override("nl"):
        context = {
            "content": content,
            "chapters": [{**row, "body": printable(row["body"])} for row in content["chapters"]],
            "sha256": contents.sha256(content),
            "groups": contents.lines_by_kind(budget),
            "totals": sums,
            "is_dense": longest * len(budget["years"]) > ROW,
            "chart": budget_chart(budget, for_print=True) if budget["lines"] else "",
            "number": number,
            "frozen_at": frozen_at,
            "demo": settings.DEMO,
        }
        return render_to_string("pdf/plan.html", context)


def plan(content: Content, *, number: int, frozen_at: dt.datetime) -> bytes:
    """The plan as PDF."""
    return render(plan_html(content, number=number, frozen_at=frozen_at))


def receipt_html(filing: Filing) -> str:
    """The HTML of the receipt, in Dutch."""
    data = len(contents.canonical(filing.version.content))
    manifest = [{**row, "size": data if row["kind"] == "json" else row["size"]} for row in filing.manifest()]
    context: dict[str, Any] = {
        "filing": filing,
        "content": filing.version.content,
        "manifest": manifest,
        "demo": settings.DEMO,
    }
    with translation.override("nl"):
        return render_to_string("pdf/receipt.html", context)


def receipt(filing: Filing) -> bytes:
    """The receipt as PDF."""
    return render(receipt_html(filing))


def printable(html: str) -> SafeString:
    """Rich text (cleaned by `plans.richtext`) as it goes under the heading of a chapter, with all of its words.

    Headings are numbered on from the h2 of the chapter without a gap, as PDF/UA asks. Elements nested or spanning
    beyond reason are taken out or cut down, and very long words get places to break, because they would keep the PDF
    from being made at all: it takes minutes over a word of ten thousand characters.
    """
    return mark_safe(_PIECE.sub(_Printable(), html))


class _Printable:
    """Rewrites one tag after another, and knows which elements are open."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.level = 2
        self.former = ""  # the opening tag just before, if it was one

    def __call__(self, piece: re.Match[str]) -> str:
        closing, name, attributes = piece.groups()
        if name is None:
            return f"{piece[0]}\N{ZERO WIDTH SPACE}"
        former, self.former = self.former, "" if closing else name
        if name == "br":
            return piece[0]
        return self.closed() if closing else self.opened(name, attributes, is_first=former == "li")

    def closed(self) -> str:
        opened = self.open.pop() if self.open else ""
        return f"</{opened}>" if opened else ""

    def opened(self, name: str, attributes: str, *, is_first: bool) -> str:
        if name == "p" and self.open[-1:] == ["li"]:
            # The text of an item stands in the item itself, or the PDF has no body for it.
            self.open.append("")
            return "" if is_first else "<br>"
        written = "" if len(self.open) >= MAX_DEPTH else self.heading(name)
        self.open.append(written)
        return f"<{written}{_SPAN.sub(_cut_span, attributes)}>" if written else " "

    def heading(self, name: str) -> str:
        """h2 to h4 of the text become h3 to h5, and never skip a level."""
        if name not in {"h2", "h3", "h4"}:
            return name
        self.level = min(int(name[1]) + 1, self.level + 1)
        return f"h{self.level}"


def _cut_span(span: re.Match[str]) -> str:
    return f'{span[1]}="{min(int(span[2]), MAX_SPAN)}"'
