"""The meetings of the OOGO."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from consultations.fields import in_audit
from consultations.models import Consultation, Meeting
from consultations.states import ConsultationState
from portal import audit, clock, steps, workflow
from portal.models import User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed


@steps.once
def record_meeting(
    consultations: Iterable[Consultation],
    *,
    by: User,
    **values: Any,
) -> Meeting:
    """Record a meeting of one dossier with one or more municipalities; those only invited are now in talks.

    Takes the fields of a `Meeting` as `values`. Raises NotAllowed or Blocked.
    """
    consultations = _allowed(consultations, by)
    _check_day(values["held_on"])
    _lock(consultations)
    meeting = Meeting.objects.create(dossier=consultations[0].dossier, recorded_by=by, **values)
    meeting.consultations.set(consultations)
    for consultation in consultations:
        _record("consultations.meeting_recorded", consultation, by, in_audit(meeting))
        _begin_talks(consultation, by)
    return meeting


@steps.once
def change_meeting(
    meeting: Meeting, *, by: User, seen: int, consultations: Iterable[Consultation], **values: Any
) -> Meeting:
    """Change what was recorded of a meeting; the audit line keeps the former text.

    Takes the new fields as `values` (those of `record_meeting`). The same content again changes nothing. Raises
    NotAllowed, Blocked or Conflict.
    """
    former_parties = list(meeting.consultations.with_names())
    consultations = _allowed(consultations, by)
    parties = _allowed({*former_parties, *consultations}, by)
    _check_day(values["held_on"])
    _lock(parties)
    steps.hold(meeting, seen=seen)
    before = in_audit(meeting)
    for name, value in values.items():
        setattr(meeting, name, value)
    same_parties = {row.pk for row in former_parties} == {row.pk for row in consultations}
    if before == in_audit(meeting) and same_parties:
        return meeting
    meeting.row_version += 1
    meeting.save()
    meeting.consultations.set(consultations)
    for consultation in parties:
        data = {**in_audit(meeting), "former": before}
        data["with"] = sorted(row.municipality.name for row in consultations)
        _record("consultations.meeting_changed", consultation, by, data)
    for consultation in consultations:
        _begin_talks(consultation, by)
    return meeting


def _allowed(consultations: Iterable[Consultation], by: User) -> list[Consultation]:
    """The consultations of one plan about which this person may record a meeting, in order of their keys."""
    found = sorted(consultations, key=lambda row: row.pk)
    if not found:
        raise Blocked(_("Kies ten minste één gemeente."))
    for row in found:
        if not by.has_perm("consultations.record_meeting", row):
            raise NotAllowed(
                _("U kunt geen bijeenkomst vastleggen voor %(name)s.") % {"name": row.municipality}
            )
    if len({row.dossier_id for row in found}) > 1:
        raise Blocked(_("Een bijeenkomst gaat over één plan."))
    return found


def _lock(consultations: list[Consultation]) -> None:
    """Lock the plan and then its consultations, in order of their keys.

    Whatever touches several consultations begins with the plan, as offering and fixing a procedure do: no two of those
    steps wait for each other. A step on one consultation locks that one alone.
    """
    steps.lock(consultations[0].dossier)
    keys = [row.pk for row in consultations]
    list(Consultation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _check_day(held_on: dt.date) -> None:
    if held_on > clock.today():
        raise Blocked(_("Een bijeenkomst in de toekomst kan nog niet worden vastgelegd."))


def _begin_talks(consultation: Consultation, by: User) -> None:
    consultation.refresh_from_db(fields=["state", "row_version"])
    if consultation.state == ConsultationState.INVITED:
        workflow.perform(consultation, "start_talks", by=by)


def _record(action: str, consultation: Consultation, by: User, data: dict[str, Any]) -> None:
    audit.record(
        action,
        consultation,
        by=by,
        membership=acting_membership(by, "consultations.record_meeting", consultation),
        data=data,
    )
