"""The OOGO: the procedure agreed, a consultation per municipality, its meetings and outcomes."""

import datetime as dt
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.decision import Decision
from consultations.states import OPEN, OUTCOMES, ConsultationState
from guidance.models import Document, DocumentVersion
from plans.models import Dossier, PlanVersion
from portal import clock
from portal.models import Organisation, StoredFile, User
from portal.parties import HasParties, PartyQuerySet, ReadToo
from portal.rights import OrganisationKind, organisations_by_party
from portal.workflow import Stateful, Transition
from register.models import Municipality, Partnership


def _as_party(user: User) -> Q:
    """The procedures a municipality somebody works for is a party to, or had its OOGO under."""
    municipal = organisations_by_party(user, Procedure.READING).get("municipality", [])
    of_procedure = Procedure.municipalities.through.objects.filter(municipality__organisation__in=municipal)
    had = Consultation.objects.filter(municipality__organisation__in=municipal, procedure__isnull=False)
    return Q(pk__in=of_procedure.values("procedure")) | Q(pk__in=had.values("procedure"))


class Procedure(HasParties):
    """The procedure (modelprocedure or own) that a partnership and its municipalities fixed for the OOGO (lid 9).

    Terms are in days and may be unknown: the law leaves them to the parties.
    """

    PARTIES = {"partnership": "partnership__organisation"}
    READING = "consultations.view_consultation"
    READ_TOO = (
        ReadToo(_("de gemeenten die partij zijn, of waarmee onder de procedure is overlegd"), _as_party),
    )

    class Basis(models.TextChoices):
        MODEL = "model", _("modelprocedure van PO-Raad, VO-raad en VNG")
        OWN = "own", _("eigen procedure")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="procedures")
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("gemeenten die partij zijn"), related_name="procedures"
    )
    basis = models.CharField(_("grondslag"), max_length=10, choices=Basis.choices)
    model_version = models.ForeignKey(
        DocumentVersion,
        verbose_name=_("versie van de modelprocedure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"document__kind": Document.Kind.MODEL},
    )
    differences = models.TextField(_("waarin de procedure afwijkt van de modelprocedure"), blank=True)
    fixed_on = models.DateField(_("vastgesteld op"))
    chair = models.CharField(_("voorzitter van het overleg"), max_length=150, blank=True)
    secretariat = models.CharField(_("secretariaat"), max_length=150, blank=True)
    invitation_days = models.PositiveSmallIntegerField(
        _("termijn voor de uitnodiging, in dagen"), null=True, blank=True
    )
    response_days = models.PositiveSmallIntegerField(
        _("termijn voor de reactie van de gemeente, in dagen"), null=True, blank=True
    )
    dispute_days = models.PositiveSmallIntegerField(
        _("termijn om een geschil aanhangig te maken, in dagen"), null=True, blank=True
    )
    defence_days = models.PositiveSmallIntegerField(
        _("termijn voor het verweer, in dagen"), null=True, blank=True
    )
    advice_days = models.PositiveSmallIntegerField(
        _("termijn voor het advies, in dagen"), null=True, blank=True
    )
    committee = models.ForeignKey(
        Organisation,
        verbose_name=_("geschillencommissie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": OrganisationKind.COMMITTEE},
    )
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_name = models.CharField(max_length=150, blank=True)
    remarks = models.TextField(_("opmerkingen"), blank=True)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("OOGO-procedure")
        verbose_name_plural = _("OOGO-procedures")
        ordering = ["-fixed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} · {self.fixed_on:%d-%m-%Y}"


class ConsultationQuerySet(PartyQuerySet["Consultation"]):
    def with_names(self) -> Self:
        return self.select_related(
            "dossier__partnership__organisation",
            "dossier__round__law_version",
            "municipality__organisation",
            "version",
            "procedure__committee",
            "outcome",
        ).defer("version__content")


class Consultation(HasParties, Stateful):
    """The OOGO of one dossier with one municipality, on the version last offered; `offered` has all that were."""

    PARTIES = {
        "partnership": "dossier__partnership__organisation",
        "municipality": "municipality__organisation",
        "committee": "procedure__committee",
    }
    READING = "consultations.view_consultation"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consultations")
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("gemeente"), on_delete=models.PROTECT, related_name="consultations"
    )
    part = models.CharField(_("deel van de gemeente"), max_length=300, blank=True)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="consultations")
    offered = models.ManyToManyField(PlanVersion, related_name="+", editable=False)
    in_scope = models.BooleanField(_("in het gebied"), default=True)
    procedure = models.ForeignKey(
        Procedure, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    outcome = models.OneToOneField(
        "consultations.Outcome", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("uitgenodigd op"), default=clock.now)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("OOGO met gemeente")
        verbose_name_plural = _("OOGO met gemeenten")
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "municipality"], name="one_consultation_per_municipality"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ConsultationState.values), name="consultation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN)) | Q(outcome__isnull=False),
                name="decided_consultation_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.name} · {self.dossier}"

    def get_state_display(self) -> str:
        return str(ConsultationState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        if transition.on:
            return reverse(f"{transition.subject.split('.')[0]}:{transition.name}", args=[self.uuid])
        return reverse("consultations:transition", args=[self.uuid, transition.name])

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid

    @property
    def current_decision(self) -> "Outcome | None":
        """The outcome that holds now."""
        return self.outcome

    @property
    def is_open(self) -> bool:
        """Whether the municipality still has to say something."""
        return self.state in OPEN

    @property
    def respond_by(self) -> dt.date | None:
        """The day the municipality should react by, when the procedure has a term for it."""
        if self.procedure is None or self.procedure.response_days is None:
            return None
        return clock.day_of(self.invited_at) + dt.timedelta(days=self.procedure.response_days)


class Meeting(models.Model):
    """A meeting (bijeenkomst) of the OOGO; one meeting may serve several municipalities."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="meetings")
    consultations = models.ManyToManyField(Consultation, related_name="meetings", verbose_name=_("gemeenten"))
    held_on = models.DateField(_("datum"))
    place = models.CharField(_("plaats"), max_length=150)
    present = models.TextField(_("aanwezigen, met naam en functie"))
    subjects = models.TextField(_("besproken onderwerpen"))
    minutes = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("verslag"),
    )
    minutes_name = models.CharField(max_length=150, blank=True)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.held_on:%d-%m-%Y} {self.place}"

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid


class Outcome(Decision):
    """What a municipality's executive concluded. Append-only: a correction stands next to the former entry."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(
        _("uitkomst"),
        max_length=40,
        choices=[(state.value, state.label) for state in ConsultationState if state in OUTCOMES],
    )
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    signatory = models.CharField(_("namens het college getekend door"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("uitkomst")
        verbose_name_plural = _("uitkomsten")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(on_behalf=False) | ~Q(evidence="") | Q(document__isnull=False),
                name="on_behalf_needs_evidence",
            )
        ]

    @property
    def on_behalf_of(self) -> str:
        """The municipality, whoever recorded it."""
        return self.consultation.municipality.name

    @property
    def before_offer(self) -> bool:
        """Whether the outcome is dated before the day its version was frozen and offered."""
        return self.decided_on < clock.day_of(self.version.frozen_at)
