"""The dossier of a partnership in a round, and the working copy of its plan."""

import datetime as dt
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.models.law import Element, FilingRound
from plans.states import DossierState
from portal import clock
from portal.models import StoredFile, User
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition
from register.models import Municipality, Partnership

# The columns that keep what follows from the filings (`plans.standing.fold`).
KEPT = ("current_filing", "review_state", "repair_asked", "repair_due", "in_time")


class DossierQuerySet(PartyQuerySet["Dossier"]):
    def with_names(self) -> Self:
        return self.select_related("partnership__organisation", "round__law_version")

    def begun(self) -> Self:
        """Those whose partnership began to write."""
        return self.exclude(state=DossierState.NOT_STARTED)

    def with_standing(self) -> Self:
        """With the filing that counts, for what `plans.standing.of` says of it."""
        large = ("findings", "remark", "filed_by_name", "filed_for_name", "withdrawal_reason")
        return self.select_related("round", "current_filing").defer(
            *(f"current_filing__{name}" for name in large)
        )


class Dossier(HasParties, Stateful):
    """The ondersteuningsplan of one partnership for one round, from first draft to the verdict."""

    PARTIES = {"partnership": "partnership__organisation"}
    READING = "plans.view_draft"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(
        Partnership, verbose_name=_("samenwerkingsverband"), on_delete=models.PROTECT, related_name="dossiers"
    )
    round = models.ForeignKey(
        FilingRound, verbose_name=_("ronde"), on_delete=models.PROTECT, related_name="dossiers"
    )
    title = models.CharField(_("titel"), max_length=200, blank=True)
    period_start = models.DateField(_("begin planperiode"))
    period_end = models.DateField(_("einde planperiode"))
    budget_years = models.CharField(
        _("jaren van de begroting"),
        max_length=10,
        choices=[("school", _("schooljaren")), ("calendar", _("kalenderjaren"))],
        default="school",
    )
    budget_version = models.PositiveIntegerField(default=1, editable=False)
    chosen_municipalities = models.ManyToManyField(
        Municipality, blank=True, verbose_name=_("gekozen gemeenten"), related_name="+"
    )
    chosen_partnerships = models.ManyToManyField(
        Partnership, blank=True, verbose_name=_("gekozen samenwerkingsverbanden"), related_name="+"
    )
    offered_version = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_version = models.ForeignKey(
        "plans.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What follows from all filings (`plans.standing.fold`), kept by the step that changes one (`plans.services.keeping`).
    # The filing that counts; when none counts, the last one.
    current_filing = models.ForeignKey(
        "plans.Filing", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    review_state = models.CharField(max_length=40, blank=True, editable=False)  # of that filing
    # The filing of which repair is asked that was not answered, and by when.
    repair_asked = models.ForeignKey(
        "plans.Filing", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    repair_due = models.DateField(null=True, editable=False)
    # Whether a filing that can count was in time.
    in_time = models.BooleanField(default=False, editable=False)
    enforcement_since = models.DateTimeField(_("handhaving sinds"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["round", "partnership"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "round"], name="one_dossier_per_round"),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="dossier_period_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_version__isnull=False), name="adopted_has_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership.display_name} · {self.round.name}"

    def get_state_display(self) -> str:
        return str(DossierState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("plans:dossier", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        if transition.on:
            return reverse(f"{transition.subject.split('.')[0]}:{transition.name}", args=[self.uuid])
        if transition.permission == "plans.review_filing":  # the inspectorate works in the admin
            return reverse("admin:plans_dossier_transition", args=[self.pk, transition.name])
        return reverse("plans:transition", args=[self.uuid, transition.name])

    @property
    def has_begun(self) -> bool:
        """Whether the partnership began to write."""
        return self.state != DossierState.NOT_STARTED

    @property
    def dossier_uuid(self) -> UUID:
        return self.uuid

    @property
    def school_years(self) -> int:
        """The number of school years of the plan period."""
        return self.period_end.year - self.period_start.year

    def years(self) -> list[tuple[int, str]]:
        """The years of the budget, each with its label."""
        first, last = self.period_start.year, self.period_end.year
        if self.budget_years == "school":
            return [(year, f"{year}/{(year + 1) % 100:02d}") for year in range(first, last)]
        return [(year, str(year)) for year in range(first, last + 1)]

    def elements(self) -> models.QuerySet[Element]:
        """The elements the law asks of this plan."""
        found = Element.objects.filter(law_version=self.round.law_version_id, sector=self.partnership.sector)
        return found if self.round.is_first_plan else found.exclude(first_plan_only=True)


class ChapterManager(models.Manager["Chapter"]):
    """The chapters that are in the working copy, for `Chapter.objects` and `dossier.chapters` alike."""

    def get_queryset(self) -> models.QuerySet["Chapter"]:
        return super().get_queryset().filter(removed_at=None)


class Chapter(models.Model):
    """A chapter (hoofdstuk) of the working copy; with `element` it answers a mandatory element.

    Removed ones stay with all their texts, and can be put back; only `with_removed` knows them.
    """

    class Status(models.TextChoices):
        TODO = "todo", _("nog niet begonnen")
        BUSY = "busy", _("bezig")
        DONE = "done", _("afgerond")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="chapters")
    element = models.ForeignKey(Element, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("volgorde"))
    title = models.CharField(_("titel"), max_length=200)
    body = models.TextField(_("tekst"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.TODO)
    row_version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ChapterManager()
    with_removed: models.Manager["Chapter"] = models.Manager()

    class Meta:
        verbose_name = _("hoofdstuk")
        verbose_name_plural = _("hoofdstukken")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "element"], name="one_chapter_per_element"),
            models.CheckConstraint(
                condition=Q(status__in=["todo", "busy", "done"]), name="chapter_status_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(element=None), name="mandatory_chapter_stays"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:chapter", args=[self.dossier.uuid, self.pk])


class ChapterRevision(models.Model):
    """What a chapter said after each save; nothing that was written is lost."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    title = models.CharField(max_length=200)
    row_version = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.chapter_id} v{self.row_version}"


class Attachment(models.Model):
    """An attachment (bijlage) of the working copy. Removed ones stay, with the moment they were taken off."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("bestandsnaam"), max_length=150)
    description = models.CharField(_("omschrijving"), max_length=200, blank=True)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "name"], condition=Q(removed_at=None), name="attachment_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


def school_year_end(start: dt.date, years: int) -> dt.date:
    """The 31 July on which a period of so many school years ends."""
    return dt.date(start.year + years, 7, 31)
