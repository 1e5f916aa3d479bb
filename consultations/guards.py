"""What the law or the integrity of the data forbids in consultations; an empty list means go."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from consultations.models import ConsentRequest, Consultation
from consultations.states import OUTCOMES
from plans.models import Dossier


def outcome_or_correction(consultation: Consultation) -> list[str]:
    """A municipality answers what was put to it; outside the area of the last version there is nothing to answer."""
    if consultation.in_scope or consultation.state in OUTCOMES:
        return []
    return [_("Deze gemeente valt niet (meer) in het gebied van de aangeboden versie.")]


def municipality_has_not_recorded(consultation: Consultation) -> list[str]:
    """The partnership never overwrites what the municipality itself recorded."""
    outcome = consultation.outcome
    if outcome is None or outcome.on_behalf:
        return []
    return [_("De gemeente heeft de uitkomst zelf vastgelegd; alleen de gemeente kan die corrigeren.")]


def procedure_names_committee(consultation: Consultation) -> list[str]:
    """A dispute goes to the committee the agreed procedure names (lid 9, third sentence)."""
    if consultation.procedure and consultation.procedure.committee_id:
        return []
    return [
        _(
            "De vastgelegde procedure noemt geen geschillencommissie. Leg eerst de procedure met deze gemeente vast."
        )
    ]


def version_to_consent_to(dossier: Dossier) -> list[str]:
    """Consent is asked on a version, once."""
    asked = ConsentRequest.objects.filter(version=OuterRef("pk"))
    version = dossier.versions.defer("content").annotate(asked=Exists(asked)).last()
    if version is None:
        return [_("Er is nog geen vastgelegde versie. Bied eerst een concept aan.")]
    if version.asked:
        return [_("Voor versie %(number)d is de OPR al om instemming gevraagd.") % {"number": version.number}]
    return []


def opr_has_not_recorded(request: ConsentRequest) -> list[str]:
    """The partnership never overwrites what the OPR itself recorded."""
    if request.decision is None or request.decision.on_behalf:
        return []
    return [_("De OPR heeft het besluit zelf vastgelegd; alleen de OPR kan dat corrigeren.")]
