"""The law as data, the dossier with its working copy, and what was frozen, adopted and filed."""

from plans.models.budget import BudgetAmount, BudgetLine
from plans.models.dossier import Attachment, Chapter, ChapterRevision, Dossier
from plans.models.filing import Adoption, Filing, PlanVersion, RepairFinding, VersionAttachment
from plans.models.law import MAX_SCHOOL_YEARS, BudgetHeading, Element, FilingRound, LawVersion, Milestone

__all__ = [
    "MAX_SCHOOL_YEARS",
    "Adoption",
    "Attachment",
    "BudgetAmount",
    "BudgetHeading",
    "BudgetLine",
    "Chapter",
    "ChapterRevision",
    "Dossier",
    "Element",
    "Filing",
    "FilingRound",
    "LawVersion",
    "Milestone",
    "PlanVersion",
    "RepairFinding",
    "VersionAttachment",
]
