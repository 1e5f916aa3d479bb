"""Each finding of this app, raised and not raised, and the guards that hold a step back."""

from datetime import timedelta

import pytest

from consultations import findings, services
from consultations.guards import (
    municipality_has_not_recorded,
    opr_has_not_recorded,
    outcome_or_correction,
    procedure_names_committee,
    version_to_consent_to,
)
from consultations.models import ConsentRequest, Consultation, Overleg, Procedure
from plans import services as plans
from plans.findings import Case, Finding
from plans.models import Dossier, Milestone
from portal import clock
from tests import world
from tests.consultations.conftest import decide, fresh, offer_again, outcome


def found(plan: Dossier) -> dict[str, Finding]:
    """The findings of this app on the working copy, by code."""
    case = Case(world.reload(plan))
    rules = (findings.oogo_rules, findings.overleg_rules, findings.consent_rules)
    return {row.code: row for rule in rules for row in rule(case)}


def adopt(plan: Dossier, on: str) -> None:
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=world.day(on), body="alv")


def test_before_the_offer_everything_is_missing(db: None) -> None:
    assert set(found(world.drafted())) == {"oogo_not_begun", "opr_not_asked"}


def test_after_agreement_nothing_is_left(plan: Dossier) -> None:
    assert set(found(plan)) == {"oogo_open", "overleg_open", "opr_not_asked"}
    world.agree_all(plan)
    assert found(plan) == {}
    adopt(plan, "2014-01-20")
    assert found(plan) == {}


def test_open_oogo_and_overleg_name_who(plan: Dossier) -> None:
    outcome(world.consultation(plan, "Meppel"))
    rows = found(plan)
    assert rows["oogo_open"].message == (
        "Het OOGO heeft nog geen uitkomst met: De Wolden, Hoogeveen, Staphorst, Steenwijkerland, Westerveld, "
        "Zwartewaterland."
    )
    assert rows["oogo_open"].level == "missing"
    assert rows["oogo_open"].url == f"/plannen/{plan.uuid}/overleg/"
    assert "VO2203" in rows["overleg_open"].message


def test_procedure_missing_or_without_committee(plan: Dossier) -> None:
    Procedure.objects.update(committee=None)
    assert "oogo_procedure_without_committee" in found(plan)
    assert "oogo_without_procedure" not in found(plan)
    Consultation.objects.update(procedure=None)
    assert "oogo_without_procedure" in found(plan)
    assert "oogo_procedure_without_committee" not in found(plan)


@pytest.mark.parametrize(
    ("name", "code"),
    [("disagree", "oogo_no_agreement"), ("not_attended_on_behalf", "oogo_not_attended")],
)
def test_outcomes_that_are_not_agreement(plan: Dossier, name: str, code: str) -> None:
    assert code not in found(plan)
    outcome(world.consultation(plan, "Hoogeveen"), name, remarks="Nee.")
    assert found(plan)[code].message.count("Hoogeveen") == 1
    assert found(plan)[code].level == "warning"


def test_outcome_on_behalf_of_another_version_before_the_offer_or_after_adoption(plan: Dossier) -> None:
    row = world.consultation(plan)
    outcome(row, "agree_on_behalf", decided_on=world.day("2014-01-19"))
    rows = found(plan)
    assert "Meppel" in rows["oogo_on_behalf"].message
    assert "Meppel" in rows["oogo_before_offer"].message
    assert "oogo_other_version" not in rows
    outcome(row, "agree")
    rows = found(plan)
    assert "oogo_on_behalf" not in rows
    assert "oogo_before_offer" not in rows
    offer_again(plan)
    assert "Meppel" in found(plan)["oogo_other_version"].message
    adopt(plan, "2014-01-10")
    assert "Meppel" in found(plan)["oogo_after_adoption"].message


def test_overleg_after_adoption(plan: Dossier) -> None:
    adopt(plan, "2014-01-10")
    for row in Overleg.objects.with_names().filter(dossier=plan):
        services.record_overleg(
            row, by=world.editor(), held_on=clock.today(), present="besturen", summary="Afgestemd."
        )
    assert "VO2203" in found(plan)["overleg_after_adoption"].message
    for row in Overleg.objects.with_names().filter(dossier=plan):
        services.record_overleg(
            row, by=world.editor(), held_on=world.day("2014-01-09"), present="besturen", summary="Eerder."
        )
    assert "overleg_after_adoption" not in found(plan)


def test_what_the_opr_said(consent: ConsentRequest) -> None:
    plan = consent.dossier
    assert "opr_waiting" in found(plan)
    for name, code in (
        ("refuse", "opr_refused"),
        ("no_decision", "opr_no_decision"),
        ("consent_with_conditions", "opr_conditions"),
    ):
        decide(consent, name, remarks="Noem de ouders.")
        assert {key for key in found(plan) if key.startswith("opr")} == {code}
    decide(consent, "consent")
    assert {key for key in found(plan) if key.startswith("opr")} == set()


def test_consent_after_adoption_and_to_another_version(consent: ConsentRequest) -> None:
    plan = consent.dossier
    decide(consent, "consent")
    offer_again(plan)
    assert "opr_other_version" not in found(plan)  # nothing is adopted yet
    adopt(plan, "2014-01-10")
    rows = found(plan)
    assert "voor versie 1, niet voor versie 2" in rows["opr_other_version"].message
    assert "opr_after_adoption" in rows


def test_dates_of_the_first_plan(plan: Dossier) -> None:
    assert "opr_asked_late" not in found(plan)
    with clock.at("2014-02-02T10:00"):
        assert "uiterlijk 1 februari 2014" in found(plan)["opr_asked_late"].message
    request = services.ask_consent(plan, by=world.editor())
    with clock.at("2014-02-17T10:00"):
        assert set(found(plan)) & {"opr_asked_late", "opr_decided_late"} == set()
    with clock.at("2014-02-18T10:00"):
        assert "uiterlijk 17 februari 2014" in found(plan)["opr_decided_late"].message
        decide(request, "consent", decided_on=world.day("2014-02-18"))
        assert "opr_decided_late" in found(plan)
        decide(request, "consent", decided_on=request.asked_on + timedelta(days=28))
        assert "opr_decided_late" not in found(plan)


def test_no_decision_does_not_stop_the_four_weeks(consent: ConsentRequest) -> None:
    decide(consent, "no_decision")
    assert "opr_decided_late" not in found(consent.dossier)
    with clock.at("2014-02-18T10:00"):
        assert "opr_decided_late" in found(consent.dossier)


def test_dates_after_a_refusal_are_flagged_when_they_have_passed(consent: ConsentRequest) -> None:
    decide(consent, "refuse", remarks="Nee.")
    codes = {"opr_dispute_term_passed", "opr_ruling_term_passed"}
    with clock.at("2014-02-03T23:00"):
        assert found(consent.dossier).keys() & codes == set()
    with clock.at("2014-02-04T10:00"):
        assert "uiterlijk 3 februari 2014" in found(consent.dossier)["opr_dispute_term_passed"].message
    with clock.at("2014-04-16T10:00"):
        rows = found(consent.dossier)
        assert "uiterlijk 15 april 2014" in rows["opr_ruling_term_passed"].message
        assert {rows[code].level for code in codes} == {"warning"}
    Milestone.objects.filter(key="opr_ruling").delete()
    with clock.at("2014-04-16T10:00"):
        assert found(consent.dossier).keys() & codes == {"opr_dispute_term_passed"}


def test_later_plan_has_no_dates(plan: Dossier) -> None:
    Milestone.objects.filter(key="opr_asked").delete()
    with clock.at("2014-04-01T10:00"):
        assert "opr_asked_late" not in found(plan)


def test_guards_say_why(plan: Dossier, talks: Consultation) -> None:
    assert outcome_or_correction(talks) == []
    assert municipality_has_not_recorded(talks) == []
    assert procedure_names_committee(talks) == []
    assert version_to_consent_to(plan) == []
    outcome(talks, "agree_on_behalf")
    assert municipality_has_not_recorded(fresh(talks)) == []
    outcome(talks, "agree")
    assert len(municipality_has_not_recorded(fresh(talks))) == 1
    Procedure.objects.update(committee=None)
    assert len(procedure_names_committee(fresh(talks))) == 1
    Consultation.objects.update(procedure=None)
    assert len(procedure_names_committee(fresh(talks))) == 1
    request = services.ask_consent(plan, by=world.editor())
    assert len(version_to_consent_to(plan)) == 1
    assert opr_has_not_recorded(request) == []
    decide(request, "consent_on_behalf")
    request.refresh_from_db()
    assert opr_has_not_recorded(request) == []
    decide(request, "consent")
    request.refresh_from_db()
    assert len(opr_has_not_recorded(request)) == 1
