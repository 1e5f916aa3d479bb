"""The disputes about a plan: read once per case (`Case.once`), for the rules and the panels alike."""

from disputes.models import Dispute
from plans.models import Dossier


def disputes_of(dossier: Dossier) -> list[Dispute]:
    """The disputes with everything a page names and what was recorded in each. Three queries at most."""
    disputes = list(
        Dispute.objects.filter(consultation__dossier=dossier)
        .select_related(
            "consultation__municipality__organisation",
            "consultation__procedure",
            "committee",
            "applicant",
            "version",
        )
        .defer("version__content")
        .prefetch_related("records__organisation")
    )
    for dispute in disputes:
        dispute.consultation.dossier = dossier
    return disputes
