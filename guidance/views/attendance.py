"""Who comes to a meeting, for its organiser: to print, or for a spreadsheet."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from guidance.models import Meeting, Registration
from guidance.states import RegistrationState
from guidance.views.meetings import meeting_of
from portal import clock, csv_export


class Attendance(LoginRequiredMixin, View):
    """Who comes and who waits, for the organiser: to print, or for a spreadsheet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_perm("guidance.edit_guidance"):
            raise PermissionDenied(_("De lijst van deelnemers is voor de organisator."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = meeting_of(request, kwargs)
        rows = attendance(meeting)
        context = {
            "meeting": meeting,
            "registered": [row for row in rows if row.state == RegistrationState.REGISTERED],
            "waiting": [row for row in rows if row.state == RegistrationState.WAITING],
        }
        return render(request, "guidance/attendance.html", context)


class AttendanceCsv(Attendance):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = meeting_of(request, kwargs)
        header = (
            _("Naam"),
            _("E-mailadres"),
            _("Organisatie"),
            _("Stand"),
            _("Aangemeld op"),
            _("Opmerking"),
        )
        rows = [
            (
                row.user.name,
                row.user.email,
                row.organisation.name if row.organisation else "",
                row.get_state_display(),
                row.queued_at,
                row.remark,
            )
            for row in attendance(meeting)
        ]
        name = f"deelnemers-{meeting.starts_at.astimezone(clock.AMSTERDAM):%Y-%m-%d}.csv"
        return csv_export.response(name, header, rows)


def attendance(meeting: Meeting) -> list[Registration]:
    """Who has a place, by name, and then who waits, in the order they move up. One query."""
    rows = list(meeting.registrations.coming().select_related("user", "organisation"))
    first = [row for row in rows if row.state == RegistrationState.REGISTERED]
    first.sort(key=lambda row: row.user.name.casefold())
    return first + [row for row in rows if row.state != RegistrationState.REGISTERED]
