"""What people should know of a dispute committee before they bring something to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.links import PublicURLField
from guidance.models.library import Document
from plans.models.law import in_language
from portal.models import Organisation
from portal.rights import OrganisationKind


class CommitteePage(models.Model):
    """What a dispute committee (geschillencommissie) says of itself: who may bring what, how, and by which rules."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("geschillencommissie"),
        on_delete=models.PROTECT,
        related_name="page",
        limit_choices_to={"kind": OrganisationKind.COMMITTEE},
    )
    kept_by = models.CharField(_("ondergebracht bij"), max_length=150, blank=True)
    seat = models.CharField(_("zetel"), max_length=100, blank=True)
    subject = models.TextField(_("waarover"))
    subject_en = models.TextField(_("waarover (Engels)"), blank=True)
    who = models.TextField(_("wie een geschil kan voorleggen"))
    who_en = models.TextField(_("wie een geschil kan voorleggen (Engels)"), blank=True)
    outcome = models.TextField(_("wat de commissie doet"), blank=True)
    outcome_en = models.TextField(_("wat de commissie doet (Engels)"), blank=True)
    rules = models.ForeignKey(
        Document,
        verbose_name=_("reglement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="committees",
        limit_choices_to={"kind": Document.Kind.RULES},
    )
    rules_since = models.DateField(_("reglement van kracht sinds"), null=True, blank=True)
    url = PublicURLField(_("website"), blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pagina van een geschillencommissie")
        verbose_name_plural = _("pagina’s van geschillencommissies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def display_subject(self) -> str:
        return in_language(self.subject, self.subject_en)

    @property
    def display_who(self) -> str:
        return in_language(self.who, self.who_en)

    @property
    def display_outcome(self) -> str:
        return in_language(self.outcome, self.outcome_en)
