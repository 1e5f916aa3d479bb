"""The page of a consultation and recording its outcome."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import extension_points
from consultations.models import Consultation, Outcome
from plans.models import Dossier
from tests import world
from tests.consultations.conftest import fresh, meet, offer_again, outcome, page
from tests.plans.conftest import pdf


def url(row: Consultation, action: str) -> str:
    return page("transition", row.uuid, action)


def typed(row: Consultation, **values: Any) -> dict[str, Any]:
    return {
        "row_version": fresh(row).row_version,
        "decided_on": "20-1-2014",
        "signatory": "A. Bakker",
        "remarks": "Let op het vervoer.",
        **values,
    }


def actions(html: str) -> list[str]:
    """The steps the page offers."""
    return [part.split('/"')[0] for part in html.split("/actie/")[1:]]


def test_page_of_the_municipality(plan: Dossier, talks: Consultation, official: Client) -> None:
    world.procedure(plan, response_days=28, chair="mevr. De Vries", advice_days=1)
    html = official.get(talks.get_absolute_url()).content.decode()
    for words in (
        "Overleg met de gemeente Meppel",
        "Reageren uiterlijk 17 februari 2014, volgens de procedure.",
        f"/plannen/{plan.uuid}/versies/1/pdf/",
        "mevr. De Vries",
        "28 dagen",
        "1 dag",
        "Er is nog geen uitkomst vastgelegd.",
        "Er is nog geen bijeenkomst vastgelegd.",
        page("new_meeting_with", talks.uuid),
        "Gemeente uitgenodigd voor het OOGO",
    ):
        assert words in html, words
    assert actions(html) == ["agree", "agree_with_remarks", "declare_intent", "disagree"]
    assert official.get(f"/plannen/{plan.uuid}/versies/1/").status_code == 200


def test_page_of_the_partnership_offers_steps_on_behalf_apart(talks: Consultation, editor: Client) -> None:
    html = editor.get(talks.get_absolute_url()).content.decode()
    assert "Uitkomst namens de gemeente vastleggen" in html
    assert actions(html) == [
        "agree_on_behalf",
        "agree_with_remarks_on_behalf",
        "declare_intent_on_behalf",
        "disagree_on_behalf",
        "not_attended_on_behalf",
    ]
    outcome(talks)
    html = editor.get(talks.get_absolute_url()).content.decode()
    assert html.count("De gemeente heeft de uitkomst zelf vastgelegd") == 1
    assert actions(html) == []


def test_page_shows_every_entry_and_marks_them(plan: Dossier, talks: Consultation, editor: Client) -> None:
    outcome(talks, "agree_on_behalf", evidence="Brief van 3 januari", decided_on=world.day("2014-01-18"))
    outcome(talks, "disagree", remarks="Het vervoer <ontbreekt>.", signatory="A. Bakker")
    meet([talks])
    offer_again(plan)
    html = editor.get(talks.get_absolute_url()).content.decode()
    for words in (
        "Geen overeenstemming</h3>",
        "(eerdere vastlegging)",
        "Vastgelegd door het samenwerkingsverband, namens de gemeente.",
        "Brief van 3 januari",
        "(vóór het aanbieden van deze versie)",
        "(niet de laatst aangeboden versie)",
        "Het vervoer &lt;ontbreekt&gt;.",
        "Versie 2",
        "de laatste",
        "20 januari 2014, Gemeentehuis",
    ):
        assert words in html, words
    assert html.count("(eerdere vastlegging)") == 1


def test_page_without_procedure_or_outside_the_area(talks: Consultation, official: Client) -> None:
    Consultation.objects.update(procedure=None, in_scope=False)
    html = official.get(talks.get_absolute_url()).content.decode()
    assert "Er is nog geen procedure vastgelegd met deze gemeente." in html
    assert "Deze gemeente valt niet meer in het gebied" in html


def test_page_has_the_panels_of_other_apps(
    talks: Consultation, official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = [
        lambda row, user: None,
        lambda row, user: ("consultations/_progress.html", {"chart": f"{row.municipality} {user.email}"}),
    ]
    monkeypatch.setattr(extension_points, "PANELS", panels)
    html = official.get(talks.get_absolute_url()).content.decode()
    assert f"Meppel {world.official().email}" in html


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("agree", "agreed"),
        ("agree_with_remarks", "agreed_with_remarks"),
        ("declare_intent", "intent_declared"),
        ("disagree", "not_agreed"),
    ],
)
def test_outcome_is_recorded_with_its_document(
    talks: Consultation, official: Client, action: str, state: str
) -> None:
    answer = official.post(url(talks, action), typed(talks, document=pdf("brief college.pdf")))
    assert (answer.status_code, answer["Location"]) == (302, talks.get_absolute_url())
    made = Outcome.objects.get()
    assert (made.kind, made.signatory, made.remarks) == (state, "A. Bakker", "Let op het vervoer.")
    assert made.document_name == "brief college.pdf"
    assert "Vastgelegd:" in official.get(talks.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"decided_on": "21-1-2014"}, "decided_on", "Deze datum ligt in de toekomst."),
        ({"decided_on": ""}, "decided_on", "Vul een datum in"),
        ({"decided_on": "31-2-2014"}, "decided_on", "Typ een datum als dag-maand-jaar"),
        ({"remarks": "   "}, "remarks", "Leg uit waarover u het niet eens bent of wat u opmerkt."),
        ({"remarks": "x" * 20_001}, "remarks", "20000"),
        ({"signatory": "x" * 201}, "signatory", "200"),
    ],
)
def test_wrong_input_is_told_at_the_field_and_kept(
    talks: Consultation, official: Client, values: dict[str, str], field: str, message: str
) -> None:
    sent = typed(talks, **values)
    answer = official.post(url(talks, "disagree"), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert f'href="#id_{field}"' in html
    assert "<title>Fout: " in html
    assert sent["signatory"] in html
    assert Outcome.objects.count() == 0


def test_bad_document_is_refused_and_asked_again(talks: Consultation, official: Client) -> None:
    bad = pdf("plan.pdf")
    bad.file.truncate(20)
    answer = official.post(url(talks, "agree"), typed(talks, document=bad))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_document_error"' in html
    assert "Kies het bestand opnieuw" in html
    assert "Let op het vervoer." in html
    assert Outcome.objects.count() == 0


def test_form_warns_before_an_earlier_date_and_accepts_it(talks: Consultation, official: Client) -> None:
    html = official.get(url(talks, "agree")).content.decode()
    assert "Het concept is van 20 januari 2014; een eerdere datum kan, maar komt als aandachtspunt" in html
    assert official.post(url(talks, "agree"), typed(talks, decided_on="3-1-2014")).status_code == 302
    assert "(vóór het aanbieden van deze versie)" in official.get(talks.get_absolute_url()).content.decode()


@pytest.mark.parametrize("evidence", ["", "   "])
def test_on_behalf_asks_for_evidence(talks: Consultation, editor: Client, evidence: str) -> None:
    answer = editor.post(url(talks, "agree_on_behalf"), typed(talks, evidence=evidence))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Vul in waaruit dit blijkt" in html.split('id="id_evidence_error"')[1]
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("values", [{"evidence": "Brief"}, {"document": None}])
def test_on_behalf_with_words_or_a_document(
    talks: Consultation, editor: Client, values: dict[str, Any]
) -> None:
    if "document" in values:
        values = {"document": pdf("mail.pdf")}
    answer = editor.post(url(talks, "not_attended_on_behalf"), typed(talks, **values))
    assert answer.status_code == 302
    assert Outcome.objects.get().on_behalf is True
    assert fresh(talks).state == "not_attended"


def test_second_identical_post_makes_no_second_outcome(talks: Consultation, official: Client) -> None:
    sent = typed(talks, step_key="k")
    assert official.post(url(talks, "agree"), sent).status_code == 302
    assert official.post(url(talks, "agree"), sent).status_code == 302
    assert Outcome.objects.count() == 1


def test_stale_form_with_other_content_keeps_what_was_typed(talks: Consultation, official: Client) -> None:
    sent = typed(talks)
    official.post(url(talks, "agree"), sent)
    answer = official.post(url(talks, "disagree"), sent | {"remarks": "Toch niet."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders was u net voor." in html
    assert "Toch niet." in html
    assert "Dit is nu vastgelegd" in html
    assert 'name="row_version" value="2"' in html
    assert Outcome.objects.count() == 1
    assert official.post(url(talks, "disagree"), typed(talks, remarks="Toch niet.")).status_code == 302
    assert Outcome.objects.count() == 2


def test_step_in_the_wrong_state_says_so(talks: Consultation, official: Client) -> None:
    outcome(talks, "disagree", remarks="x")
    Consultation.objects.filter(pk=talks.pk).update(state="in_dispute")
    html = official.get(url(talks, "agree")).content.decode()
    assert "de status is nu ‘geschil aanhangig’" in html
    answer = official.post(url(talks, "agree"), typed(talks))
    assert answer.status_code == 409
    assert "de status is nu ‘geschil aanhangig’" in answer.content.decode()
    assert Outcome.objects.count() == 1


def test_blocked_step_keeps_what_was_typed(talks: Consultation, editor: Client) -> None:
    outcome(talks)
    answer = editor.post(url(talks, "agree_on_behalf"), typed(talks, evidence="Brief van 3 januari"))
    assert answer.status_code == 409
    assert "alleen de gemeente kan die corrigeren" in answer.content.decode()
    assert "Brief van 3 januari" in answer.content.decode()


def test_number_of_queries_does_not_grow(talks: Consultation, editor: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(talks.get_absolute_url()).status_code == 200
        return len(queries)

    outcome(talks, "agree_on_behalf")
    meet([talks])
    count()
    before = count()
    for n in range(3):
        outcome(talks, "disagree_on_behalf", remarks=f"nee {n}")
        meet([talks], subjects=f"onderwerp {n}")
    assert count() == before
