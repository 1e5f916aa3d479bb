"""Tables as CSV that opens well in a Dutch Excel, and that cannot make a spreadsheet do anything."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

RISKY = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """One value as text; dates as dd-mm-jjjj, and a start that a spreadsheet takes for a formula gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def csv_response(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download of a table: UTF-8 with a byte order mark and `;` between the cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
