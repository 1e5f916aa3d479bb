"""Recording a meeting of the OOGO, and changing what was recorded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from consultations import services
from consultations.forms import MeetingForm
from consultations.models import Consultation, Meeting
from plans.models import Dossier
from portal.parties import held_on
from portal.views.forbidden import forbidden
from portal.workflow import NotAllowed, Refused

RECORD = "consultations.record_meeting"


class MeetingPage(LoginRequiredMixin, View):
    """A form about a meeting; subclasses say of which dossier, and what to do with it."""

    dossier: Dossier
    consultation: Consultation | None = None
    meeting: Meeting | None = None

    def find(self) -> None:
        """Set the dossier, and the consultation or meeting the page is about; Http404 outside one's own rows."""
        raise NotImplementedError

    def refusal(self) -> str:
        """Why this person may not do this; empty when they may."""
        if self.open_to().exists():
            return ""
        return _("U kunt geen bijeenkomst vastleggen over dit plan.")

    def save(self, form: MeetingForm) -> Meeting:
        """Call the service. Raises a Refused."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.find()
        self.refused = self.refusal()
        if self.refused and request.method != "POST":
            return forbidden(request, self.refused, self.consultation or self.dossier)
        return super().dispatch(request, *args, **kwargs)

    def open_to(self) -> Any:
        """The consultations of this dossier somebody may record a meeting for."""
        return self.rows().filter(held_on(Consultation, self.request.user, RECORD))

    def rows(self) -> Any:
        """The consultations of this dossier somebody reads."""
        return Consultation.objects.visible_to(self.request.user).with_names().filter(dossier=self.dossier)

    def choices(self) -> Any:
        """What to choose from; who lost the right while typing still finds what was chosen."""
        return self.rows() if self.refused else self.open_to()

    def make_form(self, **kwargs: Any) -> MeetingForm:
        return MeetingForm(consultations=self.choices(), **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form(initial=self.initial()))

    def initial(self) -> dict[str, Any]:
        return {"consultations": [self.consultation] if self.consultation else []}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        self.sent = form.sent(request.path)
        if self.refused:  # the right was lost while typing: what was typed stays
            return self.refuse(form, NotAllowed(self.refused))
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.save(form)
        except Refused as refused:
            return self.refuse(form, refused)
        messages.success(request, _("De bijeenkomst is vastgelegd."))
        return redirect(self.back())

    def refuse(self, form: MeetingForm, refused: Refused) -> HttpResponse:
        """The same page with the reasons and what was typed; the next try starts from what is there now."""
        form.refuse(refused)
        return self.show(form, status=refused.status)

    def back(self) -> str:
        """Where to go afterwards."""
        if self.consultation:
            return self.consultation.get_absolute_url()
        return reverse("consultations:matrix", args=[self.dossier.uuid])

    def show(self, form: MeetingForm, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "form": form,
            "dossier": self.dossier,
            "meeting": self.meeting,
            "back": self.back(),
            "only": form.only[0] if form.only else None,
            "is_own": self.request.user.has_perm("plans.view_draft", self.dossier),
            **extra,
        }
        return render(self.request, "consultations/meeting.html", context, status=status)


class NewMeeting(MeetingPage):
    """With one or more municipalities of one's own dossier."""

    def find(self) -> None:
        rows = Dossier.objects.visible_to(self.request.user).with_names()
        self.dossier = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        if not self.dossier.consultations.exists():
            raise Http404

    def save(self, form: MeetingForm) -> Meeting:
        values = form.service_arguments()
        return services.record_meeting(
            values.pop("consultations"), by=self.request.user, sent=self.sent, **values
        )


class NewMeetingWith(NewMeeting):
    """Begun from the page of one consultation, by either party."""

    def find(self) -> None:
        rows = Consultation.objects.visible_to(self.request.user).with_names()
        self.consultation = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        self.dossier = self.consultation.dossier


class ChangeMeeting(MeetingPage):
    """Change what was recorded; the timeline keeps the former text."""

    def find(self) -> None:
        visible = Consultation.objects.visible_to(self.request.user)
        rows = Meeting.objects.filter(consultations__in=visible).distinct()
        self.meeting = get_object_or_404(rows.select_related("dossier__partnership"), pk=self.kwargs["pk"])
        self.dossier = Dossier.objects.with_names().get(pk=self.meeting.dossier_id)
        if self.request.user.has_perm("plans.view_draft", self.dossier):
            return
        self.consultation = visible.filter(meetings=self.meeting).with_names().first()

    def refusal(self) -> str:
        parties = Consultation.objects.filter(meetings=self.meeting).with_names()
        if all(self.request.user.has_perm(RECORD, row) for row in parties):
            return ""
        return super().refusal() or _(
            "Deze bijeenkomst was met meer gemeenten. Het samenwerkingsverband kan het verslag wijzigen; vraag het daar."
        )

    def initial(self) -> dict[str, Any]:
        # Filled in by the form itself: it knows what of a meeting it shows.
        return {}

    def make_form(self, **kwargs: Any) -> MeetingForm:
        form = super().make_form(**kwargs)
        meeting: Any = self.meeting
        form.begin_with(meeting)
        return form

    def save(self, form: MeetingForm) -> Meeting:
        meeting: Any = self.meeting
        return services.change_meeting(
            meeting, by=self.request.user, seen=form.seen, sent=self.sent, **form.service_arguments()
        )
