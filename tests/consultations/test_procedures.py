"""Fixing the procedure of the OOGO: the service."""

from typing import Any

import pytest

from consultations import services
from consultations.models import Consultation, Procedure
from plans.models import Dossier
from portal import clock
from portal.files import store
from portal.models import AuditEntry
from portal.workflow import Blocked, Conflict, NotAllowed
from register.models import Municipality
from tests import world
from tests.consultations.conftest import outcome

NONE: dict[str, Any] = {"basis": "own", "fixed_on": world.day("2014-01-10")}


def fix(plan: Dossier, names: list[str], **values: Any) -> Procedure:
    rows = Municipality.objects.filter(name__in=names)
    return services.fix_procedure(plan, **{"by": world.editor(), "municipalities": rows, **NONE, **values})


def followers(procedure: Procedure) -> list[str]:
    return [row.municipality.name for row in Consultation.objects.filter(procedure=procedure)]


def test_procedure_is_followed_by_its_municipalities(plan: Dossier) -> None:
    made = fix(plan, ["Meppel", "Hoogeveen"], committee=world.committee(), response_days=28)
    assert followers(made) == ["Hoogeveen", "Meppel"]
    entry = AuditEntry.objects.filter(action="consultations.procedure_fixed").last()
    assert entry is not None
    assert entry.organisation_name == str(plan.partnership.organisation)
    assert entry.data["municipalities"] == ["Hoogeveen", "Meppel"]
    assert (entry.data["basis"], entry.data["fixed_on"], entry.data["response_days"]) == (
        "own",
        "2014-01-10",
        28,
    )
    assert entry.data["committee"] == str(world.committee())


def test_second_click_makes_one_procedure(plan: Dossier) -> None:
    made = fix(plan, ["Meppel"], sent=world.sent())
    assert fix(plan, ["Meppel"], sent=world.sent()) == made
    assert fix(plan, ["Hoogeveen"]) != made
    assert Procedure.objects.count() == 3  # with the one of the fixture


def test_change_keeps_the_former_text_in_the_audit_line(plan: Dossier) -> None:
    made = fix(plan, ["Meppel", "Hoogeveen"], chair="Jansen")
    changed = fix(plan, ["Meppel"], procedure=made, seen=1, chair="De Vries", response_days=14)
    assert (changed.pk, changed.row_version, changed.chair) == (made.pk, 2, "De Vries")
    assert followers(changed) == ["Meppel"]
    assert world.consultation(plan, "Hoogeveen").procedure is None
    entry = AuditEntry.objects.get(action="consultations.procedure_changed")
    assert (entry.data["chair"], entry.data["former"]["chair"]) == ("De Vries", "Jansen")
    assert entry.data["former"]["municipalities"] == ["Hoogeveen", "Meppel"]


def test_document_of_the_procedure_is_replaced_and_remembered(plan: Dossier) -> None:
    first, second = store(b"%PDF-1", "application/pdf"), store(b"%PDF-2", "application/pdf")
    made = fix(plan, ["Meppel"], document=first, document_name="een.pdf")
    fix(plan, ["Meppel"], procedure=made, seen=1, document=second, document_name="twee.pdf")
    entry = AuditEntry.objects.get(action="consultations.procedure_changed")
    assert (entry.data["document"], entry.data["former"]["document"]) == ("twee.pdf", "een.pdf")
    hashes = entry.data["document_sha256"], entry.data["former"]["document_sha256"]
    assert hashes == (second.sha256, first.sha256)


def test_same_content_again_changes_nothing(plan: Dossier) -> None:
    made = fix(plan, ["Meppel"], chair="Jansen")
    again = {"procedure": made, "seen": 1, "chair": "De Vries", "sent": world.sent()}
    fix(plan, ["Meppel"], **again)
    assert fix(plan, ["Meppel"], **again).row_version == 2
    assert fix(plan, ["Meppel"], procedure=made, seen=2, chair="De Vries").row_version == 2
    assert AuditEntry.objects.filter(action="consultations.procedure_changed").count() == 1


def test_stale_change_is_refused_with_what_is_there(plan: Dossier) -> None:
    made = fix(plan, ["Meppel"], chair="Jansen")
    fix(plan, ["Meppel"], procedure=made, seen=1, chair="De Vries")
    with pytest.raises(Conflict) as caught:
        fix(plan, ["Meppel"], procedure=made, seen=1, chair="Bakker")
    assert caught.value.current.chair == "De Vries"
    assert Procedure.objects.get(pk=made.pk).chair == "De Vries"


def test_only_the_partnership_fixes_it_and_with_somebody(plan: Dossier) -> None:
    for user in (world.official(), world.editor("PO2502"), world.reviewer()):
        with pytest.raises(NotAllowed):
            fix(plan, ["Meppel"], by=user)
    with pytest.raises(Blocked, match="Kies ten minste één gemeente"):
        fix(plan, [])
    assert Procedure.objects.count() == 1


def test_consultation_in_dispute_keeps_its_procedure(plan: Dossier) -> None:
    former = world.consultation(plan).procedure
    assert former is not None
    outcome(world.consultation(plan), "disagree", remarks="Nee.")
    Consultation.objects.filter(municipality__name="Meppel").update(state="in_dispute")
    made = fix(plan, ["Meppel", "Hoogeveen"])
    assert followers(made) == ["Hoogeveen"]
    assert world.consultation(plan).procedure == former
    with pytest.raises(Blocked, match="Er loopt een geschil"):
        fix(
            plan,
            ["Hoogeveen"],
            procedure=former,
            seen=1,
            basis="model",
            fixed_on=clock.today(),
            committee=None,
        )
    assert Procedure.objects.get(pk=former.pk).committee == world.committee()
    same = {"basis": "model", "fixed_on": clock.today(), "committee": world.committee(), "chair": "Jansen"}
    assert fix(plan, ["Hoogeveen"], procedure=former, seen=1, **same).chair == "Jansen"
    assert world.consultation(plan).procedure == former


def test_terms_of_a_dispute_under_way_stand(plan: Dossier) -> None:
    former = world.consultation(plan).procedure
    assert former is not None
    outcome(world.consultation(plan), "disagree", remarks="Nee.")
    Consultation.objects.filter(municipality__name="Meppel").update(state="in_dispute")
    same = {"basis": "model", "fixed_on": clock.today(), "committee": world.committee()}
    names = [row.name for row in former.municipalities.all()]
    for term in ("dispute_days", "defence_days", "advice_days"):
        with pytest.raises(Blocked, match="de termijnen van het geschil"):
            fix(plan, names, procedure=former, seen=1, **same, **{term: 99})
    assert fix(plan, names, procedure=former, seen=1, **same, response_days=99).response_days == 99


def test_procedure_agreed_last_holds_whatever_is_changed_in_the_former(plan: Dossier) -> None:
    first = fix(plan, ["Meppel", "Hoogeveen"])
    last = fix(plan, ["Meppel"], chair="Jansen")
    assert [row.name for row in first.municipalities.all()] == ["Hoogeveen"]
    fix(plan, ["Hoogeveen"], procedure=first, seen=1, remarks="Met een punt.")
    assert (followers(first), followers(last)) == (["Hoogeveen"], ["Meppel"])
    fix(plan, ["Hoogeveen", "Meppel"], procedure=first, seen=2)
    assert (followers(first), followers(last)) == (["Hoogeveen", "Meppel"], [])
