"""What the process rests on: documents with their versions, the werkagenda, committees, and the calendar of a person."""

from guidance.models.committee import CommitteePage
from guidance.models.feed import CalendarFeed
from guidance.models.library import Audience, Document, DocumentVersion, Party, Subject
from guidance.models.links import LinkCheck
from guidance.models.werkagenda import AgendaAction, AgendaDate

__all__ = [
    "AgendaAction",
    "AgendaDate",
    "Audience",
    "CalendarFeed",
    "CommitteePage",
    "Document",
    "DocumentVersion",
    "LinkCheck",
    "Party",
    "Subject",
]
