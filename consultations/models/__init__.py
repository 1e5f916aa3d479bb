"""The OOGO with each municipality, the overleg with other partnerships and the consent of the OPR."""

from consultations.models.consent import (
    OPR_DECIDES_WITHIN_DAYS,
    OPR_DISPUTE_WITHIN_DAYS,
    ConsentDecision,
    ConsentRequest,
)
from consultations.models.decision import Decision, Record
from consultations.models.oogo import Consultation, Meeting, Outcome, Procedure
from consultations.models.overleg import Overleg, OverlegRecord

__all__ = [
    "OPR_DECIDES_WITHIN_DAYS",
    "OPR_DISPUTE_WITHIN_DAYS",
    "ConsentDecision",
    "ConsentRequest",
    "Consultation",
    "Decision",
    "Meeting",
    "Outcome",
    "Overleg",
    "OverlegRecord",
    "Procedure",
    "Record",
]
