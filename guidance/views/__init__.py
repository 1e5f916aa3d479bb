"""The pages for everybody, signed in or not."""

from guidance.views.agenda import Agenda, AgendaCsv
from guidance.views.committees import Committees
from guidance.views.library import DocumentFile, DocumentPage, Library, LibraryCsv

__all__ = [
    "Agenda",
    "AgendaCsv",
    "Committees",
    "DocumentFile",
    "DocumentPage",
    "Library",
    "LibraryCsv",
]
