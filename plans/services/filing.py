"""Filing with the inspectorate: one transaction from state to receipt, the same filing however often it is asked."""

import datetime as dt

from django.utils.translation import gettext as _

from plans import findings, pdf, standing
from plans.models import Dossier, Filing
from plans.services.keeping import changing
from plans.services.telling import tell_audience, tell_partnership, tell_reviewers
from plans.states import FilingState
from portal import clock, steps, workflow
from portal.files import store
from portal.models import StoredFile, User
from portal.rights import acting_membership
from portal.workflow import StaleState


@steps.once
def file_plan(
    dossier: Dossier,
    *,
    by: User,
    seen: int | None = None,
    remark: str = "",
    received_at: dt.datetime | None = None,
) -> Filing:
    """File the adopted version; gives the filing, whose receipt is there at once.

    `received_at` is when the complete request reached us (now, when not given): that moment counts for the deadline,
    however long the rest takes. A signatory who was overtaken (by another one, or by oneself in another window) gets the
    filing that is there, unless a remark would be lost by it. Raises a Refused otherwise.
    """
    received_at = received_at or clock.now()
    try:
        with changing(dossier):
            return _file(dossier, by=by, seen=seen, remark=remark, received_at=received_at)
    except StaleState:
        there = Filing.objects.that_count().filter(dossier=dossier).order_by("sequence").last()
        current = Dossier.objects.get(pk=dossier.pk)
        if (
            there
            and remark.strip() in {"", there.remark}
            and there.version_id == current.adopted_version_id
            and by.has_perm("plans.file_plan", dossier)
        ):
            return there
        raise


def _file(dossier: Dossier, *, by: User, seen: int | None, remark: str, received_at: dt.datetime) -> Filing:
    version, adoption = dossier.adopted_version, dossier.adoptions.last()
    workflow.check(workflow.find("plans.Dossier", "file"), dossier, by)
    if version is None or adoption is None:  # the database has it that an adopted dossier has both
        raise StaleState(_("De vaststelling is nog niet vastgelegd."))
    former = list(dossier.filings.order_by("sequence"))
    sequence = former[-1].sequence + 1 if former else 1
    reference = _reference(dossier, sequence)
    workflow.perform(
        dossier,
        "file",
        by=by,
        seen=seen,
        reason=remark,
        data={
            "reference": reference,
            "received_at": received_at.isoformat(),
            "version": version.number,
            "sha256": version.sha256,
        },
    )
    membership = acting_membership(by, "plans.file_plan", dossier)
    filing = Filing.objects.create(
        state=FilingState.RECEIVED,
        dossier=dossier,
        version=version,
        adoption=adoption,
        sequence=sequence,
        reference=reference,
        received_at=received_at,
        deadline=dossier.round.deadline,
        filed_by=by,
        filed_by_name=f"{by.name} <{by.email}>",
        filed_for=membership.organisation if membership else dossier.partnership.organisation,
        filed_for_name=dossier.partnership.display_name,
        remark=remark.strip(),
        in_answer_to=standing.open_request(former),
        findings=findings.snapshot(findings.Case(dossier, version, received_at)),
    )
    _tell(dossier, filing)
    return filing


def _reference(dossier: Dossier, sequence: int) -> str:
    """A reference people can read out: year, partnership and number; one dossier per round keeps it unique."""
    return f"OP{dossier.round.plan_start.year}-{dossier.partnership.organisation.key}-{dossier.pk}-{sequence}"


def _tell(dossier: Dossier, filing: Filing) -> None:
    receipt = {
        "reference": filing.reference,
        "received_at": filing.received_at.isoformat(),
        **standing.receipt_facts(filing),
        "filed_by": filing.filed_by_name,
        "filed_for": filing.filed_for_name,
        "manifest": filing.manifest(),
        "receipt_path": filing.get_absolute_url(),
    }
    tell_partnership("plans/filed", dossier, **receipt)
    tell_reviewers("plans/received", dossier, **receipt)
    tell_audience("plans/filed_notice", dossier, received_at=receipt["received_at"])


def ensure_receipt(filing: Filing) -> StoredFile:
    """The receipt as PDF, made from the frozen filing the first time and kept; the same bytes ever after.

    A filing that was withdrawn has another one, that says so.
    """
    name = "receipt" if standing.counts(filing) else "withdrawn_receipt"
    if getattr(filing, name) is None:
        document = store(pdf.receipt(filing), "application/pdf")
        Filing.objects.filter(pk=filing.pk, **{name: None}).update(**{name: document})
        filing.refresh_from_db(fields=[name])
    return getattr(filing, name) or document
