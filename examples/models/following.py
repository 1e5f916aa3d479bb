"""Who follows which subjects, and how often they hear of new examples."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from examples.models.examples import Example
from guidance.models import Subject
from portal import clock
from portal.models import User
from portal.models.secret_links import SecretLink, SecretLinkQuerySet


class Subscription(SecretLink):
    """The digest (overzicht per e-mail) of one person. One who stops keeps the subjects, and hears nothing."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("elke dag")
        WEEKLY = "weekly", _("elke week")
        MONTHLY = "monthly", _("elke maand")
        NEVER = "never", _("geen e-mail")

    purpose = "digest"
    PERIODS = {
        Frequency.DAILY: dt.timedelta(days=1),
        Frequency.WEEKLY: dt.timedelta(days=7),
        Frequency.MONTHLY: dt.timedelta(days=30),
    }

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="subscription")
    frequency = models.CharField(
        _("hoe vaak"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="subscriptions"
    )
    told_up_to = models.DateTimeField(default=clock.now)  # what was published later is still to be told
    told = models.ManyToManyField(Example, related_name="+", editable=False)  # each of them once
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)  # None: never

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("overzicht per e-mail")
        verbose_name_plural = _("overzichten per e-mail")

    def __str__(self) -> str:
        return str(self.user)  # never the secret: this text stands in the audit trail

    @property
    def period(self) -> dt.timedelta | None:
        """How long between two digests; None when there are none."""
        return self.PERIODS.get(self.Frequency(self.frequency))
