"""The werkagenda: what the parties promised, with the dates of the introduction."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from guidance import werkagenda_timeline
from guidance.extension_points import ACTION_RESULTS
from guidance.models import AgendaAction
from portal import csv_export


def actions() -> list[AgendaAction]:
    """The actions in their order, with who does them. Two queries."""
    rows = AgendaAction.objects.select_related("document", "committee__organisation")
    return list(rows.prefetch_related("parties"))


def with_results(rows: list[AgendaAction]) -> list[tuple[AgendaAction, list[tuple[str, str]] | None]]:
    """Each with what else it led to: (name, address) of what can be seen of it, None when there is nothing.

    One query for each app that has something of the kind.
    """
    found = [source([row.pk for row in rows]) for source in ACTION_RESULTS]
    led_to = {pk: [link for part in found for link in part.get(pk, [])] for part in found for pk in part}
    return [(row, led_to.get(row.pk)) for row in rows]


class Agenda(View):
    """The actions as a table, the dates as a list, and both as a drawing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows, dates = actions(), werkagenda_timeline.entries()
        context = {
            "actions": with_results(rows),
            "dates": dates,
            "drawing": werkagenda_timeline.drawing(rows, dates),
        }
        return render(request, "guidance/agenda.html", context)


class AgendaCsv(View):
    """The actions for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Wat"),
            _("Wie"),
            _("Voor wie"),
            _("Schooljaar"),
            _("Gepland vanaf"),
            _("Gepland tot en met"),
            _("Stand"),
            _("Gedaan op"),
            _("Resultaat"),
            _("Bron"),
        )
        rows = [
            (
                row.display_title,
                ", ".join(str(party) for party in row.parties.all()),
                row.get_audience_display(),
                row.school_years,
                row.planned_from,
                row.planned_to,
                row.status.label,
                row.done_on,
                row.display_result,
                row.source,
            )
            for row in actions()
        ]
        return csv_export.response("werkagenda.csv", header, rows)
