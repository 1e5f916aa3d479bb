"""The pages for everybody, and the agenda of one's own organisations."""

from guidance.views.committees import Committees
from guidance.views.library import DocumentFile, DocumentPage, Library, LibraryCsv
from guidance.views.own_agenda import CloseFeed, Feed, OpenFeed, OwnAgenda, OwnAgendaCsv, OwnAgendaFile
from guidance.views.werkagenda import Agenda, AgendaCsv

__all__ = [
    "Agenda",
    "AgendaCsv",
    "CloseFeed",
    "Committees",
    "DocumentFile",
    "DocumentPage",
    "Feed",
    "Library",
    "LibraryCsv",
    "OpenFeed",
    "OwnAgenda",
    "OwnAgendaCsv",
    "OwnAgendaFile",
]
