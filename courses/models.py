"""What third parties offer (cursussen en advies)."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.links import PublicURLField
from guidance.models import Subject
from plans.models.law import in_language
from portal import clock


class Offer(models.Model):
    """A course or advice by a third party (aanbod): a pointer to it, and the day somebody looked whether it is so."""

    provider = models.CharField(_("aanbieder"), max_length=150)
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="offers"
    )
    url = PublicURLField(_("link"))
    checked_on = models.DateField(_("nagekeken op"), default=clock.today)
    is_public = models.BooleanField(_("staat op de site"), default=True)

    class Meta:
        verbose_name = _("aanbod van een ander")
        verbose_name_plural = _("aanbod van anderen")
        ordering = ["provider", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.provider}: {self.display_title}"

    def clean(self) -> None:
        if self.checked_on and self.checked_on > clock.today():
            raise ValidationError({"checked_on": gettext("Deze dag ligt in de toekomst.")})

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)


def linked_addresses() -> Iterable[str]:
    """The addresses people can follow from the list. One query."""
    return Offer.objects.filter(is_public=True).values_list("url", flat=True)
