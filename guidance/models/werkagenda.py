"""The werkagenda: what the parties promised to help with, and the dates of the introduction."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.models.committee import CommitteePage
from guidance.models.library import Audience, Document, Party
from plans.models.law import in_language
from portal import clock


class AgendaAction(models.Model):
    """An action of the werkagenda (actie): who does what for whom, and by when."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("gepland")
        DONE = "done", _("gedaan")
        LATE = "late", _("termijn voorbij")

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=1)
    title = models.CharField(_("wat"), max_length=200)
    title_en = models.CharField(_("wat (Engels)"), max_length=200, blank=True)
    description = models.TextField(_("toelichting"), blank=True)
    description_en = models.TextField(_("toelichting (Engels)"), blank=True)
    parties = models.ManyToManyField(Party, verbose_name=_("wie"), related_name="actions")
    audience = models.CharField(_("voor wie"), max_length=20, choices=Audience.choices)
    planned_from = models.DateField(_("gepland vanaf"), null=True, blank=True)
    planned_to = models.DateField(
        _("gepland tot en met"), help_text=_("bij één dag: die dag; bij een schooljaar: 31 juli")
    )
    is_done = models.BooleanField(_("gedaan"), default=False)
    done_on = models.DateField(
        _("gedaan op"), null=True, blank=True, help_text=_("leeg als de dag niet bekend is")
    )
    result = models.TextField(_("wat het opleverde"), blank=True)
    result_en = models.TextField(_("wat het opleverde (Engels)"), blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("document dat het opleverde"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    committee = models.ForeignKey(
        CommitteePage,
        verbose_name=_("commissie die het opleverde"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("actie van de werkagenda")
        verbose_name_plural = _("acties van de werkagenda")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_from=None) | Q(planned_to__gte=F("planned_from")),
                name="agenda_action_ends_after_it_begins",
                violation_error_message=_("De periode eindigt voordat zij begint."),
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(is_done=True),
                name="agenda_action_done_on_is_done",
                violation_error_message=_("Er staat een dag waarop het is gedaan. Zet dan ook ‘gedaan’ aan."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        if self.done_on and self.done_on > clock.today():
            raise ValidationError({"done_on": gettext("Deze dag ligt in de toekomst.")})

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_description(self) -> str:
        return in_language(self.description, self.description_en)

    @property
    def display_result(self) -> str:
        return in_language(self.result, self.result_en)

    @property
    def status(self) -> Status:
        """Done, or by the clock: late when the last planned day is over."""
        if self.is_done:
            return self.Status.DONE
        return self.Status.LATE if self.planned_to < clock.today() else self.Status.PLANNED

    @property
    def school_years(self) -> str:
        """The school years the planned period lies in: `2012/13, 2013/14`."""
        first = school_year(self.planned_from or self.planned_to)
        return ", ".join(map(school_year_label, range(first, school_year(self.planned_to) + 1)))


class AgendaDate(models.Model):
    """A date of the introduction that is no milestone of a filing round (datum van de invoering)."""

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    date = models.DateField(_("datum"))
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("datum van de invoering")
        verbose_name_plural = _("data van de invoering")
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.title}"

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)


def school_year(day: dt.date) -> int:
    """The year in which the school year of a day began, on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def school_year_label(year: int) -> str:
    """A school year in words, by the year in which it begins: `2013/14`."""
    return f"{year}/{(year + 1) % 100:02d}"
