"""How far a dispute is on its way through the committee, for its page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from disputes.models import Dispute, DisputeRecord
from disputes.states import DisputeState


def way(dispute: Dispute, records: Iterable[DisputeRecord]) -> list[dict[str, str]]:
    """The way through the committee: what was done, skipped, where it is now and what may come."""
    taken = {row.step for row in records}
    line = [
        (DisputeState.LODGED, _("Voorgelegd"), True),
        (DisputeState.ADMISSIBLE, _("Ontvankelijk"), "declare_admissible" in taken),
        (DisputeState.RESPONDED, _("Verweer"), bool({"respond", "record_response"} & taken)),
        (DisputeState.HEARD, _("Zitting"), "hold_hearing" in taken),
        (DisputeState.ADVISED, _("Advies"), "advise" in taken),
        (DisputeState.CLOSED, _("Afgesloten"), False),
    ]
    states = [state for state, _name, _done in line]
    if dispute.state not in states:  # ended on the way: what was done, and the end
        rows = [{"name": name, "place": "done"} for _state, name, done in line if done]
        return [*rows, {"name": dispute.get_state_display().capitalize(), "place": "current"}]
    here = states.index(DisputeState(dispute.state))
    return [
        {"name": name, "place": _place(number - here, done)}
        for number, (_state, name, done) in enumerate(line)
    ]


def _place(distance: int, done: bool) -> str:
    if distance == 0:
        return "current"
    if distance > 0:
        return "later"
    return "done" if done else "skipped"
