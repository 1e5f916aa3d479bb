"""The werkagenda and the milestones of the rounds on one line of time: as rows to read, and as a drawing.

The drawing is the reading made visible: everything in it stands in the rows as well.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidance.models import AgendaAction, AgendaDate
from guidance.models.werkagenda import school_year, school_year_label
from plans.start_tasks import deadlines
from portal import clock

# Measures in units of the drawing, which is 360 wide.
LEFT, RIGHT = 8, 352
TOP = 30  # the names of the school years
LINE = 40  # an action: its name, and the bar below it


@dataclass(frozen=True)
class Entry:
    """A date on the line of time: a milestone of a round (with its article) or another one (with its source)."""

    date: dt.date
    title: str
    basis: str
    is_milestone: bool
    has_passed: bool
    is_next: bool = False


def entries() -> list[Entry]:
    """The milestones of the rounds under way and the other dates of the introduction, in order. Three queries."""
    today = clock.today()
    found = [
        Entry(moment.date, moment.title, moment.article, True, moment.has_passed, moment.is_next)
        for deadline in deadlines()
        for moment in deadline.moments
    ]
    found += [
        Entry(row.date, row.display_title, row.source, False, row.date < today)
        for row in AgendaDate.objects.all()
    ]
    return sorted(found, key=lambda entry: (entry.date, not entry.is_milestone, entry.title))


def drawing(actions: list[AgendaAction], dates: list[Entry]) -> SafeString | str:
    """The actions as bars under the school years, with the milestones and today; empty without actions."""
    if not actions:
        return ""
    first = min(school_year(row.planned_from or row.planned_to) for row in actions)
    last = max(school_year(row.planned_to) for row in actions)
    begin, end = dt.date(first, 8, 1), dt.date(last + 1, 8, 1)

    def x(day: dt.date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - begin).days / (end - begin).days

    bottom = TOP + LINE * len(actions) + 4
    today = clock.today()
    return render_to_string(
        "guidance/_drawing.html",
        {
            "years": [_year(year, x) for year in range(first, last + 1)],
            "bars": [_bar(number, row, x) for number, row in enumerate(actions)],
            "marks": [
                {"x": _number(x(row.date))} for row in dates if row.is_milestone and begin <= row.date <= end
            ],
            "today": _number(x(today)) if begin <= today <= end else "",
            "end": _number(RIGHT),
            "top": TOP,
            "bottom": bottom,
            "height": bottom + 48,
            "words": _("De tabel en de lijst op deze pagina zeggen hetzelfde in woorden."),
        },
    )


def _year(year: int, x: Any) -> dict[str, str]:
    begin, end = dt.date(year, 8, 1), dt.date(year + 1, 8, 1)
    return {
        "x": _number(x(begin)),
        "middle": _number((x(begin) + x(end)) / 2),
        "label": school_year_label(year),
    }


def _bar(number: int, row: AgendaAction, x: Any) -> dict[str, Any]:
    start, stop = x(row.planned_from or row.planned_to), x(row.planned_to + dt.timedelta(days=1))
    top = TOP + LINE * number
    return {
        "number": number + 1,
        "x": _number(start if row.planned_from else start - 4),
        "width": _number(stop - start if row.planned_from else 8),
        "is_point": row.planned_from is None,
        "label_y": top + 15,
        "y": top + 21,
        "status": row.status.value,
        "label": row.display_title,
    }


def _number(value: float) -> str:
    """A coordinate with a point, whatever the language."""
    return f"{value:.1f}"
