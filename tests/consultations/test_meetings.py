"""Recording and changing meetings: the service."""

from typing import Any

import pytest

from consultations import services
from consultations.models import Consultation, Meeting
from plans.models import Dossier
from portal.files import store
from portal.models import AuditEntry
from portal.workflow import Blocked, Conflict, NotAllowed
from tests import world
from tests.consultations.conftest import fresh, meet, outcome


def rows(plan: Dossier, *names: str) -> list[Consultation]:
    return [world.consultation(plan, name) for name in names]


def change(meeting: Meeting, consultations: list[Consultation], seen: int = 1, **values: Any) -> Meeting:
    values = {
        "by": world.editor(),
        "held_on": meeting.held_on,
        "place": meeting.place,
        "present": meeting.present,
        "subjects": meeting.subjects,
        **values,
    }
    return services.change_meeting(
        Meeting.objects.get(pk=meeting.pk), seen=seen, consultations=consultations, **values
    )


def test_meeting_with_several_begins_the_talks(plan: Dossier) -> None:
    outcome(world.consultation(plan, "Hoogeveen"))
    made = meet(rows(plan, "Meppel", "Hoogeveen"))
    assert [row.municipality.name for row in made.consultations.all()] == ["Hoogeveen", "Meppel"]
    assert world.consultation(plan).state == "in_talks"
    assert world.consultation(plan, "Hoogeveen").state == "agreed"
    assert AuditEntry.objects.filter(action="consultations.meeting_recorded").count() == 2
    assert AuditEntry.objects.filter(action="consultations.talks_started").count() == 1


def test_municipality_records_only_for_itself(plan: Dossier) -> None:
    assert meet(rows(plan, "Meppel"), by=world.official()).recorded_by == world.official()
    with pytest.raises(NotAllowed, match="U kunt geen bijeenkomst vastleggen voor Hoogeveen"):
        meet(rows(plan, "Meppel", "Hoogeveen"), by=world.official())
    assert Meeting.objects.count() == 1


def test_second_click_makes_one_meeting(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel", "Hoogeveen"), sent=world.sent())
    assert meet(rows(plan, "Hoogeveen", "Meppel"), sent=world.sent()) == made
    assert meet(rows(plan, "Meppel")) != made
    assert meet(rows(plan, "Meppel"), by=world.signatory()) != made
    assert Meeting.objects.count() == 3


@pytest.mark.parametrize("how", ["future", "nobody", "two plans"])
def test_wrong_meeting_is_refused(plan: Dossier, how: str) -> None:
    chosen = rows(plan, "Meppel")
    values: dict[str, Any] = {}
    if how == "future":
        values, reason = {"held_on": world.day("2014-01-21")}, "in de toekomst"
    elif how == "nobody":
        chosen, reason = [], "Kies ten minste één gemeente"
    else:
        other = world.offered("VO2203")
        chosen += [world.consultation(other)]
        values, reason = {"by": world.official()}, "Een bijeenkomst gaat over één plan"
    with pytest.raises(Blocked, match=reason):
        meet(chosen, **values)
    assert Meeting.objects.count() == 0


def test_change_keeps_the_former_text_in_the_audit_line(plan: Dossier) -> None:
    document = store(b"%PDF-v", "application/pdf")
    made = meet(rows(plan, "Meppel"), minutes=document, minutes_name="verslag.pdf")
    changed = change(made, rows(plan, "Meppel", "Hoogeveen"), subjects="Vervoer")
    assert (changed.subjects, changed.row_version, changed.minutes) == ("Vervoer", 2, document)
    assert world.consultation(plan, "Hoogeveen").state == "in_talks"
    entries = AuditEntry.objects.filter(action="consultations.meeting_changed")
    assert entries.count() == 2
    data = entries[0].data
    assert (data["subjects"], data["former"]["subjects"]) == ("Vervoer", "Jeugdhulp")
    assert data["former"]["minutes_sha256"] == document.sha256
    assert data["with"] == ["Hoogeveen", "Meppel"]


def test_municipality_taken_off_a_meeting_is_told_in_its_timeline(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel", "Hoogeveen"))
    change(made, rows(plan, "Meppel"))
    entry = AuditEntry.objects.get(
        action="consultations.meeting_changed", subject_id=str(world.consultation(plan, "Hoogeveen").pk)
    )
    assert entry.data["with"] == ["Meppel"]


def test_same_content_changes_nothing_and_stale_is_refused(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel"))
    change(made, rows(plan, "Meppel"), place="Stadhuis", sent=world.sent())
    assert change(made, rows(plan, "Meppel"), place="Stadhuis", sent=world.sent()).row_version == 2
    assert change(made, rows(plan, "Meppel"), place="Stadhuis", seen=2).row_version == 2
    with pytest.raises(Conflict) as caught:
        change(made, rows(plan, "Meppel"), place="Elders")
    assert caught.value.current.place == "Stadhuis"
    assert AuditEntry.objects.filter(action="consultations.meeting_changed").count() == 1


def test_municipality_does_not_change_a_meeting_of_others_too(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel", "Hoogeveen"))
    with pytest.raises(NotAllowed):
        change(made, rows(plan, "Meppel"), by=world.official(), place="Elders")
    alone = meet(rows(plan, "Meppel"))
    assert change(alone, rows(plan, "Meppel"), by=world.official(), place="Elders").place == "Elders"


def test_future_date_is_refused_in_a_change(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel"))
    with pytest.raises(Blocked):
        change(made, rows(plan, "Meppel"), held_on=world.day("2014-02-01"))


def test_texts_of_meetings(plan: Dossier) -> None:
    made = meet(rows(plan, "Meppel"))
    assert str(made) == "20-01-2014 Gemeentehuis"
    assert made.dossier_uuid == plan.uuid
    assert str(fresh(world.consultation(plan))) == f"Meppel · {plan}"
