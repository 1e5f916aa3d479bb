"""Stored files, kept under the SHA-256 of their bytes."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock


class StoredFile(models.Model):
    """Bytes that were received or made, once per content. Never overwritten: the name is the hash."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("grootte in bytes"))
    content_type = models.CharField(_("soort bestand"), max_length=100)
    stored_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> Path:
        """Where the bytes are; made from the hash alone, never from a name somebody typed."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256

    def read(self) -> bytes:
        """The bytes."""
        return self.path.read_bytes()
