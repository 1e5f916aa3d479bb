"""Withdrawing a filing: it stays readable and no longer counts."""

from django.db.models import QuerySet

from plans import standing
from plans.models import Filing
from plans.services.keeping import changing
from plans.services.telling import tell_audience, tell_partnership, tell_reviewers
from portal import clock, steps, workflow
from portal.models import User


@steps.once
def withdraw(filing: Filing, *, by: User, seen: int | None = None, reason: str) -> Filing:
    """Withdraw a filing, before the deadline of its round and before the inspectorate gave a verdict.

    When no filing counts any more, the plan is 'adopted' again and may be filed anew, with a number and a receipt of its
    own. Raises a Refused.

    Source: WPO 18a / WVO 17a lid 10 asks for a plan before the deadline, and does not speak of withdrawing one.
    """
    dossier = filing.dossier
    with changing(dossier):
        moment = clock.now()
        workflow.perform(
            filing,
            "withdraw",
            by=by,
            seen=seen,
            reason=reason,
            data={"reference": filing.reference},
            fields={
                "withdrawn_at": moment,
                "withdrawn_by_name": f"{by.name} <{by.email}>",
                "withdrawal_reason": reason.strip(),
            },
        )
        dossier.refresh_from_db(fields=["state", "row_version"])
        back = workflow.find("plans.Dossier", "unfile")
        if dossier.state in back.sources and not workflow.blockers(back, dossier):
            workflow.perform(dossier, back.name, by=by)
        _tell(filing)
    return filing


def _tell(filing: Filing) -> None:
    """Who heard that it was filed hears that it was withdrawn."""
    dossier = filing.dossier
    facts = {
        "reference": filing.reference,
        "withdrawn_at": filing.withdrawn_at.isoformat() if filing.withdrawn_at else "",
        "withdrawn_by": filing.withdrawn_by_name,
        "reason": filing.withdrawal_reason,
        "receipt_path": filing.get_absolute_url(),
        "deadline": dossier.round.deadline.isoformat(),
        "counts": _counting(filing).exists(),
        # What comes next when no filing counts; another text may have been offered since.
        "step": standing.without_filing(dossier),
    }
    tell_partnership("plans/withdrawn", dossier, **facts)
    tell_reviewers("plans/withdrawn_review", dossier, **facts)
    tell_audience(
        "plans/withdrawn_notice", dossier, withdrawn_at=facts["withdrawn_at"], counts=facts["counts"]
    )


def _counting(filing: Filing) -> "QuerySet[Filing]":
    return Filing.objects.that_count().filter(dossier=filing.dossier_id)
