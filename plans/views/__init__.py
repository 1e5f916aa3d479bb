"""The pages of the plan, for the people of a partnership; a frozen version and a receipt also for others."""

from plans.views.attachments import AttachmentFile, Attachments, RemoveAttachment
from plans.views.budget import Budget
from plans.views.chapters import AddChapter, ChapterPage, RemoveChapter, RestoreChapter, Revisions
from plans.views.details import Details, Partners
from plans.views.dossier import DossierPage
from plans.views.dossiers import Dossiers, StartDossier
from plans.views.receipts import AdoptionFile, ReceiptPage, ReceiptPdf, Withdraw
from plans.views.steps import CheckPage, DossierTransition
from plans.views.timeline import Timeline
from plans.views.versions import Compare, VersionFile, VersionJson, VersionPage, VersionPdf

__all__ = [
    "AddChapter",
    "AdoptionFile",
    "AttachmentFile",
    "Attachments",
    "Budget",
    "ChapterPage",
    "CheckPage",
    "Compare",
    "Details",
    "DossierPage",
    "DossierTransition",
    "Dossiers",
    "Partners",
    "ReceiptPage",
    "ReceiptPdf",
    "RemoveAttachment",
    "RemoveChapter",
    "RestoreChapter",
    "Revisions",
    "StartDossier",
    "Timeline",
    "VersionFile",
    "VersionJson",
    "VersionPage",
    "VersionPdf",
    "Withdraw",
]
