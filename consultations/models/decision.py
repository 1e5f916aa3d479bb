"""What is recorded of a decision, whatever kind it is."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models import PlanVersion
from portal import clock
from portal.models import StoredFile, User

if TYPE_CHECKING:
    from django.db.models import ForeignKey


class Record(models.Model):
    """Something that was decided, said or done, as somebody put it on record. Append-only.

    By whom (`recorded_by`), on behalf of whom (`on_behalf_of`), on what day (`day`), about which version (`about`), and
    with which document. A model has its own name for the day, and says on whose behalf its rows are recorded.
    """

    day_field: ClassVar[str]

    document = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_name = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}"

    @property
    def day(self) -> dt.date:
        """The day it was decided or done."""
        day: dt.date = getattr(self, self.day_field)
        return day

    @property
    def about(self) -> PlanVersion:
        """The version of the plan it is about."""
        version: Any = self.version  # type: ignore[attr-defined]
        found: PlanVersion = version
        return found

    @property
    def on_behalf_of(self) -> str:
        """For whom it was recorded, by name."""
        raise NotImplementedError


class Decision(Record):
    """What one body concluded, recorded by itself or on its behalf, with evidence. A correction keeps the former one."""

    day_field = "decided_on"

    decided_on = models.DateField(_("datum"))
    remarks = models.TextField(_("opmerkingen"), blank=True)
    on_behalf = models.BooleanField(_("vastgelegd door het samenwerkingsverband"), default=False)
    evidence = models.TextField(_("waaruit dit blijkt"), blank=True)
    corrects: "ForeignKey[Any, Any]" = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_by_name = models.CharField(max_length=500)

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.day:%d-%m-%Y})"  # type: ignore[attr-defined]
