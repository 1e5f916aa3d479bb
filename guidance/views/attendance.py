"""Who comes to a meeting, for its organiser: to print, or for a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from guidance import services
from guidance.forms.base import WithoutVersion
from guidance.models import Meeting, Registration
from guidance.states import MeetingState, RegistrationState
from guidance.views.meetings import meeting_of
from portal import clock, csv_export, workflow
from portal.views.transition import TransitionView
from portal.workflow import Transition


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
            "may_sign_off": meeting.state == MeetingState.ANNOUNCED and not meeting.has_begun,
        }
        return render(request, "guidance/attendance.html", context)


class SignSomebodyOff(TransitionView):
    """The organiser signs somebody off: who called, or left."""

    subject = "guidance.Registration"
    forms = {"sign_somebody_off": WithoutVersion}

    def get_object(self) -> Registration:
        if not self.request.user.has_perm("guidance.edit_guidance"):
            raise Http404
        rows = Registration.objects.filter(meeting__uuid=self.kwargs["uuid"]).select_related(
            "meeting", "user"
        )
        found: Registration = get_object_or_404(rows, uuid=self.kwargs["registration"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "sign_somebody_off")

    def run(self, obj: Registration, transition: Transition, **values: Any) -> Registration:
        return services.sign_somebody_off(obj, **values)

    def back_url(self) -> str:
        return reverse("guidance:attendance", args=[self.obj.meeting.uuid])

    def done(self, obj: Registration, transition: Transition, result: Any) -> HttpResponse:
        messages.success(self.request, _("%(who)s is afgemeld en krijgt bericht.") % {"who": obj.user.name})
        return redirect(self.back_url())


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
        name = f"deelnemers-{clock.day_of(meeting.starts_at)}.csv"
        return csv_export.response(name, header, rows)


def attendance(meeting: Meeting) -> list[Registration]:
    """Who has a place, by name, and then who waits, in the order they move up. One query."""
    rows = list(meeting.registrations.coming().select_related("user", "organisation"))
    first = [row for row in rows if row.state == RegistrationState.REGISTERED]
    first.sort(key=lambda row: row.user.name.casefold())
    return first + [row for row in rows if row.state != RegistrationState.REGISTERED]
