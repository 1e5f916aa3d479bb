"""Lodging a dispute: rows, audit lines, the consultation that moves along, and nothing twice."""

import pytest

from consultations.models import Consultation
from disputes import services
from disputes.models import Dispute, DisputeRecord
from plans import services as plans
from plans.models import Dossier
from portal.files import store
from portal.models import AuditEntry, MailMessage
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world
from tests.disputes.conftest import GROUNDS, at_odds, lines, lodged, step


def test_lodge_makes_dispute_record_audit_and_moves_the_consultation(
    plan: Dossier, consultation: Consultation
) -> None:
    document = store(b"%PDF-brief", "application/pdf")
    dispute = services.lodge(
        consultation, by=world.editor(), grounds=f" {GROUNDS} ", document=document, document_name="brief.pdf"
    )
    assert (dispute.state, dispute.applicant, dispute.committee) == (
        "lodged",
        plan.partnership.organisation,
        world.committee(),
    )
    assert dispute.respondent.name == "Meppel"
    assert dispute.grounds == GROUNDS
    assert dispute.version == consultation.version
    record = dispute.records.get()
    assert (record.step, record.text, record.document, record.document_name) == (
        "lodge",
        GROUNDS,
        document,
        "brief.pdf",
    )
    assert str(record) == "20-01-2014 geschil aanhangig gemaakt"
    assert lines(dispute) == [("disputes.lodged", "", "lodged")]
    assert world.consultation(plan).state == "in_dispute"
    line = AuditEntry.objects.get(action="disputes.lodged")
    assert (line.organisation, line.dossier) == (plan.partnership.organisation, plan.uuid)


def test_lodge_by_the_municipality_makes_the_partnership_respond(consultation: Consultation) -> None:
    dispute = services.lodge(consultation, by=world.official(), grounds=GROUNDS)
    assert dispute.applicant.name == "Meppel"
    assert dispute.respondent == world.partnership().organisation
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    with pytest.raises(NotAllowed):
        step(dispute, "respond", world.official())
    assert step(dispute, "respond", world.signatory()).state == "responded"


def test_dispute_is_about_the_version_of_the_outcome(plan: Dossier, consultation: Consultation) -> None:
    chapter = plan.chapters.first()
    assert chapter is not None
    plans.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title="Nieuw", body="<p>X</p>", status="done"
    )
    plans.offer(world.reload(plan), by=world.editor())
    dispute = lodged(world.consultation(plan))
    assert (dispute.version.number, dispute.consultation.version.number) == (1, 2)


def test_same_request_again_gives_the_same_dispute(plan: Dossier, consultation: Consultation) -> None:
    again = {"by": world.editor(), "grounds": GROUNDS, "sent": world.sent()}
    first = services.lodge(consultation, **again, seen=consultation.row_version)
    stale = services.lodge(consultation, **again, seen=1)
    fresh = services.lodge(world.consultation(plan), **again)
    assert [stale.pk, fresh.pk] == [first.pk, first.pk]
    assert DisputeRecord.objects.count() == 1
    assert AuditEntry.objects.filter(action="disputes.lodged").count() == 1
    assert MailMessage.objects.filter(event="disputes/step", address=world.official().email).count() == 1


def test_second_party_is_told_that_a_dispute_is_under_way(plan: Dossier, dispute: Dispute) -> None:
    with pytest.raises(Blocked) as refused:
        services.lodge(world.consultation(plan), by=world.official(), grounds="Wij ook.")
    assert refused.value.messages == ["Er loopt al een geschil over dit overleg."]


def test_race_past_the_guards_gives_one_dispute(
    consultation: Consultation, dispute: Dispute, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two parties at once: both pass the guards, the database lets one through."""
    monkeypatch.setattr("disputes.guards.no_dispute_under_way", lambda consultation: [])
    monkeypatch.setattr("portal.workflow.guard", lambda transition, name: lambda obj: [])
    with pytest.raises(StaleState, match="Er loopt al een geschil over dit overleg"):
        services.lodge(consultation, by=world.official(), grounds="Wij ook.")
    assert Dispute.objects.get() == dispute


def test_lodge_without_committee_is_refused_even_past_the_guards(
    plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.procedure(plan, committee=None)
    consultation = at_odds(plan)
    with pytest.raises(Blocked, match="noemt geen geschillencommissie"):
        lodged(consultation)
    monkeypatch.setattr("portal.workflow.guard", lambda transition, name: lambda obj: [])
    with pytest.raises(Blocked, match="noemt geen geschillencommissie"):
        lodged(consultation)
    assert Dispute.objects.count() == 0


def test_lodge_from_a_stale_page_changes_nothing(plan: Dossier, consultation: Consultation) -> None:
    with pytest.raises(StaleState):
        services.lodge(consultation, by=world.editor(), grounds=GROUNDS, seen=consultation.row_version - 1)
    assert Dispute.objects.count() == DisputeRecord.objects.count() == 0
    assert world.consultation(plan).state == "not_agreed"
