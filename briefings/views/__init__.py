"""The briefings for everybody, signing up and off, and for the organiser who comes."""

from briefings.views.attendance import Attendance, AttendanceCsv, SignSomebodyOff
from briefings.views.briefings import (
    BriefingDocumentFile,
    BriefingFile,
    BriefingPage,
    Briefings,
    BriefingsCsv,
    BriefingTransition,
    RegistrationTransition,
)

__all__ = [
    "Attendance",
    "AttendanceCsv",
    "BriefingDocumentFile",
    "BriefingFile",
    "BriefingPage",
    "BriefingTransition",
    "Briefings",
    "BriefingsCsv",
    "RegistrationTransition",
    "SignSomebodyOff",
]
