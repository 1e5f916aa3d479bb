"""What changes a consultation: one function per step, each in one transaction with its audit line and messages."""

from consultations.services.consent import ask_consent, record_consent
from consultations.services.meetings import change_meeting, record_meeting
from consultations.services.opening import open_consultations
from consultations.services.outcomes import record_outcome
from consultations.services.overleg import record_overleg
from consultations.services.procedures import fix_procedure

__all__ = [
    "ask_consent",
    "change_meeting",
    "fix_procedure",
    "open_consultations",
    "record_consent",
    "record_meeting",
    "record_outcome",
    "record_overleg",
]
