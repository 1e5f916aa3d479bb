"""Briefings: the list, the page of one, signing up and off, and who comes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from briefings import calendar_entries, services
from briefings.forms import SignUpForm
from briefings.guards import takes_registrations
from briefings.models import Briefing, BriefingDocument, Registration
from briefings.services import cannot_come, facts, position
from guidance.calendars import CONTENT_TYPE
from guidance.forms import WithoutVersion
from guidance.models import Audience
from portal import audit, clock, csv_export, workflow
from portal.files import send
from portal.views.transition import TransitionView
from portal.workflow import Transition

PER_PAGE = 25


class Choice:
    """What somebody asked of the list: words, for whom, and those to come or those that were."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        self.words = asked.get("q", "").replace("\x00", "").strip()[:100]
        audience = asked.get("voor", "")
        self.audience = audience if audience in Audience.values else ""
        self.past = asked.get("toon") == "geweest"

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.audience)

    def rows(self, user: Any) -> Any:
        """The briefings in order, the nearest first, with how many come. One query."""
        rows = Briefing.objects.visible_to(user)
        for word in self.words.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(title_en__icontains=word)
                | Q(programme__icontains=word)
                | Q(place__icontains=word)
            )
        if self.audience:
            rows = rows.filter(audience__in=Audience.including(self.audience))
        now = clock.now()
        rows = rows.filter(ends_at__lte=now) if self.past else rows.filter(ends_at__gt=now)
        order = ("-starts_at", "-pk") if self.past else ("starts_at", "pk")
        return rows.with_numbers().prefetch_related("organisers").order_by(*order)


class Briefings(View):
    """The briefings to come, or those that were."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = Choice(request)
        own: dict[int, Registration] = {}
        if request.user.is_authenticated:
            own = {row.briefing_id: row for row in Registration.objects.coming().filter(user=request.user)}
        page = Paginator(choice.rows(request.user), PER_PAGE).get_page(request.GET.get("pagina"))
        context = {
            "choice": choice,
            "page": page,
            "audiences": Audience.choices,
            "rows": [(row, own.get(row.pk), max(row.capacity - row.registered, 0)) for row in page],
        }
        return render(request, "briefings/briefings.html", context)


class BriefingsCsv(View):
    """The same briefings as the list, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Titel"),
            _("Begint"),
            _("Eindigt"),
            _("Plaats"),
            _("Voor wie"),
            _("Georganiseerd door"),
            _("Plaatsen"),
            _("Aangemeld"),
            _("Status"),
            _("Adres"),
        )
        rows = [
            (
                row.display_title,
                row.starts_at,
                row.ends_at,
                row.place,
                row.get_audience_display(),
                ", ".join(str(party) for party in row.organisers.all()),
                row.capacity,
                row.registered,
                row.get_state_display(),
                request.build_absolute_uri(row.get_absolute_url()),
            )
            for row in Choice(request).rows(request.user)
        ]
        return csv_export.response("bijeenkomsten.csv", header, rows)


def briefing_of(request: HttpRequest, kwargs: Any) -> Briefing:
    found: Briefing = get_object_or_404(Briefing.objects.visible_to(request.user), uuid=kwargs["uuid"])
    return found


def own_registration(user: Any, briefing: Briefing) -> Registration | None:
    """The registration of this person that counts; None without one."""
    if not user.is_authenticated:
        return None
    row: Registration | None = briefing.registrations.coming().filter(user=user).first()
    if row:
        row.briefing, row.user = briefing, user
    return row


class BriefingPage(View):
    """One briefing: programme, how many places are left, whether one comes, and documents afterwards."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user, briefing = request.user, briefing_of(request, kwargs)
        registration = own_registration(user, briefing)
        registered = briefing.registered_count()
        is_editor = user.is_authenticated and user.has_perm("guidance.edit_guidance")
        not_for = cannot_come(user, briefing) if user.is_authenticated else ""
        closed = takes_registrations(briefing)
        may_see_link = is_editor or bool(registration and registration.has_a_place)
        context = {
            "briefing": briefing,
            "organisers": list(briefing.organisers.all()),
            "subjects": list(briefing.subjects.all()),
            "documents": list(briefing.documents.filter(is_public=True).select_related("file")),
            "registration": registration,
            "position": position(registration) if registration and registration.is_waiting else 0,
            "registered": registered,
            "free": max(briefing.capacity - registered, 0),
            "closed": closed,
            "not_for": not_for,
            "may_sign_up": user.is_authenticated and not not_for and not registration and not closed,
            "video_url": briefing.video_url if may_see_link else "",
            "is_editor": is_editor,
            "timeline_lines": audit.history(briefing) if is_editor else [],
        }
        return render(request, "briefings/briefing.html", context)


class BriefingFile(LoginRequiredMixin, View):
    """The briefing one comes to, for one's own calendar."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registration = own_registration(request.user, briefing_of(request, kwargs))
        if registration is None:
            raise Http404
        content = calendar_entries.briefing_file(facts(registration))
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response.headers["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class BriefingDocumentFile(View):
    """A document of a briefing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = BriefingDocument.objects.filter(briefing=briefing_of(request, kwargs), is_public=True)
        row = get_object_or_404(rows.select_related("file"), pk=kwargs["pk"])
        if row.file is None:
            raise Http404
        return send(row.file, row.file_name)


class BriefingTransition(TransitionView):
    """Announcing and calling off, for editors; signing up, for everybody of the target group."""

    subject = "briefings.Briefing"
    forms = {"sign_up": SignUpForm}
    template_name = "briefings/briefing_step.html"

    def get_object(self) -> Briefing:
        return briefing_of(self.request, self.kwargs)

    def get_transition(self) -> Transition:
        if self.kwargs["action"] == "sign_up":
            return workflow.find("briefings.Registration", "sign_up")
        return super().get_transition()

    def held_back(self) -> list[str]:
        reasons = super().held_back()
        if self.transition.on and not reasons:
            if own_registration(self.request.user, self.obj):
                return [_("U bent al aangemeld.")]
            if reason := cannot_come(self.request.user, self.obj):
                return [reason]
        return reasons

    def run(self, obj: Briefing, transition: Transition, **values: Any) -> Any:
        if transition.name == "sign_up":
            return services.sign_up(obj, **values)
        if transition.name == "announce":
            return services.announce_briefing(obj, **values)
        return services.call_off_briefing(obj, **values)

    def done(self, obj: Briefing, transition: Transition, result: Any) -> HttpResponse:
        if isinstance(result, Registration):
            if result.is_waiting:
                text = _(
                    "De bijeenkomst is vol. U staat op nummer %(number)d van de wachtlijst en krijgt vanzelf bericht als er "
                    "een plaats vrijkomt."
                ) % {"number": position(result)}
                messages.warning(self.request, text)
            else:
                messages.success(self.request, _("U bent aangemeld. De bevestiging komt per e-mail."))
            return redirect(obj.get_absolute_url())
        return super().done(obj, transition, result)

    def context(self, obj: Briefing, transition: Transition) -> dict[str, Any]:
        registered = obj.registered_count()
        return {"briefing": obj, "free": max(obj.capacity - registered, 0), "registered": registered}


class RegistrationTransition(TransitionView):
    """Signing off, for oneself."""

    subject = "briefings.Registration"
    forms = {"sign_off": WithoutVersion}

    def get_object(self) -> Registration:
        rows = Registration.objects.filter(user=self.request.user).select_related("briefing", "user")
        found: Registration = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        if transition.on or transition.quiet:
            raise Http404
        return transition

    def run(self, obj: Registration, transition: Transition, **values: Any) -> Registration:
        return services.sign_off(obj, **values)
