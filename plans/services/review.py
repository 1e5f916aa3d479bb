"""What the inspectorate decides: every decision is a transition with a reason, and the partnership hears of it."""

import datetime as dt
from collections.abc import Iterable

from django.utils import translation

from plans.models import Dossier, Element, Filing, RepairFinding
from plans.services.keeping import changing
from plans.services.telling import tell_partnership
from portal import clock, steps, workflow
from portal.models import User


@steps.once
def take_up(filing: Filing, *, by: User, seen: int | None = None, reason: str = "") -> Filing:
    """A reviewer takes a filing up."""
    with changing(filing.dossier):
        workflow.perform(filing, "take_up", by=by, seen=seen, reason=reason, fields={"reviewer": by})
        tell_partnership("plans/taken_up", filing.dossier, reference=filing.reference)
    return filing


@steps.once
def request_repair(
    filing: Filing,
    *,
    by: User,
    seen: int | None = None,
    reason: str,
    due: dt.date,
    element_findings: Iterable[tuple[Element | None, str]] = (),
) -> Filing:
    """Ask the partnership to repair the plan by a day (herstelopdracht), with what is missing per element."""
    with changing(filing.dossier):
        rows = [(element, text.strip()) for element, text in element_findings if text.strip()]
        entry = workflow.perform(
            filing,
            "request_repair",
            by=by,
            seen=seen,
            reason=reason,
            data={
                "due": due.isoformat(),
                "findings": [
                    {"element": element.key if element else "", "text": text} for element, text in rows
                ],
            },
            fields={"repair_due": due},
        )
        RepairFinding.objects.bulk_create(
            RepairFinding(filing=filing, audit_entry=entry, element=element, text=text)
            for element, text in rows
        )
        tell_partnership(
            "plans/repair_requested",
            filing.dossier,
            reference=filing.reference,
            due=due.isoformat(),
            reason=reason,
            findings=[{"element": _in_dutch(element), "text": text} for element, text in rows],
        )
    return filing


def _in_dutch(element: Element | None) -> str:
    """The name of an element for a message, whatever the language of the reviewer."""
    with translation.override("nl"):
        return str(element) if element else ""


@steps.once
def find_complete(filing: Filing, *, by: User, seen: int | None = None, reason: str) -> Filing:
    """The plan is found complete."""
    with changing(filing.dossier):
        workflow.perform(filing, "find_complete", by=by, seen=seen, reason=reason)
        tell_partnership("plans/found_complete", filing.dossier, reference=filing.reference, reason=reason)
    return filing


@steps.once
def reconsider(filing: Filing, *, by: User, seen: int | None = None, reason: str) -> Filing:
    """Reopen a verdict; the earlier one stays in the timeline."""
    with changing(filing.dossier):
        workflow.perform(filing, "reconsider", by=by, seen=seen, reason=reason)
        tell_partnership("plans/reconsidered", filing.dossier, reference=filing.reference, reason=reason)
    return filing


@steps.once
def start_enforcement(dossier: Dossier, *, by: User, seen: int | None = None, reason: str) -> Dossier:
    """Start enforcement for a late or missing plan; nothing is closed to the partnership by it."""
    with changing(dossier):  # what it rests on, the filings, cannot change meanwhile
        workflow.perform(
            dossier,
            "start_enforcement",
            by=by,
            seen=seen,
            reason=reason,
            fields={"enforcement_since": clock.now()},
        )
    tell_partnership("plans/enforcement_started", dossier, reason=reason)
    return dossier


@steps.once
def end_enforcement(dossier: Dossier, *, by: User, seen: int | None = None, reason: str) -> Dossier:
    """End enforcement."""
    workflow.perform(
        dossier, "end_enforcement", by=by, seen=seen, reason=reason, fields={"enforcement_since": None}
    )
    tell_partnership("plans/enforcement_ended", dossier, reason=reason)
    return dossier
