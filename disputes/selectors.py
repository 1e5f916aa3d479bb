"""Reading the disputes: about a plan once per case (`Case.once`), for the rules and the panels alike; and who may."""

from django.db.models import Q

from disputes.models import Dispute
from plans.models import Dossier
from portal.models import User


def disputes_of(dossier: Dossier) -> list[Dispute]:
    """The disputes with everything a page names and what was recorded in each. Four queries at most, mostly one."""
    rows = Dispute.objects.filter(consultation__dossier=dossier)
    if not rows.exists():  # as with most plans: all those tables need not be asked
        return []
    disputes = list(
        rows.select_related(
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


def in_dispute(user: User) -> Q:
    """The versions that somebody reads a dispute about."""
    return Q(pk__in=Dispute.objects.visible_to(user).values("version"))
