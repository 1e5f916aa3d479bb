"""Who comes to a briefing, for its organiser: to print, or for a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from briefings import services
from briefings.models import Briefing, Registration
from briefings.views.briefings import briefing_of
from guidance.forms import WithoutVersion
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
        briefing = briefing_of(request, kwargs)
        rows = attendance(briefing)
        context = {
            "briefing": briefing,
            "registered": [row for row in rows if row.has_a_place],
            "waiting": [row for row in rows if row.is_waiting],
            "may_sign_off": briefing.is_announced and not briefing.has_begun,
        }
        return render(request, "briefings/attendance.html", context)


class SignSomebodyOff(TransitionView):
    """The organiser signs somebody off: who called, or left."""

    subject = "briefings.Registration"
    forms = {"sign_somebody_off": WithoutVersion}

    def get_object(self) -> Registration:
        if not self.request.user.has_perm("guidance.edit_guidance"):
            raise Http404
        rows = Registration.objects.filter(briefing__uuid=self.kwargs["uuid"]).select_related(
            "briefing", "user"
        )
        found: Registration = get_object_or_404(rows, uuid=self.kwargs["registration"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "sign_somebody_off")

    def run(self, obj: Registration, transition: Transition, **values: Any) -> Registration:
        return services.sign_somebody_off(obj, **values)

    def back_url(self) -> str:
        return reverse("briefings:attendance", args=[self.obj.briefing.uuid])

    def done(self, obj: Registration, transition: Transition, result: Any) -> HttpResponse:
        messages.success(self.request, _("%(who)s is afgemeld en krijgt bericht.") % {"who": obj.user.name})
        return redirect(self.back_url())


class AttendanceCsv(Attendance):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        briefing = briefing_of(request, kwargs)
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
            for row in attendance(briefing)
        ]
        name = f"deelnemers-{clock.day_of(briefing.starts_at)}.csv"
        return csv_export.response(name, header, rows)


def attendance(briefing: Briefing) -> list[Registration]:
    """Who has a place, by name, and then who waits, in the order they move up. One query."""
    rows = list(briefing.registrations.coming().select_related("user", "organisation"))
    first = [row for row in rows if row.has_a_place]
    first.sort(key=lambda row: row.user.name.casefold())
    return first + [row for row in rows if not row.has_a_place]
