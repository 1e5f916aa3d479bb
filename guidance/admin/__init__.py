"""What editors keep: werkagenda, documents, committees, offers, examples, meetings and experiments."""

from guidance.admin.examples import ExampleAdmin
from guidance.admin.experiments import ExperimentAdmin, ExperimentCallAdmin
from guidance.admin.library import AgendaActionAdmin, CommitteePageAdmin, DocumentAdmin, OfferAdmin
from guidance.admin.meetings import MeetingAdmin

__all__ = [
    "AgendaActionAdmin",
    "CommitteePageAdmin",
    "DocumentAdmin",
    "ExampleAdmin",
    "ExperimentAdmin",
    "ExperimentCallAdmin",
    "MeetingAdmin",
    "OfferAdmin",
]
