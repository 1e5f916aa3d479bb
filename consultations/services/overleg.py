"""The overleg with a partnership of the other sector."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.models import Overleg, OverlegRecord
from consultations.services.recording import Kind, record
from portal import steps
from portal.models import User
from portal.rights import acting_membership


@steps.once
def record_overleg(overleg: Overleg, *, by: User, seen: int | None = None, **said: Any) -> OverlegRecord:
    """Record that the overleg took place; either side may, and a later record stands next to the earlier.

    Takes the fields of an `OverlegRecord` as `said`. Raises what `recording.record` does.
    """
    membership = acting_membership(by, "consultations.record_overleg", overleg)
    said["recorded_for"] = str(membership.organisation) if membership else ""
    found: OverlegRecord = record(OVERLEG, overleg, name="hold", by=by, seen=seen, said=said)
    return found


def _facts(row: OverlegRecord, _former: None) -> dict[str, Any]:
    return {
        "partnership": row.overleg.dossier.partnership.display_name,
        "counterpart": row.overleg.counterpart.display_name,
        "present": row.present,
        "summary": row.summary,
        "organisation": row.recorded_for,
    }


OVERLEG = Kind(
    model=OverlegRecord,
    of="overleg",
    in_the_future=_("De datum ligt in de toekomst. Leg het overleg vast als het gevoerd is."),
    gist=lambda row: row.summary,
    event="consultations/overleg_held",
    facts=_facts,
)
