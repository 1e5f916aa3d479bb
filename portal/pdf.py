"""HTML to PDF by WeasyPrint, tagged as PDF/UA-1."""

from pathlib import Path

from django.conf import settings


def render(html: str) -> bytes:
    """The PDF of a complete HTML page, the same bytes for the same page.

    The style sheet is the portal's own; nothing else is read or fetched, whatever the page asks for.
    """
    # Slow to import, and needs Pango, which only a PDF needs.
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    style = Path(settings.BASE_DIR) / "static" / "css" / "pdf.css"
    sheet = CSS(string=style.read_text(encoding="utf-8"), url_fetcher=nothing)
    page = HTML(string=html, url_fetcher=nothing)
    document: bytes = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return document
