"""The law as data: rounds with their deadlines, and the mandatory elements per sector and law version."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import formats, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from register.models import Partnership, Sector

MAX_SCHOOL_YEARS = 4


def in_language(nl: str, en: str) -> str:
    """The Dutch or the English text of a row; Dutch where there is no English."""
    return en if en and (translation.get_language() or "nl").startswith("en") else nl


class LawVersion(models.Model):
    """A version of the law that says what a plan must contain."""

    key = models.SlugField(_("sleutel"), unique=True)
    name = models.CharField(_("naam"), max_length=150)
    valid_from = models.DateField(_("geldig vanaf"))

    class Meta:
        verbose_name = _("wetsversie")
        verbose_name_plural = _("wetsversies")
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.name


class Element(models.Model):
    """A mandatory element of the plan (verplicht onderdeel), art. 18a WPO / 17a WVO lid 8 or a transitional article."""

    law_version = models.ForeignKey(LawVersion, on_delete=models.PROTECT, related_name="elements")
    sector = models.CharField(_("sector"), max_length=2, choices=Sector.choices)
    key = models.SlugField(_("sleutel"), max_length=60)
    letter = models.CharField(_("letter"), max_length=5, blank=True)
    article = models.CharField(_("artikel"), max_length=80)
    position = models.PositiveSmallIntegerField(_("volgorde"))
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel (Engels)"), max_length=150, blank=True)
    explanation = models.TextField(_("uitleg"))
    explanation_en = models.TextField(_("uitleg (Engels)"), blank=True)
    first_plan_only = models.BooleanField(_("alleen in het eerste plan"), default=False)
    needs_budget = models.BooleanField(_("vraagt een meerjarenbegroting"), default=False)

    class Meta:
        verbose_name = _("verplicht onderdeel")
        verbose_name_plural = _("verplichte onderdelen")
        ordering = ["law_version", "sector", "position"]
        constraints = [
            models.UniqueConstraint(fields=["law_version", "sector", "key"], name="element_once"),
            models.UniqueConstraint(
                fields=["law_version", "sector", "position"], name="element_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.letter or '+'} · {self.display_title}"

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_explanation(self) -> str:
        return in_language(self.explanation, self.explanation_en)


class BudgetHeading(models.Model):
    """A heading of the multi-year budget (begrotingspost)."""

    class Kind(models.TextChoices):
        INCOME = "income", _("baten")
        EXPENDITURE = "expenditure", _("lasten")

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("volgorde"))
    sector = models.CharField(_("sector"), max_length=2, choices=Sector.choices, blank=True)
    name = models.CharField(_("naam"), max_length=150)
    name_en = models.CharField(_("naam (Engels)"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("begrotingspost")
        verbose_name_plural = _("begrotingsposten")
        ordering = ["-kind", "position"]  # income before expenditure

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return in_language(self.name, self.name_en)


class FilingRound(models.Model):
    """A filing round (indienronde): the plans that start on one 1 August.

    `deadline` is exclusive: timely means received before it. Shown to people as the minute before.
    """

    name = models.CharField(_("naam"), max_length=120, unique=True)
    law_version = models.ForeignKey(LawVersion, verbose_name=_("wetsversie"), on_delete=models.PROTECT)
    plan_start = models.DateField(_("begin van de planperiode"))
    deadline = models.DateTimeField(_("op tijd is vóór"))
    deadline_article = models.CharField(_("artikel"), max_length=120, blank=True)
    is_first_plan = models.BooleanField(_("eerste plan"), default=False)
    for_all = models.BooleanField(
        _("voor alle samenwerkingsverbanden"),
        default=True,
        help_text=_("uit voor een tussentijdse ronde, waaraan alleen meedoet wie zelf begint"),
    )

    allows_withdrawal = models.BooleanField(
        _("indiening mag worden ingetrokken"),
        default=True,
        help_text=_(
            "tot de uiterste datum, zolang de inspectie niet heeft geoordeeld; de wet zegt er niets over"
        ),
    )

    class Meta:
        verbose_name = _("indienronde")
        verbose_name_plural = _("indienrondes")
        ordering = ["-plan_start", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_start__month=8, plan_start__day=1),
                name="round_starts_on_1_august",
                violation_error_message=_("Een planperiode begint op 1 augustus."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.plan_start and self.deadline and clock.day_of(self.deadline) > self.plan_start:
            raise ValidationError(
                {"deadline": gettext("De uiterste datum ligt na het begin van de planperiode.")}
            )

    @property
    def last_end(self) -> dt.date:
        """The latest day a plan of this round may end: four school years (lid 7)."""
        return dt.date(self.plan_start.year + MAX_SCHOOL_YEARS, 7, 31)

    @property
    def deadline_text(self) -> str:
        """The deadline as people read it: the last day and minute that are still in time."""
        last = clock.local(self.deadline - dt.timedelta(minutes=1))
        return gettext("uiterlijk %(date)s om %(time)s uur") % {
            "date": formats.date_format(last, "j F Y"),
            "time": f"{last:%H.%M}" if translation.get_language() == "nl" else f"{last:%H:%M}",
        }

    def is_for(self, partnership: Partnership) -> bool:
        """Whether the partnership is there on the day the plans start: one that ended before has no plan to make."""
        begins, ends = partnership.valid_from, partnership.valid_to
        return (begins is None or begins <= self.plan_start) and (ends is None or ends > self.plan_start)

    @property
    def has_passed(self) -> bool:
        return self.has_passed_at(clock.now())

    def has_passed_at(self, moment: dt.datetime) -> bool:
        """Whether what came at a moment came too late."""
        return moment >= self.deadline

    @property
    def days_left(self) -> int:
        """Whole days until the last timely day; 0 on that day, negative after it."""
        return (self.last_day - clock.today()).days

    @property
    def last_day(self) -> dt.date:
        """The last day on which filing is timely."""
        return clock.day_of(self.deadline - dt.timedelta(microseconds=1))


class Milestone(models.Model):
    """A statutory or planned date in a round (mijlpaal)."""

    round = models.ForeignKey(FilingRound, on_delete=models.CASCADE, related_name="milestones")
    key = models.SlugField(_("sleutel"), max_length=40)
    date = models.DateField(_("datum"))
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    article = models.CharField(_("artikel"), max_length=80, blank=True)
    partnerships_only = models.BooleanField(
        _("alleen voor samenwerkingsverbanden"),
        default=False,
        help_text=_("staat dan niet in de agenda van gemeenten"),
    )

    class Meta:
        verbose_name = _("mijlpaal")
        verbose_name_plural = _("mijlpalen")
        ordering = ["date", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.title}"

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)
