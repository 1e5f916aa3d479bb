"""HTML to PDF by WeasyPrint, tagged as PDF/UA-1."""

from pathlib import Path
from typing import Any

from django.conf import settings


class OutsideResource(ValueError):
    """A document asked for something that is not part of the portal."""


def _refuse(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    raise OutsideResource(url)


def render(html: str) -> bytes:
    """The PDF of a complete HTML page, the same bytes for the same page.

    The style sheet is the portal's own; nothing else is read or fetched, whatever the page asks for.
    """
    from weasyprint import CSS, HTML  # slow to import, and needs Pango, which only a PDF needs

    style = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"
    page = HTML(string=html, url_fetcher=_refuse)
    sheet = CSS(string=style.read_text(encoding="utf-8"), url_fetcher=_refuse)
    document: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return document
