"""Downloads of what parties recorded, for those who may see the row it belongs to."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from consultations.models import (
    ConsentDecision,
    ConsentRequest,
    Consultation,
    Meeting,
    Outcome,
    Overleg,
    OverlegRecord,
    Procedure,
)
from plans.models import Dossier
from portal.files import send
from portal.models import User


def meetings(user: User) -> Any:
    return Meeting.objects.filter(consultations__in=Consultation.objects.visible_to(user)).distinct()


def outcomes(user: User) -> Any:
    return Outcome.objects.filter(consultation__in=Consultation.objects.visible_to(user))


def records(user: User) -> Any:
    return OverlegRecord.objects.filter(overleg__in=Overleg.objects.visible_to(user))


def decisions(user: User) -> Any:
    return ConsentDecision.objects.filter(request__in=ConsentRequest.objects.visible_to(user))


# Per kind: the model, the rows somebody sees, the field with the document, and the way to its dossiers.
KINDS: dict[str, tuple[Any, Callable[[User], Any], str, str]] = {
    "procedure": (Procedure, Procedure.objects.visible_to, "document", "consultations__dossier"),
    "verslag": (Meeting, meetings, "minutes", "dossier"),
    "uitkomst": (Outcome, outcomes, "document", "consultation__dossier"),
    "overleg": (OverlegRecord, records, "document", "overleg__dossier"),
    "instemming": (ConsentDecision, decisions, "document", "request__dossier"),
}


class Document(LoginRequiredMixin, View):
    """One document; the inspectorate gets those of dossiers that were filed, others 404."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["kind"] not in KINDS:
            raise Http404
        model, visible, field, to_dossier = KINDS[kwargs["kind"]]
        row = visible(request.user).filter(pk=kwargs["pk"]).first()
        if row is None and request.user.has_perm("plans.review_filing"):
            filed = Dossier.objects.filter(filings__isnull=False)
            row = model.objects.filter(pk=kwargs["pk"], **{f"{to_dossier}__in": filed}).first()
        stored = getattr(row, field) if row else None
        if stored is None:
            raise Http404
        return send(stored, getattr(row, f"{field}_name"))
