"""The columns of the overview: their headings, how they sort, and what stands in a row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from plans import next_steps, overview
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


def received_at(row: Row) -> dt.datetime | None:
    return row.standing.filing.received_at if row.standing.filing else None


def review_place(row: Row) -> int:
    return list(FilingState).index(row.standing.review_state) if row.standing.review_state else 9


def cell_html(row: Row, key: str) -> str:
    cell = row.cell(key)
    return badge(cell.state, cell.text) if cell.state else escape(cell.text)


def columns() -> list[Column]:
    """The columns of the table; those of other apps stand between adoption and state.

    Made for one page: what many rows have in common is put into words, in the language of its reader, once.
    """

    @lru_cache(typed=True)
    def state_html(state: DossierState | FilingState) -> str:
        return badge(state, state.label)

    timings = {timing: badge(TONES[timing], timing.label) for timing in Timing}
    step = cache(next_steps.in_short)

    def timing_html(row: Row) -> str:
        stands = row.standing
        if stands.timing == Timing.LATE:  # how late differs per row
            return badge(TONES[Timing.LATE], stands.timing_text)
        return timings[stands.timing]

    def step_text(row: Row) -> str:
        return step(row.standing.step_code, row.standing.repair_due)

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
            lambda row: state_html(row.standing.state),
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
            lambda row: state_html(row.standing.review_state) if row.standing.review_state else "",
        ),
        Column(
            "stap",
            _("Volgende stap"),
            step_text,
            lambda row: escape(step_text(row)),
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
