"""The secret address by which somebody's calendar program reads their agenda."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.models import User
from portal.models.secret_links import SecretLink, SecretLinkQuerySet


def new_token() -> str:
    """A random text of 256 bits. Only migrations 0003 and 0005 still call it: a migration that landed stays."""
    return secrets.token_urlsafe(32)


class CalendarFeed(SecretLink):
    """An address of a calendar (agenda-adres): whoever has it reads the agenda, until it is withdrawn. Never deleted."""

    purpose = "calendar"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_feeds")
    opened_at = models.DateTimeField(_("gemaakt op"), default=clock.now)
    closed_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda-adres")
        verbose_name_plural = _("agenda-adressen")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_at=None), name="one_open_feed_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)  # never the secret: this text stands in the audit trail
