"""The columns of the overview: their headings, how they sort, and what stands in a row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from plans import overview
from plans.overview import Row, Timing
from portal import clock
from portal.templatetags.portal import badge, duration
from portal.workflow import Text

LAST = "\uffff"  # what has no value sorts after what has one


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, how it sorts and what stands in a row."""

    key: str
    label: Text
    sort: Callable[[Row], Any]
    html: Callable[[Row], str]


def short(value: dt.date | dt.datetime | None) -> str:
    """A day, or a moment to the minute, in the fewest characters."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        local = clock.local(value)
        return f"{local.day}-{local.month}-{local.year} {local:%H.%M}"
    return f"{value.day}-{value.month}-{value.year}"


def timing_html(row: Row) -> str:
    if row.timing == Timing.LATE:
        return badge("warning", _("%(late)s te laat") % {"late": duration(row.late_by)})
    tones = {Timing.TIMELY: "agreed", Timing.MISSING: "missing", Timing.OPEN: "todo"}
    return badge(tones[row.timing], row.timing.label)


def cell_html(row: Row, key: str) -> str:
    cell = row.cell(key)
    return badge(cell.state, cell.text) if cell.state else escape(cell.text)


def columns() -> list[Column]:
    """The columns of the table; those of other apps stand between adoption and state."""
    others = [
        Column(
            column.key,
            column.label,
            lambda row, key=column.key: row.cell(key).sort,
            lambda row, key=column.key: cell_html(row, key),
        )
        for column in overview.columns()
    ]
    return [
        Column(
            "sector",
            _("Sector"),
            lambda row: row.partnership.sector,
            lambda row: escape(row.partnership.sector),
        ),
        Column(
            "status",
            _("Status van het plan"),
            lambda row: list(overview.DossierState).index(row.state),
            lambda row: badge(row.state, row.state.label),
        ),
        *others,
        Column(
            "vastgesteld",
            _("Vastgesteld"),
            lambda row: row.adopted_on.isoformat() if row.adopted_on else LAST,
            lambda row: short(row.adopted_on),
        ),
        Column(
            "ingediend",
            _("Ingediend"),
            lambda row: row.filing.received_at.isoformat() if row.filing else LAST,
            lambda row: short(row.filing.received_at if row.filing else None),
        ),
        Column(
            "tijdig",
            _("Op tijd"),
            lambda row: (list(Timing).index(row.timing), row.late_by or dt.timedelta()),
            timing_html,
        ),
        Column(
            "oordeel",
            _("Oordeel"),
            lambda row: list(overview.FilingState).index(row.review_state) if row.review_state else 9,
            lambda row: badge(row.review_state, row.review_state.label) if row.review_state else "",
        ),
        Column(
            "handhaving",
            _("Handhaving"),
            lambda row: list(overview.Enforcement).index(row.enforcement),
            enforcement_html,
        ),
    ]


def enforcement_html(row: Row) -> str:
    if row.enforcement == overview.Enforcement.RUNNING and row.dossier:
        day = clock.day_of(row.dossier.enforcement_since)
        return badge("missing", _("sinds %(day)s") % {"day": short(day)})
    return ""
