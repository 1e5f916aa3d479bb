"""The overleg between partnerships and the consent of the OPR: the services."""

from typing import Any

import pytest

from consultations import services
from consultations.models import ConsentDecision, ConsentRequest, Overleg, OverlegRecord
from plans import services as plans
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, MailMessage, User
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world
from tests.consultations.conftest import decide, offer_again


def overleg(plan: Dossier) -> Overleg:
    return Overleg.objects.with_names().get(dossier=plan, counterpart__code="VO2203")


def hold(plan: Dossier, by: User | None = None, **values: Any) -> OverlegRecord:
    values = {"held_on": clock.today(), "present": " besturen ", "summary": "Afgestemd.", **values}
    return services.record_overleg(overleg(plan), by=by or world.editor(), **values)


def test_either_side_records_and_earlier_records_stay(plan: Dossier) -> None:
    theirs = world.editor("VO2203")
    MailMessage.objects.all().delete()
    first = hold(plan)
    second = hold(plan, by=theirs, summary="Ook de zorg.")
    assert list(OverlegRecord.objects.all()) == [first, second]
    assert (first.present, first.version.number) == ("besturen", 1)
    assert first.recorded_for == str(plan.partnership.organisation)
    assert second.recorded_for == str(world.partnership("VO2203").organisation)
    assert overleg(plan).state == "held"
    assert AuditEntry.objects.filter(action="consultations.overleg_held").count() == 2
    assert MailMessage.objects.filter(event="consultations/overleg_held").count() == 4
    assert str(first) == "20-01-2014"


def test_overleg_refusals_leave_nothing(plan: Dossier) -> None:
    with pytest.raises(Blocked, match="in de toekomst"):
        hold(plan, held_on=world.day("2014-01-21"))
    for user in (world.editor("PO2502"), world.official(), world.opr_secretary()):
        with pytest.raises(NotAllowed):
            hold(plan, by=user)
    with pytest.raises(StaleState):
        hold(plan, seen=9)
    assert OverlegRecord.objects.count() == 0


def test_second_click_makes_one_record(plan: Dossier) -> None:
    made = hold(plan, seen=1, sent=world.sent())
    assert hold(plan, seen=1, sent=world.sent()) == made
    with pytest.raises(StaleState):
        hold(plan, seen=1, summary="Iets anders.")
    assert OverlegRecord.objects.count() == 1


def test_consent_is_asked_on_the_last_version(plan: Dossier) -> None:
    secretary = world.opr_secretary()
    MailMessage.objects.all().delete()
    made = services.ask_consent(plan, by=world.editor(), asked_on=world.day("2014-01-15"))
    assert (made.state, made.version.number, made.asked_on) == ("asked", 1, world.day("2014-01-15"))
    assert made.decide_by == world.day("2014-02-12")
    assert AuditEntry.objects.get(action="consultations.consent_asked").data == {
        "version": 1,
        "asked_on": "2014-01-15",
    }
    assert [(m.event, m.address) for m in MailMessage.objects.all()] == [
        ("consultations/consent_asked", secretary.email)
    ]
    assert str(made) == f"{made.opr.name} · versie 1"


def test_consent_is_asked_once_per_version(plan: Dossier) -> None:
    made = services.ask_consent(plan, by=world.editor(), sent=world.sent())
    assert services.ask_consent(plan, by=world.editor(), sent=world.sent()) == made
    with pytest.raises(Blocked, match="al om instemming gevraagd"):
        services.ask_consent(plan, by=world.signatory())
    plan = offer_again(plan)
    assert services.ask_consent(plan, by=world.signatory()).version.number == 2
    assert ConsentRequest.objects.count() == 2


def test_consent_is_not_asked_without_a_version_or_in_the_future(db: None) -> None:
    plan = world.drafted()
    with pytest.raises(Blocked, match="Er is nog geen vastgelegde versie"):
        services.ask_consent(plan, by=world.editor())
    plans.offer(plan, by=world.editor())
    plan = world.reload(plan)
    with pytest.raises(Blocked, match="in de toekomst"):
        services.ask_consent(plan, by=world.editor(), asked_on=world.day("2014-01-21"))
    with pytest.raises(NotAllowed):
        services.ask_consent(plan, by=world.opr_secretary())
    assert ConsentRequest.objects.count() == 0


def test_later_plan_has_no_term_for_the_opr(consent: ConsentRequest) -> None:
    consent.dossier.round.is_first_plan = False
    assert consent.decide_by is None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("consent", "consented"),
        ("consent_with_conditions", "consented_with_conditions"),
        ("refuse", "refused"),
        ("no_decision", "no_decision"),
    ],
)
def test_decisions_of_the_opr_and_on_its_behalf(consent: ConsentRequest, name: str, state: str) -> None:
    behalf = decide(consent, f"{name}_on_behalf", remarks="Noem de ouders.")
    assert (behalf.kind, behalf.on_behalf, behalf.evidence) == (state, True, "brief")
    own = decide(consent, name, remarks="Noem de ouders.")
    assert (own.kind, own.on_behalf) == (state, False)
    consent.refresh_from_db()
    assert (consent.state, consent.decision) == (state, own)
    assert list(consent.decisions.all()) == [behalf, own]
    assert AuditEntry.objects.filter(action=f"consultations.{state}").count() == 1
    assert AuditEntry.objects.filter(action=f"consultations.{state}_on_behalf").count() == 1
    assert (
        MailMessage.objects.filter(event="consultations/consent_decided")
        .order_by("pk")
        .last()
        .context["corrects"]
        == state
    )
    assert str(own) == f"{own.get_kind_display()} (20-01-2014)"


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("consent", {"decided_on": world.day("2014-01-21")}, "in de toekomst"),
        ("consent_on_behalf", {"evidence": " "}, "waaruit het besluit blijkt"),
        ("consent_with_conditions", {"remarks": " "}, "Noem de voorwaarden"),
    ],
)
def test_incomplete_decision_is_refused(
    consent: ConsentRequest, name: str, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Blocked, match=reason):
        decide(consent, name, **values)
    assert ConsentDecision.objects.count() == 0


def test_decisions_of_the_wrong_people(consent: ConsentRequest) -> None:
    with pytest.raises(NotAllowed):
        decide(consent, "consent", by=world.editor())
    with pytest.raises(NotAllowed):
        decide(consent, "consent_on_behalf", by=world.opr_secretary())
    decide(consent, "consent")
    with pytest.raises(Blocked, match="De OPR heeft het besluit zelf vastgelegd"):
        decide(consent, "refuse_on_behalf")
    assert ConsentDecision.objects.count() == 1


def test_second_click_makes_one_decision(consent: ConsentRequest) -> None:
    made = decide(consent, "refuse", seen=1, remarks="Nee.", sent=world.sent())
    assert decide(consent, "refuse", seen=1, remarks="Nee.", sent=world.sent()) == made
    with pytest.raises(StaleState):
        decide(consent, "consent", seen=1)
    assert ConsentDecision.objects.count() == 1
