"""Experiments: partnerships that may try the new system a year early."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from experiments.states import ExperimentState
from guidance.models.werkagenda import school_year_label
from plans.models.law import in_language
from portal import clock
from portal.models import Organisation, StoredFile, User
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition


class ExperimentCall(models.Model):
    """A school year in which partnerships may experiment (oproep), and about how many."""

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel (Engels)"), max_length=150, blank=True)
    school_year = models.PositiveSmallIntegerField(
        _("schooljaar"), unique=True, help_text=_("het jaar waarin het begint: 2013 voor 2013/14")
    )
    places = models.PositiveSmallIntegerField(
        _("aantal samenwerkingsverbanden, ongeveer"),
        help_text=_("meer kiezen mag: het portaal zegt het erbij"),
    )
    apply_until = models.DateField(
        _("aanmelden tot en met"), null=True, blank=True, help_text=_("leeg als er geen dag is afgesproken")
    )
    terms = models.TextField(_("voorwaarden"), blank=True)
    terms_en = models.TextField(_("voorwaarden (Engels)"), blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("oproep voor experimenten")
        verbose_name_plural = _("oproepen voor experimenten")
        ordering = ["-school_year"]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_terms(self) -> str:
        return in_language(self.terms, self.terms_en)

    @property
    def year_label(self) -> str:
        """The school year in words: `2013/14`."""
        return school_year_label(self.school_year)

    @property
    def has_closed(self) -> bool:
        """Whether the last day to apply is over. Later is accepted, and marked."""
        return self.apply_until is not None and self.apply_until < clock.today()


class ExperimentQuerySet(PartyQuerySet["Experiment"]):
    def under_way(self) -> Self:
        """Those that were not taken back: one for each partnership and call."""
        return self.exclude(state=ExperimentState.TAKEN_BACK)

    def to_decide(self) -> Self:
        """Those of which nobody recorded yet what the ministry decides."""
        return self.filter(state=ExperimentState.APPLIED)

    def selected(self) -> Self:
        return self.filter(state=ExperimentState.SELECTED)


class Experiment(Stateful, HasParties):
    """The application (aanmelding) of one partnership, and what came of it."""

    PARTIES = {"organisation": "organisation"}
    READING = "experiments.view_experiment"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(ExperimentCall, on_delete=models.PROTECT, related_name="experiments")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("samenwerkingsverband"),
        on_delete=models.PROTECT,
        related_name="experiments",
    )
    plan = models.TextField(_("wat wilt u uitproberen"))
    motivation = models.TextField(_("waarom doet u mee"))
    applied_at = models.DateTimeField(pgettext_lazy("experiment", "aangemeld op"), default=clock.now)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(_("na de sluiting aangemeld"), default=False)
    decided_on = models.DateField(_("besluit van"), null=True, blank=True)
    decision = models.TextField(_("reden van het besluit"), blank=True)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experimenten")
        ordering = ["call", "organisation__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExperimentState.values), name="experiment_state_known"
            ),
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=~Q(state=ExperimentState.TAKEN_BACK),
                name="one_application_per_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.call.year_label}"

    def get_state_display(self) -> str:
        return str(ExperimentState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("experiments:experiment", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        if transition.on:
            return reverse(f"{transition.subject.split('.')[0]}:{transition.name}", args=[self.uuid])
        return reverse("experiments:experiment_transition", args=[self.uuid, transition.name])

    @property
    def is_under_way(self) -> bool:
        """Whether it was not taken back."""
        return self.state != ExperimentState.TAKEN_BACK

    @property
    def is_to_decide(self) -> bool:
        return self.state == ExperimentState.APPLIED

    @property
    def is_decided_before_application(self) -> bool:
        """Whether the day of the decision lies before that of the application: accepted, and marked."""
        return self.decided_on is not None and self.decided_on < clock.day_of(self.applied_at)


class ExperimentReport(models.Model):
    """What a partnership tells of its experiment (verslag). Never changed: a later report adds to it."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="reports")
    done = models.TextField(_("wat hebt u gedaan"))
    lessons = models.TextField(_("wat leert u ervan"))
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_name = models.CharField(max_length=150, blank=True)
    reported_at = models.DateTimeField(default=clock.now)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("verslag van een experiment")
        verbose_name_plural = _("verslagen van experimenten")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.experiment} {clock.day_of(self.reported_at):%d-%m-%Y}"
