"""What helps with the introduction: werkagenda, documents, committees, examples, meetings and experiments."""

from guidance.models.committee import CommitteePage
from guidance.models.examples import Example, ExampleAttachment
from guidance.models.experiments import Experiment, ExperimentCall, ExperimentReport
from guidance.models.feed import CalendarFeed
from guidance.models.following import Subscription
from guidance.models.library import Audience, Document, DocumentVersion, Party, Subject
from guidance.models.meetings import Meeting, MeetingDocument, Registration
from guidance.models.offers import LinkCheck, Offer
from guidance.models.werkagenda import AgendaAction, AgendaDate

__all__ = [
    "AgendaAction",
    "AgendaDate",
    "Audience",
    "CalendarFeed",
    "CommitteePage",
    "Document",
    "DocumentVersion",
    "Example",
    "ExampleAttachment",
    "Experiment",
    "ExperimentCall",
    "ExperimentReport",
    "LinkCheck",
    "Meeting",
    "MeetingDocument",
    "Offer",
    "Party",
    "Registration",
    "Subject",
    "Subscription",
]
