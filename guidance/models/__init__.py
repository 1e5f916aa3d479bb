"""What helps with the introduction: documents with their versions, the werkagenda, and dispute committees."""

from guidance.models.agenda import AgendaAction, AgendaDate
from guidance.models.committee import CommitteePage
from guidance.models.feed import CalendarFeed
from guidance.models.library import Audience, Document, DocumentVersion, Party, Subject
from guidance.models.offers import LinkCheck, Offer

__all__ = [
    "AgendaAction",
    "AgendaDate",
    "Audience",
    "CalendarFeed",
    "CommitteePage",
    "Document",
    "DocumentVersion",
    "LinkCheck",
    "Offer",
    "Party",
    "Subject",
]
