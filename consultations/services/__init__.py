"""What changes a consultation: one function per step, each in one transaction with its audit line and messages."""

from consultations.services.consent import ask_consent, record_consent
from consultations.services.oogo import fix_procedure, record_meeting, record_outcome
from consultations.services.opening import open_consultations
from consultations.services.overleg import record_overleg

__all__ = [
    "ask_consent",
    "fix_procedure",
    "open_consultations",
    "record_consent",
    "record_meeting",
    "record_outcome",
    "record_overleg",
]
