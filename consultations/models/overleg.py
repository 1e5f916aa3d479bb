"""The overleg with partnerships of the other sector whose area overlaps (art. 18a/17a lid 9)."""

from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.decision import Record
from consultations.states import OverlegState
from plans.models import Dossier, PlanVersion
from portal import clock
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition
from register.models import Partnership


class OverlegQuerySet(PartyQuerySet["Overleg"]):
    def with_names(self) -> Self:
        return self.select_related(
            "dossier__partnership__organisation", "dossier__round", "counterpart__organisation", "version"
        ).defer("version__content")


class Overleg(HasParties, Stateful):
    """The overleg of one dossier with one partnership of the other sector; `offered` has all versions put to it."""

    PARTIES = {
        "partnership": "dossier__partnership__organisation",
        "counterpart": "counterpart__organisation",
    }
    READING = "consultations.view_overleg"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="overleggen")
    counterpart = models.ForeignKey(
        Partnership,
        verbose_name=_("samenwerkingsverband"),
        on_delete=models.PROTECT,
        related_name="overleggen",
    )
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="overleggen")
    offered = models.ManyToManyField(PlanVersion, related_name="+", editable=False)
    in_scope = models.BooleanField(_("overlapt"), default=True)
    invited_at = models.DateTimeField(default=clock.now)

    objects = OverlegQuerySet.as_manager()

    class Meta:
        verbose_name = _("overleg met samenwerkingsverband")
        verbose_name_plural = _("overleg met samenwerkingsverbanden")
        ordering = ["counterpart__code"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "counterpart"], name="one_overleg_per_counterpart"),
            models.CheckConstraint(condition=Q(state__in=OverlegState.values), name="overleg_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.counterpart.display_name} · {self.dossier}"

    @property
    def is_open(self) -> bool:
        """Whether the overleg is still to be had."""
        return self.state == OverlegState.INVITED

    def get_state_display(self) -> str:
        return str(OverlegState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("consultations:overleg", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("consultations:overleg_transition", args=[self.uuid, transition.name])

    @property
    def current_decision(self) -> "OverlegRecord | None":
        """What was recorded last."""
        return self.records.last()

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid


class OverlegRecord(Record):
    """What was discussed and when. Append-only: a later record stands next to the earlier."""

    day_field = "held_on"

    overleg = models.ForeignKey(Overleg, on_delete=models.PROTECT, related_name="records")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("datum"))
    present = models.TextField(_("aanwezigen, met naam en functie"))
    summary = models.TextField(_("wat is besproken"))
    recorded_for = models.CharField(_("namens"), max_length=300)

    class Meta:
        verbose_name = _("verslag van overleg")
        verbose_name_plural = _("verslagen van overleg")
        ordering = ["pk"]
        default_permissions = ("view",)

    @property
    def on_behalf_of(self) -> str:
        return self.recorded_for
