"""The consent (instemming) of the ondersteuningsplanraad (OPR), WMS 14a."""

import datetime as dt
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.decision import Decision
from consultations.states import DECIDED_CONSENT, ConsentState
from plans.models import Dossier, PlanVersion
from portal.models import Organisation, User
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition

# Wet passend onderwijs art. IXa, for the first plan only: the decision after the proposal, the dispute after a refusal.
OPR_DECIDES_WITHIN_DAYS = 28
OPR_DISPUTE_WITHIN_DAYS = 14


class ConsentRequestQuerySet(PartyQuerySet["ConsentRequest"]):
    def with_names(self) -> Self:
        return self.select_related(
            "dossier__partnership__organisation", "dossier__round", "version", "opr", "decision"
        ).defer("version__content")


class ConsentRequest(HasParties, Stateful):
    """A version put to the OPR for its consent; a new version needs a new request."""

    PARTIES = {"partnership": "dossier__partnership__organisation", "opr": "opr"}
    READING = "consultations.view_consent"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consent_requests")
    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="consent_request")
    opr = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consent_requests")
    asked_on = models.DateField(_("voorgelegd op"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        "consultations.ConsentDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ConsentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("instemmingsverzoek")
        verbose_name_plural = _("instemmingsverzoeken")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConsentState.values), name="consent_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decision__isnull=False), name="decided_consent_has_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opr.name} · {self.version}"

    def get_state_display(self) -> str:
        return str(ConsentState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("consultations:consent", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("consultations:consent_transition", args=[self.uuid, transition.name])

    @property
    def current_decision(self) -> "ConsentDecision | None":
        """The decision that holds now."""
        return self.decision

    @property
    def decide_by(self) -> dt.date | None:
        """The day the OPR decides by; only the first plan has a term in the law (art. IXa)."""
        if not self.dossier.round.is_first_plan:
            return None
        return self.asked_on + dt.timedelta(days=OPR_DECIDES_WITHIN_DAYS)

    @property
    def decided_on(self) -> dt.date | None:
        """The day the OPR decided; None as long as it has not, also when that it did not is on record."""
        if self.decision is None or self.state == ConsentState.NO_DECISION:
            return None
        return self.decision.decided_on

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid


class ConsentDecision(Decision):
    """What the OPR decided. Append-only: a correction stands next to the former entry."""

    request = models.ForeignKey(ConsentRequest, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(
        _("besluit"),
        max_length=40,
        choices=[(state.value, state.label) for state in ConsentState if state in DECIDED_CONSENT],
    )

    class Meta:
        verbose_name = _("besluit van de OPR")
        verbose_name_plural = _("besluiten van de OPR")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(on_behalf=False) | ~Q(evidence="") | Q(document__isnull=False),
                name="opr_on_behalf_needs_evidence",
            )
        ]

    @property
    def about(self) -> PlanVersion:
        return self.request.version

    @property
    def on_behalf_of(self) -> str:
        """The OPR, whoever recorded it."""
        return self.request.opr.name
