"""The audit trail (auditspoor)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock


class AuditEntry(models.Model):
    """One decision: who, for whom, what, when and why. Append-only; the database refuses a change (trigger).

    Names are kept as text, so that a line says the same after a rename. `dossier` is the public id of the dossier it
    belongs to: one indexed query gives the timeline of a dossier over all apps.
    """

    at = models.DateTimeField(_("tijdstip"), default=clock.now)
    action = models.CharField(_("handeling"), max_length=80)
    actor = models.ForeignKey(
        "portal.User", verbose_name=_("door"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("naam"), max_length=500, blank=True)
    actor_role = models.CharField(_("rol"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        "portal.Organisation",
        verbose_name=_("namens"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation_name = models.CharField(_("namens"), max_length=250, blank=True)
    dossier = models.UUIDField(_("dossier"), null=True, db_index=True)
    subject = models.CharField(_("onderwerp"), max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_text = models.CharField(_("omschrijving"), max_length=300)
    from_state = models.CharField(_("van"), max_length=40, blank=True)
    to_state = models.CharField(_("naar"), max_length=40, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    data = models.JSONField(_("gegevens"), default=dict, blank=True)
    request_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("auditregel")
        verbose_name_plural = _("auditspoor")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject", "subject_id"])]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{clock.local(self.at):%Y-%m-%d %H:%M:%S} {self.action}"
