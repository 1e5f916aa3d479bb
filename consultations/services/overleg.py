"""The overleg with a partnership of the other sector."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Overleg, OverlegRecord
from portal import clock, outbox, workflow
from portal.models import StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import Blocked


@transaction.atomic
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
    """Record that the overleg took place; either side may, and a later record stands next to the earlier."""
    if held_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg het overleg vast als het gevoerd is."))
    membership = acting_membership(by, "consultations.record_overleg", overleg)
    workflow.perform(
        overleg,
        "hold",
        by=by,
        seen=seen,
        reason=summary,
        data={"held_on": held_on.isoformat(), "present": present},
    )
    record = OverlegRecord.objects.create(
        overleg=overleg,
        version=overleg.version,
        held_on=held_on,
        present=present,
        summary=summary,
        document=document,
        document_name=document_name,
        recorded_by=by,
        recorded_for=str(membership.organisation) if membership else "",
    )
    outbox.notify_organisations(
        "consultations/overleg_held",
        {
            "plan": str(overleg.dossier),
            "counterpart": overleg.counterpart.display_name,
            "held_on": held_on.isoformat(),
            "path": overleg.get_absolute_url(),
        },
        [overleg.dossier.partnership.organisation, overleg.counterpart.organisation],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY],
        overleg.dossier.uuid,
    )
    return record
