"""The dossiers of my partnerships, per round."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from plans import services, standing
from plans.models import Dossier, FilingRound
from plans.views.base import READ_ONLY
from portal.models import User
from portal.parties import held_on
from portal.views.forbidden import forbidden
from portal.workflow import StaleState
from register.models import Partnership

SEARCH_FROM = 8  # rows; with fewer a search box is only in the way


def own_partnerships(user: User) -> Any:
    """The partnerships of which somebody may read the plan in the making."""
    return Partnership.objects.filter(held_on(Partnership, user, "plans.view_draft"))


class Dossiers(LoginRequiredMixin, View):
    """Every round with my partnerships in it, those that have not begun too."""

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        own = own_partnerships(request.user)
        partnerships = list(own.search(query).select_related("organisation"))
        rounds = list(FilingRound.objects.all())
        found = {
            (row.partnership_id, row.round_id): row
            for row in Dossier.objects.filter(
                partnership__in=[row.pk for row in partnerships]
            ).with_standing()
        }
        groups = [(round_, list(_rows(round_, partnerships, found, request.user))) for round_ in rounds]
        return render(
            request,
            "plans/dossiers.html",
            {
                "groups": groups,
                "partnerships": partnerships,
                "query": query,
                "searchable": bool(query) or len(partnerships) >= SEARCH_FROM,
            },
        )


def _rows(round_: FilingRound, partnerships: list[Partnership], found: Any, user: User) -> Any:
    """The partnerships in a round: each with its dossier or None, how its plan stands and what comes next.

    Without those that ended before the plans start.
    """
    for row in partnerships:
        dossier = found.get((row.pk, round_.pk))
        if dossier or round_.is_for(row):
            stands = standing.Standing(round_, dossier)
            mine = stands.step.is_turn_of(partial(user.has_perm, obj=row))
            yield row, dossier, stands, stands.step.summary_for(mine=mine)


class StartDossier(LoginRequiredMixin, View):
    """Begin in a round; a second click comes to the dossier that is there already."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Somebody comes back here after signing in: the list has the button."""
        return redirect("plans:dossiers")

    def post(self, request: HttpRequest) -> HttpResponse:
        partnership = get_object_or_404(own_partnerships(request.user), pk=_number(request, "partnership"))
        if not request.user.has_perm("plans.edit_dossier", partnership):
            return forbidden(request, str(READ_ONLY))
        filing_round = get_object_or_404(FilingRound, pk=_number(request, "round"))
        if not filing_round.is_for(partnership):
            messages.error(request, _("Dit samenwerkingsverband bestaat niet meer als deze plannen ingaan."))
            return redirect("plans:dossiers")
        dossier = services.dossier_of(partnership, filing_round)
        if not dossier.has_begun:
            with suppress(StaleState):  # the other click was faster; the dossier is there
                services.start(dossier, by=request.user)
        return redirect(dossier)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
