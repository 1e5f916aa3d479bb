"""The register: partnerships, municipalities, the areas between them and the municipal changes since 2014.

Source: Regeling regio-indeling samenwerkingsverbanden passend onderwijs PO en VO; see `data/PROVENANCE.md`.
"""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation
from portal.parties import HasParties
from register.codes import normalise


class Sector(models.TextChoices):
    """The two kinds of partnership."""

    PO = "PO", _("primair onderwijs")
    VO = "VO", _("voortgezet onderwijs")


def valid_on(day: dt.date) -> Q:
    """The rows in force on a day; `valid_to` is the first day they are not."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def search(self, text: str) -> Self:
        """Partnerships whose code (in any spelling), name, seat, area or municipality matches the text."""
        text = text.strip()
        if not text:
            return self
        found = (
            Q(organisation__name__icontains=text) | Q(seat__icontains=text) | Q(area_label__icontains=text)
        )
        found |= Q(code__icontains=text)
        if code := normalise(text):
            found |= Q(code=code)
        elif digits := normalise(text, "PO"):
            found |= Q(code__endswith=digits[2:])
        municipal = Area.objects.filter(municipality__organisation__name__icontains=text).values(
            "partnership"
        )
        return self.filter(found | Q(pk__in=municipal))


class Partnership(HasParties):
    """Samenwerkingsverband (SWV): the school boards of one area, for one sector."""

    class Scope(models.TextChoices):
        REGIONAL = "regional", _("regionaal")
        NATIONAL = "national", _("landelijk")

    PARTIES = {"partnership": "organisation"}

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="partnership")
    code = models.CharField(_("code"), max_length=6, null=True, blank=True, unique=True)
    sector = models.CharField(_("sector"), max_length=2, choices=Sector.choices)
    scope = models.CharField(_("gebied"), max_length=10, choices=Scope.choices)
    name = models.CharField(_("naam"), max_length=250, blank=True)
    legal_form = models.CharField(_("rechtsvorm"), max_length=60, blank=True)
    seat = models.CharField(_("vestigingsplaats"), max_length=100, blank=True)
    area_label = models.CharField(_("gebiedsomschrijving"), max_length=150)
    name_source = models.CharField(_("bron van de naam"), max_length=250, blank=True)
    valid_from = models.DateField(_("geldig vanaf"), null=True, blank=True)
    valid_to = models.DateField(_("geldig tot"), null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("samenwerkingsverband")
        verbose_name_plural = _("samenwerkingsverbanden")
        ordering = ["sector", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="partnership_sector_known"),
            models.CheckConstraint(
                condition=Q(scope="national") | Q(code__isnull=False), name="regional_partnership_has_code"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name with code and area description; where the name is not known, those alone."""
        known = " · ".join(part for part in (self.code or self.sector, self.name) if part)
        return f"{known} ({self.area_label})" if not self.name else known

    @property
    def is_national(self) -> bool:
        return self.scope == self.Scope.NATIONAL


class Municipality(models.Model):
    """Gemeente; `code` is that of Statistics Netherlands (CBS)."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="municipality")
    code = models.CharField(_("CBS-code"), max_length=6, unique=True)
    name = models.CharField(_("naam"), max_length=100)
    province = models.CharField(_("provincie"), max_length=30)
    valid_from = models.DateField(_("geldig vanaf"), null=True, blank=True)
    valid_to = models.DateField(_("geldig tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="municipality_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One municipality (or part of it) in the area of one partnership, for a period.

    A part is given by 4-digit postcodes: `only` those, or all `except` those.
    """

    class Coverage(models.TextChoices):
        WHOLE = "whole", _("geheel")
        PARTIAL = "partial", _("gedeeltelijk")

    class PostcodeMode(models.TextChoices):
        ONLY = "only", _("alleen")
        EXCEPT = "except", _("behalve")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="areas")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    coverage = models.CharField(_("dekking"), max_length=10, choices=Coverage.choices)
    postcode_mode = models.CharField(max_length=10, choices=PostcodeMode.choices, blank=True)
    postcodes = models.JSONField(_("postcodes"), default=list, blank=True)
    confidence = models.CharField(_("zekerheid"), max_length=20, blank=True)
    valid_from = models.DateField(_("geldig vanaf"))
    valid_to = models.DateField(_("geldig tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("gebiedsregel")
        verbose_name_plural = _("gebiedsregels")
        ordering = ["partnership", "municipality"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "municipality"], condition=Q(valid_to=None), name="area_in_force_once"
            ),
            models.CheckConstraint(
                condition=(Q(coverage="whole") & Q(postcode_mode=""))
                | (Q(coverage="partial") & ~Q(postcode_mode="")),
                name="area_postcodes_when_partial",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership.code or self.partnership.sector} · {self.municipality.name}"

    @property
    def part_text(self) -> str:
        """Which part of the municipality this is, in words; empty for the whole."""
        if self.coverage == self.Coverage.WHOLE:
            return ""
        codes = ", ".join(self.postcodes)
        if self.postcode_mode == self.PostcodeMode.ONLY:
            return gettext("alleen postcodes %(codes)s") % {"codes": codes}
        return gettext("behalve postcodes %(codes)s") % {"codes": codes}


class MunicipalityChange(models.Model):
    """Herindeling: on `date` one municipality went over, wholly or in part, into another."""

    date = models.DateField(_("datum"))
    kind = models.CharField(_("soort"), max_length=20)
    old_code = models.CharField(_("oude code"), max_length=6)
    old_name = models.CharField(_("oude naam"), max_length=100)
    new_code = models.CharField(_("nieuwe code"), max_length=6)
    new_name = models.CharField(_("nieuwe naam"), max_length=100)
    old_goes_over = models.CharField(_("gaat over"), max_length=10)

    class Meta:
        verbose_name = _("herindeling")
        verbose_name_plural = _("herindelingen")
        ordering = ["date", "new_code", "old_code"]
        constraints = [
            models.UniqueConstraint(fields=["date", "old_code", "new_code"], name="municipality_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.old_name} → {self.new_name}"
