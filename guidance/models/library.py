"""The library (bibliotheek): documents by those who help with the introduction, each with its versions."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidance.links import PublicURLField
from guidance.models.search import Searchable
from plans.models.law import in_language
from portal.models import StoredFile


class Audience(models.TextChoices):
    """For whom something is meant (doelgroep)."""

    EVERYONE = "everyone", _("iedereen")
    BOARDS = "boards", _("schoolbesturen en samenwerkingsverbanden")
    MUNICIPALITIES = "municipalities", _("gemeenten")
    BOTH = "both", _("schoolbesturen en gemeenten")
    COUNCILS = "councils", _("ondersteuningsplanraden")

    @classmethod
    def including(cls, asked: str) -> list[str]:
        """The audiences somebody of the one asked for belongs to."""
        wider: dict[str, list[str]] = {
            cls.BOARDS: [cls.BOTH],
            cls.MUNICIPALITIES: [cls.BOTH],
            cls.BOTH: [cls.BOARDS, cls.MUNICIPALITIES],
        }
        return [asked, cls.EVERYONE, *wider.get(asked, [])]


class Party(models.Model):
    """An organisation that helps with the introduction (partij), such as the sector councils and the ministries."""

    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=150)
    name_en = models.CharField(_("naam (Engels)"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class Subject(models.Model):
    """A subject (onderwerp): of the OOGO, or an element of the plan."""

    class Kind(models.TextChoices):
        OOGO = "oogo", _("onderwerp van het overleg")
        ELEMENT = "element", _("onderdeel van het plan")

    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices, default=Kind.OOGO)
    key = models.SlugField(
        _("sleutel"),
        max_length=60,
        unique=True,
        help_text=_("bij een onderdeel van het plan: de sleutel daarvan"),
    )
    name = models.CharField(_("naam"), max_length=150)
    name_en = models.CharField(_("naam (Engels)"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("onderwerp")
        verbose_name_plural = _("onderwerpen")
        ordering = ["-kind", "name"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class DocumentQuerySet(Searchable["Document"]):
    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(is_public=True)


class Document(models.Model):
    """A document of the library: a guide (handreiking), a model, rules, or something else; its text is in its versions."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("handreiking")
        MODEL = "model", _("modelprocedure")
        AGREEMENT = "agreement", _("modelovereenkomst")
        RULES = "rules", _("reglement")
        OTHER = "other", _("ander document")

    class Language(models.TextChoices):
        DUTCH = "nl", _("Nederlands")
        ENGLISH = "en", _("Engels")
        OTHER = "other", _("andere taal")

    key = models.SlugField(
        _("sleutel"), max_length=80, unique=True, help_text=_("staat in het adres van de pagina")
    )
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    summary = models.TextField(_("waar het over gaat"), blank=True)
    summary_en = models.TextField(_("waar het over gaat (Engels)"), blank=True)
    issuers = models.ManyToManyField(
        Party, verbose_name=_("uitgegeven door"), blank=True, related_name="documents"
    )
    audience = models.CharField(
        _("doelgroep"), max_length=20, choices=Audience.choices, default=Audience.EVERYONE
    )
    language = models.CharField(_("taal"), max_length=6, choices=Language.choices, default=Language.DUTCH)
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="documents"
    )
    source = models.CharField(
        _("bron"), max_length=300, blank=True, help_text=_("waar deze gegevens vandaan komen")
    )
    is_public = models.BooleanField(_("staat op de site"), default=True)
    search_text = models.TextField(editable=False, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.display_title

    def get_absolute_url(self) -> str:
        return reverse("guidance:document", args=[self.key])

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_summary(self) -> str:
        return in_language(self.summary, self.summary_en)

    @property
    def issued_by(self) -> str:
        """Who issued it, in words; the rows are read ahead by the lists."""
        return ", ".join(str(row) for row in self.issuers.all())

    @property
    def latest_label(self) -> str:
        """What its latest version is called; the rows are read ahead by the lists."""
        versions = self.versions.all()
        return versions[0].display_label if versions else ""

    def refresh_search(self) -> None:
        """Bring the text that is searched up to date with the document, its issuers, subjects and versions."""
        texts = [self.title, self.title_en, self.summary, self.summary_en]
        texts += [text for row in self.issuers.all() for text in (row.name, row.name_en)]
        texts += [text for row in self.subjects.all() for text in (row.name, row.name_en)]
        texts += [text for row in self.versions.all() for text in (row.label, row.changes, row.changes_en)]
        self.search_text = "\n".join(text for text in texts if text).casefold()
        Document.objects.filter(pk=self.pk).update(search_text=self.search_text)


class DocumentVersion(models.Model):
    """A version of a document: its date, what changed, and where it is to be had (a link or a file)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    position = models.PositiveSmallIntegerField(_("volgorde"), default=1, help_text=_("de oudste heeft 1"))
    label = models.CharField(_("versie"), max_length=60, help_text=_("bijvoorbeeld: februari 2014"))
    label_en = models.CharField(_("versie (Engels)"), max_length=60, blank=True)
    dated = models.DateField(_("datum"), null=True, blank=True, help_text=_("leeg als de dag niet bekend is"))
    changes = models.TextField(_("wat er is veranderd"), blank=True)
    changes_en = models.TextField(_("wat er is veranderd (Engels)"), blank=True)
    url = PublicURLField(_("link"), blank=True)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("bestand"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file_name = models.CharField(_("naam van het bestand"), max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = _("versie van een document")
        verbose_name_plural = _("versies van documenten")
        ordering = ["document", "-position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"],
                name="document_version_position_once",
                violation_error_message=_("Twee versies hebben dezelfde plaats in de volgorde."),
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="document_version_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.display_label}"

    @property
    def display_label(self) -> str:
        return in_language(self.label, self.label_en)

    @property
    def display_changes(self) -> str:
        return in_language(self.changes, self.changes_en)
