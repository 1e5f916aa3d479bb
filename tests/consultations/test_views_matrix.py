"""The matrix of a dossier: rows, filter, figure, OPR, CSV and queries."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import services
from consultations.models import Consultation, Overleg, Procedure
from plans.models import Dossier
from portal import clock
from tests import world
from tests.consultations.conftest import decide, meet, outcome, page


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html: str) -> list[str]:
    return [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)]


def opr_part(html: str) -> str:
    return text_of(html.split('<section id="opr"')[1].split("</section>")[0])


def test_before_the_offer(db: None, client: Client) -> None:
    plan = world.drafted()
    client.force_login(world.editor())
    html = client.get(page("matrix", plan.uuid)).content.decode()
    assert "Er is nog geen concept aangeboden." in html
    assert "<table" not in html
    assert "Kan nog niet: Er is nog geen vastgelegde versie." in opr_part(html)


def test_rows_tell_all_about_a_municipality(plan: Dossier, editor: Client) -> None:
    world.procedure(plan, response_days=28)
    talks = world.consultation(plan)
    meet([talks], held_on=world.day("2014-01-10"))
    meet([talks], held_on=world.day("2014-01-15"))
    outcome(talks, "agree_on_behalf")
    outcome(world.consultation(plan, "Hoogeveen"), "disagree", remarks="Nee.")
    Consultation.objects.filter(municipality__name="Staphorst").update(in_scope=False)
    Consultation.objects.filter(municipality__name="Westerveld").update(procedure=None)
    Procedure.objects.update(committee=None)
    html = editor.get(page("matrix", plan.uuid)).content.decode()
    model = "modelprocedure van PO-Raad, VO-raad en VNG zonder geschillencommissie 17 februari 2014"
    assert rows(html)[0] == f"De Wolden uitgenodigd nog geen geen {model}"
    assert (
        rows(html)[1]
        == f"Hoogeveen geen overeenstemming 20 januari 2014, versie 1 {world.official()} geen {model}"
    )
    assert rows(html)[2] == (
        f"Meppel overeenstemming 20 januari 2014, versie 1 {world.editor()} · namens de gemeente "
        f"2 laatst 15 januari 2014 {model}"
    )
    assert "Westerveld uitgenodigd nog geen geen niet vastgelegd geen termijn" in rows(html)
    assert rows(html)[-1].startswith("Staphorst alleen postcodes 7951, 7955 niet meer in het gebied")
    assert "4 van 6 gemeenten hebben nog geen uitkomst." in text_of(html)
    assert "Met 1 gemeente is nog geen procedure vastgelegd." in text_of(html)
    assert (
        'aria-label="Stand van het overleg: 1 overeenstemming, 4 uitgenodigd, 1 geen overeenstemming"' in html
    )


def test_filter_shows_what_is_open(plan: Dossier, editor: Client) -> None:
    outcome(world.consultation(plan))
    html = editor.get(page("matrix", plan.uuid) + "?toon=open").content.decode()
    assert len(rows(html)) == 6
    assert "Meppel" not in " ".join(rows(html))
    world_rows = Consultation.objects.filter(dossier=plan, state="invited")
    for row in world_rows:
        outcome(row)
    html = editor.get(page("matrix", plan.uuid) + "?toon=open").content.decode()
    assert "Er is niets meer open." in html
    assert "Alle gemeenten hebben een uitkomst." in html


def test_overleg_with_the_other_sector(plan: Dossier, editor: Client) -> None:
    row = Overleg.objects.with_names().get(dossier=plan, counterpart__code="VO2203")
    services.record_overleg(row, by=world.editor(), held_on=clock.today(), present="x", summary="y")
    Overleg.objects.filter(counterpart__code="VO2305").update(in_scope=False)
    html = text_of(editor.get(page("matrix", plan.uuid)).content.decode())
    assert f"Overleg van 20 januari 2014, vastgelegd namens {plan.partnership.organisation}" in html
    assert "VO2305 (Zwolle e.o.) overlapt niet meer" in html
    Overleg.objects.filter(counterpart__code="VO2305").delete()


def test_opr_part_has_requests_dates_and_the_button(plan: Dossier, editor: Client) -> None:
    url = page("matrix", plan.uuid)
    part = opr_part(editor.get(url).content.decode())
    assert "De OPR is nog niet om instemming gevraagd." in part
    assert "Instemming OPR vragen" in part
    assert "Voorstel uiterlijk bij de ondersteuningsplanraad: 1 februari 2014" in part
    request = services.ask_consent(plan, by=world.editor())
    part = opr_part(editor.get(url).content.decode())
    assert "Voorgelegd 20 januari 2014 · besluiten uiterlijk 17 februari 2014 instemming gevraagd" in part
    assert "Kan nog niet:" in part
    decide(request, "refuse_on_behalf", remarks="x")
    part = opr_part(editor.get(url).content.decode())
    assert "besluit van 20 januari 2014 · vastgelegd namens de OPR instemming onthouden" in part
    assert "gehaald" in part


def test_csv_has_every_municipality(plan: Dossier, editor: Client) -> None:
    world.procedure(plan, response_days=28)
    talks = world.consultation(plan)
    meet([talks])
    outcome(talks, "disagree", remarks="=HYPERLINK(x)", signatory="+31 6")
    response = editor.get(page("matrix_csv", plan.uuid))
    assert "overleg-po2203-2014.csv" in response["Content-Disposition"].lower()
    lines = response.content.decode().split("\r\n")
    assert len(lines) == 9
    assert lines[0].startswith("\ufeffGemeente;CBS-code;Deel van de gemeente;In het gebied;Aangeboden versie")
    meppel = next(line for line in lines if line.startswith("Meppel"))
    assert meppel == (
        "Meppel;GM0119;;ja;1;modelprocedure van PO-Raad, VO-raad en VNG;20-01-2014;"
        f"{world.committee().name};17-02-2014;1;20-01-2014;geen overeenstemming;20-01-2014;1;'+31 6;"
        f"{world.official().name} <{world.official().email}>;nee;'=HYPERLINK(x)"
        ";;;;;;28;;;;;Gemeentehuis;A. Bakker, wethouder;Jeugdhulp;"
    )
    hoogeveen = next(line for line in lines if line.startswith("Hoogeveen"))
    assert ";uitgenodigd;;;;;;;" in hoogeveen


@pytest.mark.parametrize("name", ["matrix", "matrix_csv", "procedure", "new_meeting"])
def test_number_of_queries_does_not_grow(client: Client, db: None, name: str) -> None:
    def count(code: str) -> tuple[int, int]:
        plan = world.offered(code)
        rows = list(Consultation.objects.with_names().filter(dossier=plan))
        for row in rows:
            services.record_outcome(
                row,
                name="agree_on_behalf",
                by=world.editor(code),
                decided_on=clock.today(),
                evidence="brief",
            )
        meet(rows, by=world.editor(code))
        client.force_login(world.editor(code))
        client.get(page(name, plan.uuid))  # the first visit fills caches
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(name, plan.uuid)).status_code == 200
        return len(rows), len(queries)

    few, many = count("PO2203"), count("PO2101")
    assert (few[0], many[0]) == (7, 24)
    assert few[1] == many[1]
    assert many[1] <= 24
