"""The PDF of a plan version and of a receipt: tagged (PDF/UA-1), made from frozen data, never from the network."""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from plans.content import Content, totals
from plans.models import Filing
from portal.pdf import render


def plan_html(content: Content, *, number: int, frozen_at: dt.datetime) -> str:
    """The HTML of the plan document, in Dutch (the authoritative language)."""
    with translation.override("nl"):
        return render_to_string(
            "pdf/plan.html",
            {
                "content": content,
                "totals": totals(content["budget"]),
                "number": number,
                "frozen_at": frozen_at,
            },
        )


def plan(content: Content, *, number: int, frozen_at: dt.datetime) -> bytes:
    """The plan as PDF."""
    return render(plan_html(content, number=number, frozen_at=frozen_at))


def receipt_html(filing: Filing) -> str:
    """The HTML of the receipt, in Dutch."""
    context: dict[str, Any] = {"filing": filing, "manifest": filing.manifest()}
    with translation.override("nl"):
        return render_to_string("pdf/receipt.html", context)


def receipt(filing: Filing) -> bytes:
    """The receipt as PDF."""
    return render(receipt_html(filing))
