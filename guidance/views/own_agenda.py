"""The agenda of one's own organisations: as a page, as a file and as an address for a calendar program."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from guidance import calendars, own_agenda, services
from guidance.extension_points import CALENDAR_EVENTS, OWN_AGENDA_PANELS, AgendaItem, Standing
from guidance.models import CalendarFeed
from guidance.views.panels import rendered
from portal import csv_export
from portal.models import User


class Own(LoginRequiredMixin, View):
    """What the page, the export and the file share: the organisations, which of them is asked for, and the days."""

    def read(self, request: HttpRequest) -> None:
        self.names = own_agenda.organisations(request.user)
        asked = request.GET.get("voor", "")
        self.chosen = [pk for pk in self.names if str(pk) == asked] or list(self.names)
        items = own_agenda.items(self.chosen)
        standing = request.GET.get("toon", "")
        self.standing = standing if standing in Standing.values else ""
        self.everything = items
        self.items = [item for item in items if not self.standing or item.standing == self.standing]


class OwnAgenda(Own):
    """All days in order, each with how it stands."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(request)
        feed = services.current_feed(request.user)
        context = {
            "names": self.names,
            "chosen": self.chosen[0] if len(self.chosen) == 1 and len(self.names) > 1 else None,
            "rows": [(item, self.names[item.organisation_id]) for item in self.items],
            "counts": [(row, _count(self.everything, row)) for row in Standing],
            "standing": self.standing,
            "panels": rendered((panel(request.user) for panel in OWN_AGENDA_PANELS), request),
            "feed": feed,
            "feed_url": request.build_absolute_uri(feed.secret_path) if feed else "",
        }
        return render(request, "guidance/own_agenda.html", context)


def _count(items: list[AgendaItem], standing: Standing) -> int:
    return sum(item.standing == standing for item in items)


class OwnAgendaCsv(Own):
    """The same days for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(request)
        header = (_("Datum"), _("Wat"), _("Organisatie"), _("Plan"), _("Stand"), _("Grondslag"))
        rows = [
            (
                item.date,
                item.title,
                self.names[item.organisation_id],
                item.plan,
                item.standing.label,
                item.basis,
            )
            for item in self.items
        ]
        return csv_export.response("agenda.csv", header, rows)


class OwnAgendaFile(Own):
    """The days as a file to import."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read(request)
        response = _calendar(request, request.user, self.items, self.names)
        response.headers["Content-Disposition"] = 'attachment; filename="agenda.ics"'
        return response


def _calendar(
    request: HttpRequest, user: User, items: list[AgendaItem], names: dict[int, str]
) -> HttpResponse:
    host = request.get_host().split(":")[0]
    events = chain.from_iterable(source(user, request.build_absolute_uri) for source in CALENDAR_EVENTS)
    content = calendars.calendar(items, names, request.build_absolute_uri, host, events)
    response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class OpenFeed(LoginRequiredMixin, View):
    """Make an address, or a new one in place of the one the page showed."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.open_feed(request.user, instead_of=request.POST.get("instead_of", ""))
        messages.success(request, _("Uw agenda heeft een adres. Zet het in uw agendaprogramma."))
        return redirect("guidance:own_agenda")


class CloseFeed(LoginRequiredMixin, View):
    """Withdraw the address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if services.close_feed(request.user):
            messages.success(request, _("Het adres is ingetrokken. Wie het heeft, ziet uw agenda niet meer."))
        return redirect("guidance:own_agenda")


class Feed(View):
    """What a calendar program reads. It cannot sign in: the address is the secret."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed = get_object_or_404(CalendarFeed.objects.select_related("user").by_token(kwargs["token"]))
        user: User = feed.user
        with translation.override(user.language):
            if feed.closed_at or not user.is_active:
                text = _(
                    "Dit agenda-adres is ingetrokken. Maak in het portaal een nieuw adres bij ‘Mijn agenda’."
                )
                return HttpResponse(text, status=410, content_type="text/plain; charset=utf-8")
            names = own_agenda.organisations(user)
            return _calendar(request, user, own_agenda.items(list(names)), names)
