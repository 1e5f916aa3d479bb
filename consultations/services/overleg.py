"""The overleg with a partnership of the other sector."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Overleg, OverlegRecord
from consultations.services.locking import hold, is_repeat
from portal import clock, outbox, workflow
from portal.models import StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import Blocked, StaleState


def record_overleg(
    overleg: Overleg,
    *,
    by: User,
    seen: int | None = None,
    held_on: dt.date,
    present: str,
    summary: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> OverlegRecord:
    """Record that the overleg took place; either side may, and a later record stands next to the earlier.

    A second click (same version seen, same content, same person) gives the record that is there.
    """
    membership = acting_membership(by, "consultations.record_overleg", overleg)
    record = OverlegRecord(
        overleg=overleg,
        held_on=held_on,
        present=present.strip(),
        summary=summary.strip(),
        document=document,
        document_name=document_name,
        recorded_by=by,
        recorded_for=str(membership.organisation) if membership else "",
    )
    try:
        with transaction.atomic():
            return _record(overleg, record, by, seen)
    except StaleState:
        there = OverlegRecord.objects.filter(overleg=overleg).last()
        if there and is_repeat(overleg, seen) and _content(there) == _content(record):
            return there
        raise


def _record(overleg: Overleg, record: OverlegRecord, by: User, seen: int | None) -> OverlegRecord:
    if record.held_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg het overleg vast als het gevoerd is."))
    hold(overleg, "hold", by, seen)
    record.version = overleg.version
    record.save(force_insert=True)
    workflow.perform(
        overleg,
        "hold",
        by=by,
        seen=seen,
        reason=record.summary,
        data={"held_on": record.held_on.isoformat(), "present": record.present},
    )
    _tell(overleg, record)
    return record


def _content(record: OverlegRecord) -> tuple[object, ...]:
    return (record.held_on, record.present, record.summary, record.document_id, record.recorded_by_id)


def _tell(overleg: Overleg, record: OverlegRecord) -> None:
    """Queue a message to both sides."""
    dossier = overleg.dossier
    outbox.notify_organisations(
        "consultations/overleg_held",
        {
            "plan": str(dossier),
            "partnership": dossier.partnership.display_name,
            "counterpart": overleg.counterpart.display_name,
            "version": overleg.version.number,
            "held_on": record.held_on.isoformat(),
            "present": record.present,
            "summary": record.summary,
            "by": str(record.recorded_by),
            "organisation": record.recorded_for,
            "path": overleg.get_absolute_url(),
        },
        [dossier.partnership.organisation, overleg.counterpart.organisation],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY],
        dossier.uuid,
    )
