"""A dispute (geschil) between a partnership and a municipality, before the committee their procedure names."""

import datetime as dt
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Record
from disputes.states import ENDED, UNDER_WAY, DisputeState
from plans.models import PlanVersion
from portal import clock, workflow
from portal.models import Organisation, User
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition


class DisputeQuerySet(PartyQuerySet["Dispute"]):
    def under_way(self) -> Self:
        """Those that have not come to an end."""
        return self.exclude(state__in=ENDED)

    def with_names(self) -> Self:
        return self.select_related(
            "consultation__dossier__partnership__organisation",
            "consultation__dossier__round",
            "consultation__municipality__organisation",
            "consultation__procedure",
            "committee",
            "applicant",
            "version",
        ).defer("version__content")


class Dispute(HasParties, Stateful):
    """One dispute on one consultation, on the version it was about."""

    PARTIES = {
        "partnership": "consultation__dossier__partnership__organisation",
        "municipality": "consultation__municipality__organisation",
        "committee": "committee",
        "applicant": "applicant",
        "respondent": "respondent",
    }
    READING = "disputes.view_dispute"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="disputes")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="disputes")
    committee = models.ForeignKey(
        Organisation, verbose_name=_("geschillencommissie"), on_delete=models.PROTECT, related_name="disputes"
    )
    applicant = models.ForeignKey(
        Organisation, verbose_name=_("verzoeker"), on_delete=models.PROTECT, related_name="+"
    )
    case_number = models.CharField(_("zaaknummer"), max_length=60, blank=True)
    grounds = models.TextField(_("waar het geschil over gaat"))
    lodged_at = models.DateTimeField(_("aanhangig gemaakt op"), default=clock.now)
    lodged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    hearing_on = models.DateField(_("datum van de zitting"), null=True, blank=True)
    advised_on = models.DateField(_("datum van het advies"), null=True, blank=True)
    advice_number = models.CharField(_("nummer van het advies"), max_length=60, blank=True)
    advice_summary = models.TextField(_("samenvatting van het advies"), blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("geschil")
        verbose_name_plural = _("geschillen")
        ordering = ["-lodged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=~Q(state__in=sorted(ENDED)),
                name="one_dispute_under_way_per_consultation",
            ),
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="dispute_state_known"),
        ]

    def __str__(self) -> str:
        number = f" ({self.case_number})" if self.case_number else ""
        return f"{self.consultation}{number}"

    def get_state_display(self) -> str:
        return str(DisputeState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("disputes:transition", args=[self.uuid, transition.name])

    @property
    def dossier_uuid(self) -> UUID:
        return self.consultation.dossier.uuid

    @property
    def respondent(self) -> Organisation:
        """The party that did not lodge it."""
        partnership = self.consultation.dossier.partnership.organisation
        municipality = self.consultation.municipality.organisation
        return municipality if self.applicant_id == partnership.pk else partnership

    @property
    def respondent_id(self) -> int:
        """The key of that party, from what a list of disputes has read anyway."""
        partnership: int = self.consultation.dossier.partnership.organisation_id
        municipality: int = self.consultation.municipality.organisation_id
        return municipality if self.applicant_id == partnership else partnership

    def _due(self, days: int | None, since: dt.date) -> dt.date | None:
        return since + dt.timedelta(days=days) if days is not None else None

    @property
    def lodged_on(self) -> dt.date:
        """The day it was put before the committee: its terms count from here."""
        return clock.day_of(self.lodged_at)

    @property
    def defence_due(self) -> dt.date | None:
        """The day the defence is due, when the procedure has a term for it."""
        procedure = self.consultation.procedure
        return self._due(procedure.defence_days if procedure else None, self.lodged_on)

    @property
    def advice_due(self) -> dt.date | None:
        """The day the advice is due, when the procedure has a term for it."""
        procedure = self.consultation.procedure
        return self._due(procedure.advice_days if procedure else None, self.lodged_on)

    @property
    def hearing_planned(self) -> bool:
        """Whether a hearing has a date and was not held yet."""
        return self.hearing_on is not None and self.state in {DisputeState.ADMISSIBLE, DisputeState.RESPONDED}

    @property
    def awaits_advice(self) -> bool:
        """Whether the committee still has to speak."""
        return self.state in UNDER_WAY


class DisputeRecord(Record):
    """What a party or the committee put in the file, with each step. Append-only."""

    day_field = "happened_on"

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="records")
    step = models.CharField(_("stap"), max_length=40)
    text = models.TextField(_("tekst"), blank=True)
    happened_on = models.DateField(_("datum"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stuk in het geschil")
        verbose_name_plural = _("stukken in het geschil")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.happened_on:%d-%m-%Y} {self.get_step_display()}"

    @property
    def about(self) -> PlanVersion:
        return self.dispute.version

    @property
    def on_behalf_of(self) -> str:
        """The party or the committee that took the step."""
        return self.organisation.name

    def get_step_display(self) -> str:
        return str(workflow.find("disputes.Dispute", self.step).done)
