"""The pages of overleg and consent: what they take, refuse and keep."""

from typing import Any

import pytest
from django.test import Client

from consultations import services
from consultations.models import (
    ConsentDecision,
    ConsentRequest,
    Overleg,
    OverlegRecord,
)
from plans.models import Dossier
from tests import world
from tests.consultations.conftest import decide, offer_again, page
from tests.plans.conftest import pdf

# --- overleg -----------------------------------------------------------------------------------------------


@pytest.fixture
def overleg(plan: Dossier) -> Overleg:
    return Overleg.objects.with_names().get(dossier=plan, counterpart__code="VO2203")


def overleg_as_typed(**values: Any) -> dict[str, Any]:
    return {
        "row_version": "1",
        "held_on": "15-1-2014",
        "present": "besturen",
        "summary": "Doorgaande lijn.",
        **values,
    }


def test_either_side_records_the_overleg(
    plan: Dossier, overleg: Overleg, editor: Client, client: Client
) -> None:
    url = page("overleg_transition", overleg.uuid, "hold")
    assert "Er is nog geen overleg vastgelegd." in editor.get(overleg.get_absolute_url()).content.decode()
    answer = editor.post(url, overleg_as_typed(document=pdf("verslag.pdf"), step_key="k"))
    assert (answer.status_code, answer["Location"]) == (302, overleg.get_absolute_url())
    again = overleg_as_typed(document=pdf("verslag.pdf"), step_key="k")
    assert editor.post(url, again).status_code == 302
    assert OverlegRecord.objects.count() == 1
    client.force_login(world.editor("VO2203"))
    assert "Er is al een overleg van 15 januari 2014 vastgelegd" in client.get(url).content.decode()
    assert client.post(url, overleg_as_typed(row_version="2", summary="Ook de zorg.")).status_code == 302
    html = client.get(overleg.get_absolute_url()).content.decode()
    for words in ("Doorgaande lijn.", "Ook de zorg.", "verslag.pdf", f"/plannen/{plan.uuid}/versies/1/"):
        assert words in html, words


def test_wrong_or_stale_overleg(overleg: Overleg, editor: Client) -> None:
    url = page("overleg_transition", overleg.uuid, "hold")
    answer = editor.post(url, overleg_as_typed(held_on="21-1-2014", present="", summary=""))
    html = answer.content.decode()
    assert answer.status_code == 422
    for field in ("held_on", "present", "summary"):
        assert f'id="id_{field}_error"' in html
    editor.post(url, overleg_as_typed())
    answer = editor.post(url, overleg_as_typed(summary="Iets anders."))
    assert answer.status_code == 409
    assert "Iets anders." in answer.content.decode()
    assert OverlegRecord.objects.count() == 1
    Overleg.objects.update(in_scope=False)
    assert "De gebieden overlappen niet meer" in editor.get(overleg.get_absolute_url()).content.decode()


# --- consent -----------------------------------------------------------------------------------------------


def test_consent_is_asked_since_a_day_in_the_past(plan: Dossier, editor: Client) -> None:
    url = page("ask_consent", plan.uuid)
    html = editor.get(url).content.decode()
    assert 'value="20-1-2014"' in html
    assert "Voorstel uiterlijk bij de ondersteuningsplanraad: 1 februari 2014." in html
    sent = {"row_version": "9", "asked_on": "15-1-2014", "step_key": "k"}
    answer = editor.post(url, sent)
    made = ConsentRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert made.asked_on == world.day("2014-01-15")
    assert editor.post(url, sent)["Location"] == made.get_absolute_url()
    answer = editor.post(url, sent | {"asked_on": "14-1-2014", "step_key": "another"})
    assert answer.status_code == 409
    assert "al om instemming gevraagd" in answer.content.decode()
    assert "Dit kan nu nog niet" in editor.get(url).content.decode()
    assert ConsentRequest.objects.count() == 1


def test_consent_is_not_asked_in_the_future_or_without_a_version(plan: Dossier, editor: Client) -> None:
    answer = editor.post(page("ask_consent", plan.uuid), {"row_version": "1", "asked_on": "21-1-2014"})
    assert answer.status_code == 422
    assert "Deze datum ligt in de toekomst." in answer.content.decode()
    assert ConsentRequest.objects.count() == 0


@pytest.fixture
def opr(consent: ConsentRequest, client: Client) -> Client:
    client.force_login(world.opr_secretary())
    return client


def decision_as_typed(**values: Any) -> dict[str, Any]:
    return {"row_version": "1", "decided_on": "20-1-2014", "remarks": "Noem de ouders.", **values}


def test_page_of_the_opr(consent: ConsentRequest, opr: Client) -> None:
    html = opr.get(consent.get_absolute_url()).content.decode()
    for words in (
        "Instemming van de OPR met versie 1",
        "17 februari 2014",
        f"/plannen/{consent.dossier.uuid}/versies/1/",
        "De OPR heeft nog geen besluit genomen.",
    ):
        assert words in html, words
    assert "namens de OPR" not in html
    assert opr.get(f"/plannen/{consent.dossier.uuid}/versies/1/").status_code == 200
    offer_again(consent.dossier)
    services.ask_consent(world.reload(consent.dossier), by=world.editor())
    assert "Versie 2: instemming gevraagd" in opr.get(consent.get_absolute_url()).content.decode()


def test_decision_and_its_correction(consent: ConsentRequest, opr: Client, editor: Client) -> None:
    behalf = page("consent_transition", consent.uuid, "refuse_on_behalf")
    answer = editor.post(behalf, decision_as_typed())
    assert answer.status_code == 422
    assert "Vul in waaruit dit blijkt" in answer.content.decode()
    assert editor.post(behalf, decision_as_typed(evidence="mail")).status_code == 302
    own = page("consent_transition", consent.uuid, "consent_with_conditions")
    assert "Dit is nu vastgelegd" in opr.get(own).content.decode()
    sent = decision_as_typed(row_version="2", document=pdf("besluit.pdf"))
    answer = opr.post(own, sent)
    assert (answer.status_code, answer["Location"]) == (302, consent.get_absolute_url())
    html = opr.get(consent.get_absolute_url()).content.decode()
    for words in ("(eerdere vastlegging)", "namens de OPR.", "Noem de ouders.", "besluit.pdf"):
        assert words in html, words
    assert "alleen de OPR kan dat corrigeren" in editor.get(consent.get_absolute_url()).content.decode()
    assert ConsentDecision.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"remarks": " "}, "remarks", "Noem de voorwaarden."),
        ({"decided_on": "21-1-2014"}, "decided_on", "Deze datum ligt in de toekomst."),
    ],
)
def test_wrong_decision_is_told_at_the_field(
    consent: ConsentRequest, opr: Client, values: dict[str, str], field: str, message: str
) -> None:
    url = page("consent_transition", consent.uuid, "consent_with_conditions")
    answer = opr.post(url, decision_as_typed(**values))
    assert answer.status_code == 422
    assert message in answer.content.decode().split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert ConsentDecision.objects.count() == 0


def test_decision_twice_and_stale(consent: ConsentRequest, opr: Client) -> None:
    url = page("consent_transition", consent.uuid, "refuse")
    for _n in range(2):
        assert opr.post(url, decision_as_typed(step_key="k")).status_code == 302
    assert ConsentDecision.objects.count() == 1
    answer = opr.post(url, decision_as_typed(remarks="Iets anders."))
    assert answer.status_code == 409
    assert "Iets anders." in answer.content.decode()
    decide(consent, "consent")
    assert ConsentDecision.objects.count() == 2
