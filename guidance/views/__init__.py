"""The pages for everybody, those of senders and editors, and the agenda of one's own organisations."""

from guidance.views.attendance import Attendance, AttendanceCsv, SignSomebodyOff
from guidance.views.committees import Committees
from guidance.views.examples import (
    ExampleAttachmentFile,
    ExamplePage,
    Examples,
    ExamplesCsv,
)
from guidance.views.experiments import (
    Apply,
    ExperimentPage,
    Experiments,
    ExperimentsCsv,
    ExperimentTransition,
    ReportFile,
)
from guidance.views.following import Following, FollowSubject, StopDigest
from guidance.views.library import DocumentFile, DocumentPage, Library, LibraryCsv
from guidance.views.meetings import (
    MeetingDocumentFile,
    MeetingFile,
    MeetingPage,
    Meetings,
    MeetingsCsv,
    MeetingTransition,
    RegistrationTransition,
)
from guidance.views.offers import Offers, OffersCsv
from guidance.views.own_agenda import CloseFeed, Feed, OpenFeed, OwnAgenda, OwnAgendaCsv, OwnAgendaFile
from guidance.views.werkagenda import Agenda, AgendaCsv
from guidance.views.writing import ExampleTransition, NewExample, OwnExamples

__all__ = [
    "Agenda",
    "AgendaCsv",
    "Apply",
    "Attendance",
    "AttendanceCsv",
    "CloseFeed",
    "Committees",
    "DocumentFile",
    "DocumentPage",
    "ExampleAttachmentFile",
    "ExamplePage",
    "ExampleTransition",
    "Examples",
    "ExamplesCsv",
    "ExperimentPage",
    "ExperimentTransition",
    "Experiments",
    "ExperimentsCsv",
    "Feed",
    "FollowSubject",
    "Following",
    "Library",
    "LibraryCsv",
    "MeetingDocumentFile",
    "MeetingFile",
    "MeetingPage",
    "MeetingTransition",
    "Meetings",
    "MeetingsCsv",
    "NewExample",
    "Offers",
    "OffersCsv",
    "OpenFeed",
    "OwnAgenda",
    "OwnAgendaCsv",
    "OwnAgendaFile",
    "OwnExamples",
    "RegistrationTransition",
    "ReportFile",
    "SignSomebodyOff",
    "StopDigest",
]
