"""The columns of the overview: their headings, how they sort, and what stands in a row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from plans import overview
from plans.overview import Row
from plans.standing import Enforcement, Timing
from plans.states import DossierState, FilingState
from portal import clock
from portal.templatetags.portal import badge
from portal.workflow import Text

TONES = {
    Timing.TIMELY: "agreed",
    Timing.LATE: "warning",
    Timing.MISSING: "missing",
    Timing.OPEN: "todo",
}
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
    return badge(TONES[row.standing.timing], row.standing.timing_text)


def received_at(row: Row) -> dt.datetime | None:
    return row.standing.filing.received_at if row.standing.filing else None


def review_place(row: Row) -> int:
    return list(FilingState).index(row.standing.review_state) if row.standing.review_state else 9


def review_html(row: Row) -> str:
    state = row.standing.review_state
    return badge(state, state.label) if state else ""


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
            lambda row: list(DossierState).index(row.standing.state),
            lambda row: badge(row.standing.state, row.standing.state.label),
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
            lambda row: received_at(row).isoformat() if received_at(row) else LAST,
            lambda row: short(received_at(row)),
        ),
        Column(
            "tijdig",
            _("Op tijd"),
            lambda row: (
                list(Timing).index(row.standing.timing),
                row.standing.late_by or dt.timedelta(),
            ),
            timing_html,
        ),
        Column(
            "oordeel",
            _("Oordeel"),
            review_place,
            review_html,
        ),
        Column(
            "stap",
            _("Volgende stap"),
            lambda row: row.standing.step.summary,
            lambda row: escape(row.standing.step.summary),
        ),
        Column(
            "handhaving",
            _("Handhaving"),
            lambda row: list(Enforcement).index(row.standing.enforcement),
            enforcement_html,
        ),
    ]


def enforcement_html(row: Row) -> str:
    if since := row.standing.enforced_since:
        day = clock.day_of(since)
        return badge("missing", _("sinds %(day)s") % {"day": short(day)})
    return ""
