"""HTML to PDF by WeasyPrint, tagged as PDF/UA-1."""

from pathlib import Path
from typing import Any

from django.conf import settings


class OutsideResource(ValueError):
    """A document asked for something that is not part of the portal."""


def _fetch(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    raise OutsideResource(url)


def render(html: str) -> bytes:
    """The PDF of a complete HTML page. The style sheet is the portal's own; nothing else is read or fetched."""
    from weasyprint import CSS, HTML  # slow to import, and needs Pango, which only a PDF needs

    style = CSS(
        string=(Path(settings.BASE_DIR) / "static" / "css" / "pdf.css").read_text(), url_fetcher=_fetch
    )
    document: bytes = HTML(string=html, url_fetcher=_fetch).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1"
    )
    return document
