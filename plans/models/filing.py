"""What was frozen, adopted and filed: never changed afterwards."""

import datetime as dt
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.extension_points import VERSION_READERS
from plans.models.dossier import Dossier
from plans.states import COUNTING, FilingState
from portal import clock
from portal.models import Organisation, StoredFile, User
from portal.parties import HasParties, PartyQuerySet
from portal.workflow import Stateful, Transition


class PlanVersion(HasParties):
    """A numbered version of the plan (versie), frozen with its budget and attachments. The database refuses a change.

    `content` is the whole plan as data (see `plans.content`); `sha256` is the hash of its canonical JSON, `pdf` the
    document made of it. Attachments are listed in the content with their hashes.
    """

    PARTIES = {"partnership": "dossier__partnership__organisation"}
    READING = "plans.view_draft"
    READ_TOO = VERSION_READERS

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versie"))
    content = models.JSONField()
    sha256 = models.CharField("SHA-256", max_length=64)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("vastgelegd op"), default=clock.now)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie")
        verbose_name_plural = _("versies")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return str(_("versie %(number)d")) % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("plans:version", args=[self.dossier.uuid, self.number])

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid


class VersionAttachment(models.Model):
    """The bytes of an attachment that belong to a version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    description = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Adoption(models.Model):
    """Vaststelling: which body adopted which version, and when. A later adoption stands next to the earlier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="adoptions")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField(_("datum van vaststelling"))
    body = models.CharField(_("vastgesteld door"), max_length=200)
    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_name = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("vaststelling")
        verbose_name_plural = _("vaststellingen")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.adopted_on} {self.body}"


class FilingQuerySet(PartyQuerySet["Filing"]):
    def that_count(self) -> Self:
        """Those that can count; the others are as if they had not come."""
        return self.filter(state__in=COUNTING)


class Filing(HasParties, Stateful):
    """Indiening: what the inspectorate received, and how far it is with it. Only state and review change."""

    PARTIES = {"partnership": "dossier__partnership__organisation"}
    READING = "plans.view_filing"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="filings")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="filings")
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField(_("volgnummer"))
    reference = models.CharField(_("kenmerk"), max_length=40, unique=True)
    received_at = models.DateTimeField(_("ontvangen op"))
    deadline = models.DateTimeField(_("op tijd was vóór"))
    filed_by = models.ForeignKey(
        User, verbose_name=_("ingediend door"), on_delete=models.PROTECT, related_name="+"
    )
    filed_by_name = models.CharField(_("ingediend door"), max_length=500)
    filed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    filed_for_name = models.CharField(_("namens"), max_length=300)
    remark = models.TextField(_("opmerking"), blank=True)
    findings = models.JSONField(_("bevindingen bij indiening"), default=list)
    in_answer_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    receipt = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_by_name = models.CharField(_("ingetrokken door"), max_length=500, blank=True)
    withdrawal_reason = models.TextField(_("reden van de intrekking"), blank=True)
    # The receipt with the mark; the one from before stays what it was.
    withdrawn_receipt = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        User, verbose_name=_("inspecteur"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    repair_due = models.DateField(_("herstel uiterlijk"), null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("indiening")
        verbose_name_plural = _("indieningen")
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sequence"], name="filing_sequence_once"),
            models.UniqueConstraint(
                fields=["version"], condition=~Q(state="withdrawn"), name="version_filed_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="withdrawn_has_a_moment"
            ),
            models.CheckConstraint(condition=Q(state__in=FilingState.values), name="filing_state_known"),
            models.CheckConstraint(
                condition=~Q(state="repair_requested") | Q(repair_due__isnull=False), name="repair_has_a_term"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_state_display(self) -> str:
        return str(FilingState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("plans:receipt", args=[self.reference])

    def get_action_url(self, transition: Transition) -> str:
        if transition.permission == "plans.review_filing":  # the inspectorate works in the admin
            return reverse("admin:plans_filing_transition", args=[self.pk, transition.name])
        return reverse("plans:withdraw", args=[self.reference])

    @property
    def dossier_uuid(self) -> UUID:
        return self.dossier.uuid

    @property
    def is_timely(self) -> bool:
        """Received before the deadline that held at the time."""
        return self.received_at < self.deadline

    @property
    def late_by(self) -> dt.timedelta | None:
        """How late it came; None when it was in time."""
        return None if self.is_timely else self.received_at - self.deadline

    def manifest(self) -> list[dict[str, Any]]:
        """What the receipt lists: the plan as PDF and as data, and each attachment, with size and SHA-256."""
        version = self.version
        return [
            {
                "name": f"{self.reference}.pdf",
                "sha256": version.pdf.sha256,
                "size": version.pdf.size,
                "kind": "pdf",
            },
            {"name": f"{self.reference}.json", "sha256": version.sha256, "size": None, "kind": "json"},
            *(
                {"name": row.name, "sha256": row.file.sha256, "size": row.file.size, "kind": "attachment"}
                for row in version.attachments.select_related("file")
            ),
        ]


class RepairFinding(models.Model):
    """What the reviewer found missing in one element, with a repair request."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="repair_findings")
    audit_entry = models.ForeignKey("portal.AuditEntry", on_delete=models.PROTECT, related_name="+")
    element = models.ForeignKey("plans.Element", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("bevinding"))

    class Meta:
        verbose_name = _("bevinding van de inspectie")
        verbose_name_plural = _("bevindingen van de inspectie")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.text[:80]


def with_filing(user: User) -> Q:
    """The versions that somebody reads a filing of, also when it was withdrawn."""
    return Q(pk__in=Filing.objects.visible_to(user).values("version"))
