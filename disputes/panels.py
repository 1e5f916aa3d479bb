"""What this app adds to the pages of the plan, the consultation and the committee."""

from typing import Any

from consultations.models import Consultation
from consultations.states import ConsultationState
from disputes.selectors import disputes_of
from plans.findings import Case
from portal import workflow
from portal.models import User


def dossier_panel(case: Case, user: User) -> tuple[str, dict[str, Any]] | None:
    """The disputes on the dossier page; nothing when there are none."""
    if case.dossier.offered_version_id is None:
        return None
    disputes = case.once(disputes_of)
    return ("disputes/_dossier_panel.html", {"disputes": disputes}) if disputes else None


def review_panel(case: Case, user: User) -> tuple[str, dict[str, Any]] | None:
    """The disputes on the reviewer's dossier page."""
    disputes = case.once(disputes_of)
    return ("disputes/_review_panel.html", {"disputes": disputes}) if disputes else None


def consultation_panel(consultation: Consultation, user: User) -> tuple[str, dict[str, Any]] | None:
    """The disputes on the page of a consultation."""
    disputes = list(consultation.disputes.with_names())
    return ("disputes/_dossier_panel.html", {"disputes": disputes}) if disputes else None


def committee_panel(user: User) -> tuple[str, dict[str, Any]] | None:
    """On the page of the committee: the talks this person may bring to it. None for who has no part in any."""
    row = workflow.find("disputes.Dispute", "lodge")
    if not user.holds(row.permission):
        return None
    ended = Consultation.objects.visible_to(user).with_names().filter(state=ConsultationState.NOT_AGREED)
    ready = [talk for talk in ended.defer("version__content") if user.has_perm(row.permission, talk)]
    return "disputes/_committee_panel.html", {"talks": ready}
