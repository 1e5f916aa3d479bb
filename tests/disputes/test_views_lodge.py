"""The page that lodges a dispute: who may, what it shows, bad input, and nothing twice."""

from collections.abc import Callable

import pytest
from django.test import Client

from consultations.models import Consultation
from disputes.models import Dispute, DisputeRecord
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, User
from tests import world
from tests.disputes.conftest import GROUNDS, outsiders, seen
from tests.plans.conftest import pdf

SignIn = Callable[[User], Client]


def lodge_url(consultation: Consultation) -> str:
    return f"/overleg/{consultation.uuid}/geschil/"


def test_lodge_page_shows_where_it_goes_and_that_filing_goes_on(
    plan: Dossier, consultation: Consultation, signed_in: SignIn
) -> None:
    for person in (world.editor(), world.official()):
        html = signed_in(person).get(lodge_url(consultation)).content.decode()
        for words in (
            "Geschillencommissie OOGO ondersteuningsplan",
            "modelprocedure van PO-Raad, VO-raad en VNG, vastgesteld op 20 januari 2014",
            "de vastgelegde procedure noemt geen termijn",
            "<dt>Verweer</dt>\n<dd>de vastgelegde procedure noemt geen termijn</dd>",
            "Een geschil houdt indienen niet tegen.",
            "uiterlijk 30 april 2014 om 23.59 uur",
        ):
            assert words in html, words


def test_lodge_page_shows_the_terms_and_when_it_is_late(
    plan: Dossier, consultation: Consultation, signed_in: SignIn
) -> None:
    world.procedure(plan, dispute_days=14, defence_days=1, advice_days=42)
    client = signed_in(world.editor())
    html = client.get(lodge_url(consultation)).content.decode()
    assert "uiterlijk 3 februari 2014" in html
    assert "<dd>binnen 1 dag nadat het geschil is voorgelegd</dd>" in html
    assert "<dd>binnen 42 dagen nadat het geschil is voorgelegd</dd>" in html
    assert "Die dag is voorbij" not in html
    with clock.at("2014-02-04T09:00"):
        assert "Die dag is voorbij" in client.get(lodge_url(consultation)).content.decode()


def test_lodge_page_is_held_back_before_the_outcome_and_without_committee(
    plan: Dossier, signed_in: SignIn
) -> None:
    world.procedure(plan, committee=None)
    client = signed_in(world.editor())
    talks = world.consultation(plan)
    page = client.get(lodge_url(talks))
    assert page.context["blockers"] == [
        "Een geschil kan pas als is vastgelegd dat er geen overeenstemming is.",
        "De vastgelegde procedure noemt geen geschillencommissie. "
        "Leg eerst de procedure met deze gemeente vast.",
    ]
    assert "<textarea" not in page.content.decode()
    answer = client.post(lodge_url(talks), seen(talks, grounds=GROUNDS))
    assert answer.status_code == 409
    assert "leerlingenvervoer &lt;en&gt; de jeugdhulp" in answer.content.decode()
    assert Dispute.objects.count() == 0


def test_lodging_leads_to_the_dispute(consultation: Consultation, signed_in: SignIn) -> None:
    client = signed_in(world.official())
    data = seen(consultation, grounds=GROUNDS, document=pdf("brief.pdf"))
    answer = client.post(lodge_url(consultation), data)
    dispute = Dispute.objects.get()
    assert answer.url == dispute.get_absolute_url()
    assert dispute.applicant.name == "Meppel"
    assert dispute.records.get().document_name == "brief.pdf"
    assert "Het geschil ligt bij Geschillencommissie OOGO" in client.get(answer.url).content.decode()


def test_double_click_gives_one_dispute_and_the_other_party_a_clear_answer(
    plan: Dossier, consultation: Consultation, signed_in: SignIn
) -> None:
    client, data = signed_in(world.editor()), seen(consultation, grounds=GROUNDS, step_key="k")
    answers = [client.post(lodge_url(consultation), data) for _n in range(2)]
    dispute = Dispute.objects.get()
    assert [answer.url for answer in answers] == [dispute.get_absolute_url()] * 2
    other = signed_in(world.official()).post(
        lodge_url(consultation), {**data, "grounds": "Wij <ook>.", "step_key": "2"}
    )
    html = other.content.decode()
    assert other.status_code == 409
    assert other.context["form"].non_field_errors() == ["Er loopt al een geschil over dit overleg."]
    assert "Wij &lt;ook&gt;." in html
    assert f'<a href="{dispute.get_absolute_url()}">Naar dat geschil</a>' in html
    assert "<title>Fout: " in html
    assert DisputeRecord.objects.count() == 1
    assert AuditEntry.objects.filter(action="disputes.lodged").count() == 1


@pytest.mark.parametrize("grounds", ["", "   ", "x" * 20_001])
def test_lodging_with_bad_input_is_refused_and_kept(
    consultation: Consultation, signed_in: SignIn, grounds: str
) -> None:
    answer = signed_in(world.editor()).post(lodge_url(consultation), seen(consultation, grounds=grounds))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["grounds"]
    assert "Kies het opnieuw" in answer.content.decode()
    assert Dispute.objects.count() == 0


def test_lodging_with_a_bad_file_keeps_the_text(consultation: Consultation, signed_in: SignIn) -> None:
    broken = pdf("brief.docx")
    answer = signed_in(world.editor()).post(
        lodge_url(consultation), seen(consultation, grounds="Bewaar mij", document=broken)
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["document"]
    assert "Bewaar mij" in answer.content.decode()


def test_lodge_page_of_others_is_not_found(consultation: Consultation, signed_in: SignIn) -> None:
    for person in (*outsiders(), world.committee_secretary()):
        client = signed_in(person)
        assert client.get(lodge_url(consultation)).status_code == 404
        answer = client.post(lodge_url(consultation), seen(consultation, grounds=GROUNDS))
        assert answer.status_code == 404
    assert Dispute.objects.count() == 0
