"""The multi-year budget (meerjarenbegroting) of the working copy; amounts in euro cents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.dossier import Dossier
from plans.models.law import BudgetHeading


class BudgetLine(models.Model):
    """One line of income or expenditure under a heading."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="budget_lines")
    heading = models.ForeignKey(
        BudgetHeading, verbose_name=_("post"), on_delete=models.PROTECT, related_name="+"
    )
    description = models.CharField(_("omschrijving"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("begrotingsregel")
        verbose_name_plural = _("begrotingsregels")
        ordering = ["heading__position", "pk"]

    def __str__(self) -> str:
        return self.description or str(self.heading)


class BudgetAmount(models.Model):
    """The amount of a line in one year, in euro cents; may be negative (a draw on a reserve)."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("jaar"))
    cents = models.BigIntegerField(_("bedrag in centen"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="one_amount_per_year")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.cents}"
