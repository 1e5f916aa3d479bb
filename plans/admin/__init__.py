"""The inspectorate's workbench: dossiers, filings and decisions; and the law as data."""

from plans.admin.dossiers import DossierAdmin, FilingAdmin
from plans.admin.law import BudgetHeadingAdmin, FilingRoundAdmin, LawVersionAdmin

__all__ = ["BudgetHeadingAdmin", "DossierAdmin", "FilingAdmin", "FilingRoundAdmin", "LawVersionAdmin"]
