"""Who hears of what happens to a plan: the partnership, the inspectorate, and whom the apps above name."""

from typing import Any

from plans import extension_points
from plans.models import Dossier
from portal import outbox


def tell_partnership(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to the people of the partnership."""
    outbox.notify_holders(
        event,
        {"plan": str(dossier), "path": dossier.get_absolute_url(), **context},
        Dossier.READING,
        dossier,
        dossier=dossier.uuid,
    )


def tell_reviewers(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to the reviewers of the inspectorate."""
    outbox.notify_holders(
        event, {"plan": str(dossier), **context}, "plans.review_filing", dossier=dossier.uuid
    )


def tell_audience(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to who else hears of a filing: see `extension_points.FILING_AUDIENCE`."""
    for audience in extension_points.FILING_AUDIENCE:
        permission, party, rows = audience(dossier)
        outbox.notify_holders(
            event, {"plan": str(dossier), **context}, permission, *rows, party=party, dossier=dossier.uuid
        )
