"""The pages of procedures, meetings, overleg and consent: what they take, refuse and keep."""

from typing import Any

import pytest
from django.test import Client

from consultations import services
from consultations.models import (
    ConsentDecision,
    ConsentRequest,
    Consultation,
    Meeting,
    Overleg,
    OverlegRecord,
    Procedure,
)
from plans.models import Dossier
from portal import clock
from portal.models import Organisation
from portal.workflow import NotAllowed
from register.models import Municipality
from tests import world
from tests.consultations.conftest import decide, meet, offer_again, page
from tests.plans.conftest import pdf


def municipality(name: str) -> int:
    return Municipality.objects.get(name=name).pk


# --- procedure ---------------------------------------------------------------------------------------------


def procedure_as_typed(**values: Any) -> dict[str, Any]:
    return {
        "municipalities": [municipality("Meppel"), municipality("Hoogeveen")],
        "basis": "own",
        "fixed_on": "10-1-2014",
        "chair": "mevr. De Vries",
        "response_days": "28",
        "committee": str(world.committee().pk),
        **values,
    }


def test_procedure_is_fixed_with_its_document(plan: Dossier, editor: Client) -> None:
    url = page("procedure", plan.uuid)
    answer = editor.post(url, procedure_as_typed(document=pdf("afspraken.pdf")))
    assert (answer.status_code, answer["Location"]) == (302, url)
    made = Procedure.objects.get(basis="own")
    assert (made.chair, made.response_days, made.dispute_days) == ("mevr. De Vries", 28, None)
    assert (made.committee, made.document_name) == (world.committee(), "afspraken.pdf")
    assert sorted(row.name for row in made.municipalities.all()) == ["Hoogeveen", "Meppel"]
    html = editor.get(url).content.decode()
    assert "mevr. De Vries" in html
    assert page("document", "procedure", made.pk) in html
    assert editor.post(url, procedure_as_typed(document=pdf("afspraken.pdf"))).status_code == 302
    assert Procedure.objects.count() == 2


def test_first_procedure_has_all_municipalities_ticked(db: None, client: Client) -> None:
    plan = world.drafted()
    client.force_login(world.editor())
    html = client.get(page("procedure", plan.uuid)).content.decode()
    assert html.count("checked") == 7
    assert "De wet noemt geen termijnen" in html
    client.post(page("procedure", plan.uuid), procedure_as_typed())
    assert client.get(page("procedure", plan.uuid)).content.decode().count("checked") == 5


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"municipalities": []}, "municipalities", "Kies ten minste één gemeente."),
        ({"basis": ""}, "basis", "Kies de modelprocedure of een eigen procedure."),
        ({"fixed_on": "21-1-2014"}, "fixed_on", "Deze datum ligt in de toekomst."),
        ({"response_days": "0"}, "response_days", "Vul een aantal dagen van 1 tot en met 365 in"),
        ({"advice_days": "366"}, "advice_days", "Vul een aantal dagen van 1 tot en met 365 in"),
        ({"dispute_days": "zes weken"}, "dispute_days", "geheel getal"),
    ],
)
def test_wrong_procedure_is_told_at_the_field(
    plan: Dossier, editor: Client, values: dict[str, Any], field: str, message: str
) -> None:
    answer = editor.post(page("procedure", plan.uuid), procedure_as_typed(**values))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert "mevr. De Vries" in html
    assert "<details open>" in html
    assert Procedure.objects.count() == 1


@pytest.mark.parametrize("field", ["committee", "municipalities"])
def test_choices_are_those_of_the_list(plan: Dossier, editor: Client, field: str) -> None:
    other = {
        "committee": str(Organisation.objects.get(key="inspectorate").pk),
        "municipalities": [municipality("Zwolle")],
    }[field]
    answer = editor.post(page("procedure", plan.uuid), procedure_as_typed(**{field: other}))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_procedure_is_changed_and_keeps_its_document(plan: Dossier, editor: Client) -> None:
    editor.post(page("procedure", plan.uuid), procedure_as_typed(document=pdf("afspraken.pdf")))
    made = Procedure.objects.get(basis="own")
    url = page("change_procedure", plan.uuid, made.uuid)
    html = editor.get(url).content.decode()
    assert 'value="10-1-2014"' in html
    assert "afspraken.pdf" in html
    assert html.count("checked") == 3
    answer = editor.post(url, procedure_as_typed(row_version="1", chair="dhr. Jansen"))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.chair, made.document_name, made.row_version) == ("dhr. Jansen", "afspraken.pdf", 2)


def test_stale_procedure_is_refused_with_what_was_typed(plan: Dossier, editor: Client) -> None:
    made = world.consultation(plan).procedure
    assert made is not None
    url = page("change_procedure", plan.uuid, made.uuid)
    editor.post(url, procedure_as_typed(row_version="1", chair="dhr. Jansen"))
    answer = editor.post(url, procedure_as_typed(row_version="1", chair="mevr. Bakker"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders heeft de procedure intussen gewijzigd." in html
    assert "dhr. Jansen" in html
    assert 'value="mevr. Bakker"' in html
    assert 'name="row_version" value="2"' in html
    assert editor.post(url, procedure_as_typed(row_version="2", chair="mevr. Bakker")).status_code == 302
    made.refresh_from_db()
    assert made.chair == "mevr. Bakker"


def test_committee_does_not_change_during_a_dispute(plan: Dossier, editor: Client) -> None:
    talks = world.consultation(plan)
    made = talks.procedure
    assert made is not None
    services.record_outcome(
        talks, name="disagree", by=world.official(), decided_on=clock.today(), remarks="Nee."
    )
    Consultation.objects.filter(pk=talks.pk).update(state="in_dispute")
    url = page("change_procedure", plan.uuid, made.uuid)
    answer = editor.post(url, procedure_as_typed(row_version="1", committee=""))
    assert answer.status_code == 409
    assert "Er loopt een geschil volgens deze procedure." in answer.content.decode()


# --- meetings ----------------------------------------------------------------------------------------------


def meeting_as_typed(**values: Any) -> dict[str, Any]:
    return {
        "held_on": "16-1-2014",
        "place": "Gemeentehuis",
        "present": "A. Bakker, wethouder",
        "subjects": "Jeugdhulp",
        **values,
    }


def test_partnership_records_a_meeting_with_several(plan: Dossier, editor: Client) -> None:
    url = page("new_meeting", plan.uuid)
    assert editor.get(url).content.decode().count('type="checkbox"') == 7
    chosen = [world.consultation(plan, name).pk for name in ("Meppel", "Staphorst")]
    sent = meeting_as_typed(consultations=chosen)
    answer = editor.post(url, {**sent, "document": pdf("verslag.pdf")})
    assert (answer.status_code, answer["Location"]) == (302, page("matrix", plan.uuid))
    made = Meeting.objects.get()
    assert sorted(row.pk for row in made.consultations.all()) == sorted(chosen)
    assert made.minutes_name == "verslag.pdf"
    assert editor.post(url, {**sent, "document": pdf("verslag.pdf")}).status_code == 302
    assert Meeting.objects.count() == 1


def test_meeting_from_one_consultation(plan: Dossier, editor: Client, official: Client) -> None:
    talks = world.consultation(plan)
    url = page("new_meeting_with", talks.uuid)
    assert editor.get(url).content.decode().count("checked") == 1
    html = official.get(url).content.decode()
    assert "checkbox" not in html
    answer = official.post(url, meeting_as_typed(consultations=[world.consultation(plan, "Hoogeveen").pk]))
    assert (answer.status_code, answer["Location"]) == (302, talks.get_absolute_url())
    assert [row.municipality.name for row in Meeting.objects.get().consultations.all()] == ["Meppel"]


def test_meeting_before_the_offer_is_not_found(db: None, client: Client) -> None:
    plan = world.drafted()
    client.force_login(world.editor())
    assert client.get(page("new_meeting", plan.uuid)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("held_on", "21-1-2014", "Deze datum ligt in de toekomst."),
        ("place", " ", "Vul in waar u overlegde"),
        ("present", "", "Vul in wie erbij waren"),
        ("subjects", "", "Vul in waarover u sprak."),
        ("consultations", [], "Kies ten minste één gemeente."),
        ("consultations", ["0"], "0"),
    ],
)
def test_wrong_meeting_is_told_at_the_field(
    plan: Dossier, editor: Client, field: str, value: Any, message: str
) -> None:
    sent = meeting_as_typed(consultations=[world.consultation(plan).pk]) | {field: value}
    answer = editor.post(page("new_meeting", plan.uuid), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert Meeting.objects.count() == 0


def test_meeting_is_changed_and_a_stale_change_refused(
    plan: Dossier, editor: Client, official: Client
) -> None:
    talks = world.consultation(plan)
    made = meet([talks])
    url = page("change_meeting", made.pk)
    assert 'value="20-1-2014"' in official.get(url).content.decode()
    answer = official.post(url, meeting_as_typed(row_version="1", place="Stadhuis"))
    assert (answer.status_code, answer["Location"]) == (302, talks.get_absolute_url())
    sent = meeting_as_typed(row_version="1", place="Elders", consultations=[talks.pk])
    answer = editor.post(url, sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Dit staat er nu" in html
    assert "Stadhuis" in html
    assert 'value="Elders"' in html
    assert 'name="row_version" value="2"' in html
    answer = editor.post(url, sent | {"row_version": "2"})
    assert (answer.status_code, answer["Location"]) == (302, page("matrix", plan.uuid))
    made.refresh_from_db()
    assert (made.place, made.row_version) == ("Elders", 3)


def test_changed_meeting_keeps_its_minutes(plan: Dossier, editor: Client) -> None:
    talks = world.consultation(plan)
    editor.post(
        page("new_meeting", plan.uuid),
        meeting_as_typed(consultations=[talks.pk], document=pdf("verslag.pdf")),
    )
    made = Meeting.objects.get()
    url = page("change_meeting", made.pk)
    assert "verslag.pdf" in editor.get(url).content.decode()
    editor.post(url, meeting_as_typed(row_version="1", place="Elders", consultations=[talks.pk]))
    made.refresh_from_db()
    assert (made.place, made.minutes_name) == ("Elders", "verslag.pdf")


def test_right_lost_meanwhile_is_refused(
    plan: Dossier, official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_values: Any) -> None:
        raise NotAllowed("Dat mag niet meer.")

    monkeypatch.setattr(services, "record_meeting", refuse)
    url = page("new_meeting_with", world.consultation(plan).uuid)
    answer = official.post(url, meeting_as_typed())
    assert answer.status_code == 403
    assert "Dat mag niet meer." in answer.content.decode()
    assert "Jeugdhulp" in answer.content.decode()


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
    answer = editor.post(url, overleg_as_typed(document=pdf("verslag.pdf")))
    assert (answer.status_code, answer["Location"]) == (302, overleg.get_absolute_url())
    assert editor.post(url, overleg_as_typed(document=pdf("verslag.pdf"))).status_code == 302
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
    sent = {"row_version": "9", "asked_on": "15-1-2014"}
    answer = editor.post(url, sent)
    made = ConsentRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert made.asked_on == world.day("2014-01-15")
    assert editor.post(url, sent)["Location"] == made.get_absolute_url()
    answer = editor.post(url, sent | {"asked_on": "14-1-2014"})
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
        assert opr.post(url, decision_as_typed()).status_code == 302
    assert ConsentDecision.objects.count() == 1
    answer = opr.post(url, decision_as_typed(remarks="Iets anders."))
    assert answer.status_code == 409
    assert "Iets anders." in answer.content.decode()
    decide(consent, "consent")
    assert ConsentDecision.objects.count() == 2
