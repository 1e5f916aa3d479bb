"""The pages for everybody, and the agenda of one's own organisations."""

from guidance.views.agenda import Agenda, AgendaCsv
from guidance.views.committees import Committees
from guidance.views.library import DocumentFile, DocumentPage, Library, LibraryCsv
from guidance.views.offers import Offers, OffersCsv
from guidance.views.own_agenda import (
    CloseFeed,
    Feed,
    OpenFeed,
    OwnAgenda,
    OwnAgendaCsv,
    OwnAgendaFile,
)

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
    "Offers",
    "OffersCsv",
    "OpenFeed",
    "OwnAgenda",
    "OwnAgendaCsv",
    "OwnAgendaFile",
]
