"""`python -m bench.pdf bare|portal`: make the PDF of a 60-page plan; prints seconds, peak memory in MB and pages."""

import os
import resource
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from bench.plan import long_plan_html  # noqa: E402


def bare(html: str) -> bytes:
    """WeasyPrint as its manual has it, with the same style sheet and variant."""
    from weasyprint import CSS, HTML

    style = CSS(filename=str(settings.BASE_DIR / "static" / "css" / "pdf.css"))
    return HTML(string=html).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def portal(html: str) -> bytes:
    """The portal's own way."""
    from portal.pdf import render

    return render(html)


html = long_plan_html()
started = time.perf_counter()
document = {"bare": bare, "portal": portal}[sys.argv[1]](html)
seconds = time.perf_counter() - started

import io  # noqa: E402

import pikepdf  # noqa: E402

pages = len(pikepdf.open(io.BytesIO(document)).pages)
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} {pages}")
