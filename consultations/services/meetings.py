"""The meetings of the OOGO."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.models import Consultation, Meeting
from consultations.states import ConsultationState
from portal import audit, clock, workflow
from portal.models import StoredFile, User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed, StaleState


class MeetingChanged(StaleState):
    """Somebody else changed the meeting; `current` is what it says now."""

    def __init__(self, current: Meeting) -> None:
        super().__init__(
            _("Iemand anders heeft deze bijeenkomst intussen gewijzigd. Bekijk die eerst hieronder.")
        )
        self.current = current


@transaction.atomic
def record_meeting(
    consultations: Iterable[Consultation],
    *,
    by: User,
    held_on: dt.date,
    place: str,
    present: str,
    subjects: str,
    minutes: StoredFile | None = None,
    minutes_name: str = "",
) -> Meeting:
    """Record a meeting of one dossier with one or more municipalities; those only invited are now in talks.

    The same content again gives the meeting that is there. Raises NotAllowed or Blocked.
    """
    consultations = _held(consultations, by)
    _check_day(held_on)
    values: dict[str, Any] = {"held_on": held_on, "place": place, "present": present, "subjects": subjects}
    chosen = {row.pk for row in consultations}
    for there in Meeting.objects.filter(
        dossier=consultations[0].dossier, recorded_by=by, minutes=minutes, **values
    ):
        if set(there.consultations.values_list("pk", flat=True)) == chosen:
            return there
    meeting = Meeting.objects.create(
        dossier=consultations[0].dossier,
        minutes=minutes,
        minutes_name=minutes_name,
        recorded_by=by,
        **values,
    )
    meeting.consultations.set(consultations)
    for consultation in consultations:
        _record("consultations.meeting_recorded", consultation, by, _in_words(meeting))
        _begin_talks(consultation, by)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, by: User, seen: int, consultations: Iterable[Consultation], **values: Any
) -> Meeting:
    """Change what was recorded of a meeting; the audit line keeps the former text.

    Takes the new fields as `values` (those of `record_meeting`). Raises NotAllowed, Blocked or MeetingChanged; the
    same content again changes nothing.
    """
    former_parties = list(meeting.consultations.with_names())
    consultations = _held(consultations, by)
    _held(former_parties, by)
    _check_day(values["held_on"])
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    before = _in_words(current)
    for name, value in values.items():
        setattr(current, name, value)
    same_parties = {row.pk for row in former_parties} == {row.pk for row in consultations}
    if before == _in_words(current) and same_parties:
        return current
    if not Meeting.objects.filter(pk=meeting.pk, row_version=seen).update(
        row_version=F("row_version") + 1, **values
    ):
        raise MeetingChanged(Meeting.objects.get(pk=meeting.pk))
    meeting.refresh_from_db()
    meeting.consultations.set(consultations)
    parties = {row.pk: row for row in (*former_parties, *consultations)}
    for consultation in parties.values():
        data = {**_in_words(meeting), "former": before}
        data["with"] = sorted(row.municipality.name for row in consultations)
        _record("consultations.meeting_changed", consultation, by, data)
    for consultation in consultations:
        _begin_talks(consultation, by)
    return meeting


def _held(consultations: Iterable[Consultation], by: User) -> list[Consultation]:
    """The consultations, locked in a fixed order so two writers never wait for each other."""
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
    list(Consultation.objects.select_for_update().filter(pk__in=[row.pk for row in found]).order_by("pk"))
    return found


def _check_day(held_on: dt.date) -> None:
    if held_on > clock.today():
        raise Blocked(_("Een bijeenkomst in de toekomst kan nog niet worden vastgelegd."))


def _begin_talks(consultation: Consultation, by: User) -> None:
    consultation.refresh_from_db(fields=["state", "row_version"])
    if consultation.state == ConsultationState.INVITED:
        workflow.perform(consultation, "start_talks", by=by)


def _in_words(meeting: Meeting) -> dict[str, str]:
    """The meeting as plain values for the audit line."""
    return {
        "held_on": meeting.held_on.isoformat(),
        "place": meeting.place,
        "present": meeting.present,
        "subjects": meeting.subjects,
        "minutes": meeting.minutes_name,
        "minutes_sha256": meeting.minutes.sha256 if meeting.minutes else "",
    }


def _record(action: str, consultation: Consultation, by: User, data: dict[str, Any]) -> None:
    audit.record(
        action,
        consultation,
        by=by,
        membership=acting_membership(by, "consultations.record_meeting", consultation),
        data=data,
    )
