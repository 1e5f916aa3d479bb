"""Whether the links people can follow still work."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock


class LinkCheck(models.Model):
    """What was found when a link was last tried (linkcontrole); one row per address."""

    url = models.URLField(_("link"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("geprobeerd op"))
    problem = models.CharField(_("wat er mis is"), max_length=200, blank=True)
    failing_since = models.DateTimeField(_("werkt niet sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("linkcontrole")
        verbose_name_plural = _("linkcontroles")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url

    @property
    def failing_for(self) -> dt.timedelta | None:
        """How long it has not worked."""
        return clock.now() - self.failing_since if self.failing_since else None
