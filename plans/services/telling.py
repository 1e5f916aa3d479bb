"""Who hears of what happens to a plan: the partnership, the inspectorate, and whom the apps above name."""

from typing import Any

from plans import extension_points
from plans.models import Dossier
from portal import outbox
from portal.models import Organisation
from portal.rights import OrganisationKind, Role


def tell_partnership(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to the people of the partnership."""
    outbox.notify_organisations(
        event,
        {"plan": str(dossier), "path": dossier.get_absolute_url(), **context},
        [dossier.partnership.organisation],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY],
        dossier.uuid,
    )


def tell_reviewers(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to the reviewers of the inspectorate."""
    outbox.notify_organisations(
        event,
        {"plan": str(dossier), **context},
        Organisation.objects.filter(kind=OrganisationKind.INSPECTORATE),
        [Role.REVIEWER],
        dossier.uuid,
    )


def tell_audience(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to who else hears of a filing: see `extension_points.FILING_AUDIENCE`."""
    for audience in extension_points.FILING_AUDIENCE:
        organisations, roles = audience(dossier)
        outbox.notify_organisations(
            event, {"plan": str(dossier), **context}, organisations, roles, dossier.uuid
        )
