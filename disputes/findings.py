"""What a dispute means for the plan: visible, never in the way of filing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from disputes.selectors import disputes_of
from disputes.states import ARTICLE, UNDER_WAY, DisputeState
from plans.findings import WARNING, Case, Finding


def dispute_rules(case: Case) -> Iterable[Finding]:
    """A dispute that is under way, and an advice that a party has not yet answered."""
    for dispute in case.once(disputes_of):
        values = {"name": dispute.consultation.municipality.name}
        where = {"article": ARTICLE, "url": dispute.get_absolute_url()}
        if dispute.state in UNDER_WAY:
            yield Finding(
                "dispute_under_way",
                WARNING,
                message=_("Er loopt een geschil met %(name)s. Indienen kan gewoon.") % values,
                **where,
            )
        elif dispute.state in {DisputeState.ADVISED, DisputeState.CLOSED} and not any(
            record.step == "follow_up" and record.organisation_id == case.dossier.partnership.organisation_id
            for record in dispute.records.all()
        ):
            yield Finding(
                "advice_not_followed_up",
                WARNING,
                message=_("Leg vast wat u doet met het advies in het geschil met %(name)s.") % values,
                **where,
            )
