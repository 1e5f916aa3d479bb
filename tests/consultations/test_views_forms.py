"""The pages of procedures and meetings: what they take, refuse and keep."""

from typing import Any

import pytest
from django.test import Client

from consultations import services
from consultations.models import (
    Consultation,
    Meeting,
    Procedure,
)
from plans.models import Dossier
from portal import clock
from portal.models import Organisation
from portal.workflow import NotAllowed
from register.models import Municipality
from tests import world
from tests.consultations.conftest import meet, page
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
    answer = editor.post(url, procedure_as_typed(document=pdf("afspraken.pdf"), step_key="k"))
    assert (answer.status_code, answer["Location"]) == (302, url)
    made = Procedure.objects.get(basis="own")
    assert (made.chair, made.response_days, made.dispute_days) == ("mevr. De Vries", 28, None)
    assert (made.committee, made.document_name) == (world.committee(), "afspraken.pdf")
    assert sorted(row.name for row in made.municipalities.all()) == ["Hoogeveen", "Meppel"]
    html = editor.get(url).content.decode()
    assert "mevr. De Vries" in html
    assert page("document", "procedure", made.pk) in html
    again = procedure_as_typed(document=pdf("afspraken.pdf"), step_key="k")
    assert editor.post(url, again).status_code == 302
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
    assert "Iemand anders was u net voor." in html
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
    sent = meeting_as_typed(consultations=chosen, step_key="k")
    answer = editor.post(url, {**sent, "minutes": pdf("verslag.pdf")})
    assert (answer.status_code, answer["Location"]) == (302, page("matrix", plan.uuid))
    made = Meeting.objects.get()
    assert sorted(row.pk for row in made.consultations.all()) == sorted(chosen)
    assert made.minutes_name == "verslag.pdf"
    assert editor.post(url, {**sent, "minutes": pdf("verslag.pdf")}).status_code == 302
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
        meeting_as_typed(consultations=[talks.pk], minutes=pdf("verslag.pdf")),
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
