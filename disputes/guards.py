"""What holds a step in a dispute back; an empty list means go."""

from django.utils.translation import gettext as _

from consultations.guards import procedure_names_committee
from consultations.models import Consultation
from consultations.states import ConsultationState
from disputes.models import Dispute
from disputes.states import ENDED, DisputeState

__all__ = [
    "admissible_first",
    "consultation_ended_without_agreement",
    "no_dispute_under_way",
    "procedure_names_committee",
]


def consultation_ended_without_agreement(consultation: Consultation) -> list[str]:
    """A dispute is about talks that ended without agreement (while one is under way, another guard says so)."""
    if consultation.state in {ConsultationState.NOT_AGREED, ConsultationState.IN_DISPUTE}:
        return []
    return [_("Een geschil kan pas als is vastgelegd dat er geen overeenstemming is.")]


def no_dispute_under_way(consultation: Consultation) -> list[str]:
    """One dispute at a time: the committee closes the former one first, with its advice or without."""
    states = list(consultation.disputes.exclude(state__in=ENDED).values_list("state", flat=True))
    if DisputeState.ADVISED in states:
        return [
            _(
                "Het vorige geschil heeft een advies, maar is nog niet afgesloten. De commissie sluit het eerst af."
            )
        ]
    return [_("Er loopt al een geschil over dit overleg.")] if states else []


def admissible_first(dispute: Dispute) -> list[str]:
    """A defence comes after the committee declared the dispute admissible."""
    if dispute.state == DisputeState.LODGED:
        return [_("De commissie heeft nog niet beslist of het geschil ontvankelijk is.")]
    return []
