"""What came out of the OOGO with a municipality."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Outcome
from consultations.services.recording import Kind, record
from consultations.states import ConsultationState
from portal import steps
from portal.models import User

NEEDS_REMARKS = frozenset({ConsultationState.NOT_AGREED, ConsultationState.AGREED_WITH_REMARKS})


@steps.once
def record_outcome(
    consultation: Consultation, *, name: str, by: User, seen: int | None = None, **said: Any
) -> Outcome:
    """Record the outcome of the OOGO by the row `name` of the table; a later outcome corrects the former, which stays.

    Takes the fields of an `Outcome` as `said`. A date before the offer is accepted (the talks may have been held
    earlier) and shows up as a finding. Raises what `recording.record` does.
    """
    outcome: Outcome = record(OUTCOME, consultation, name=name, by=by, seen=seen, said=said)
    return outcome


def _facts(outcome: Outcome, former: Outcome | None) -> dict[str, Any]:
    return {
        "municipality": outcome.consultation.municipality.name,
        "outcome": outcome.kind,
        # On another version it is a new outcome, not a correction.
        "corrects": former.kind if former and former.version_id == outcome.version_id else "",
        "signatory": outcome.signatory,
        "remarks": outcome.remarks,
        "on_behalf": outcome.on_behalf,
        "evidence": outcome.evidence,
    }


OUTCOME = Kind(
    model=Outcome,
    of="consultation",
    current="outcome",
    in_the_future=_("De datum ligt in de toekomst. Leg de uitkomst vast als die er is."),
    without_evidence=_("Geef aan waaruit de uitkomst blijkt, of voeg een document toe."),
    explained=dict.fromkeys(
        NEEDS_REMARKS, _("Leg uit waarover u het niet eens bent of welke opmerkingen er zijn.")
    ),
    gist=lambda row: row.remarks or row.evidence,
    event="consultations/outcome",
    facts=_facts,
)
