"""The mail queue (postbak uit), which is also the in-portal copy."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock


class MailMessage(models.Model):
    """One notification to one address: written in the transaction of the event, delivered after it.

    The text is rendered from `event` and `context` when it is shown or sent, in the reader's language.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("in de wachtrij")
        SENT = "sent", _("verzonden")
        FAILED = "failed", _("mislukt")

    event = models.CharField(_("gebeurtenis"), max_length=80)
    event_id = models.UUIDField(default=uuid.uuid4)
    context = models.JSONField(default=dict)
    dossier = models.UUIDField(null=True, db_index=True)
    user = models.ForeignKey(
        "portal.User", verbose_name=_("persoon"), null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.EmailField(_("aan"))
    language = models.CharField(max_length=2, default="nl")
    created_at = models.DateTimeField(_("gemaakt"), default=clock.now)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(_("verzonden"), null=True)
    error = models.TextField(_("fout"), blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event_id", "address"], name="one_mail_per_event_and_address")
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=~Q(status="sent"), name="mail_waiting"),
            models.Index(fields=["user", "-created_at"], name="mail_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="mail_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.address}"
