"""The states of examples, meetings, registrations and experiments, and the table of every step between them."""

from guidance.states import examples, experiments, meetings
from guidance.states.examples import WITH_SENDER, ExampleState
from guidance.states.experiments import ExperimentState
from guidance.states.meetings import COMING, MeetingState, RegistrationState

TRANSITIONS = (*examples.TRANSITIONS, *meetings.TRANSITIONS, *experiments.TRANSITIONS)

__all__ = [
    "COMING",
    "TRANSITIONS",
    "WITH_SENDER",
    "ExampleState",
    "ExperimentState",
    "MeetingState",
    "RegistrationState",
]
