"""The list of overleg: rows, search, order, pages, CSV and queries."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations.views import lists
from plans.models import Dossier
from portal.models import User
from tests import world
from tests.consultations.conftest import outcome, page

SignIn = Callable[[User], Client]
LIST, CSV = "/overleg/", "/overleg/csv/"


def rows(html: str) -> list[str]:
    """The text of the rows of the table, without tags."""
    found = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_municipality_sees_the_plans_put_to_it(plan: Dossier, official: Client) -> None:
    world.procedure(plan, response_days=28)
    html = official.get(LIST).content.decode()
    assert rows(html) == [
        f"{plan} primair onderwijs Meppel 1 modelprocedure van PO-Raad, VO-raad en VNG reageren uiterlijk "
        "17 februari 2014 uitgenodigd"
    ]
    assert "1 overleg is nog open." in html
    assert "Over uw eigen plannen" not in html
    outcome(world.consultation(plan))
    html = official.get(LIST).content.decode()
    assert "Er staat niets meer open." in html
    assert "Niets gevonden." in official.get(f"{LIST}?toon=open").content.decode()


def test_partnership_sees_its_matrices_and_the_overleg_of_others(
    plan: Dossier, editor: Client, signed_in: SignIn
) -> None:
    html = editor.get(LIST).content.decode()
    assert page("matrix", plan.uuid) in html
    assert "7 van 7 gemeenten open" in html
    assert "Er is nog geen concept aan u aangeboden." in html
    html = signed_in(world.editor("VO2203")).get(LIST).content.decode()
    assert "U hebt nog geen concept aangeboden." in html
    assert rows(html) == [f"{plan} primair onderwijs VO2203 (Hoogeveen e.o.) 1 geen uitgenodigd"]


def test_others_are_sent_on(db: None, signed_in: SignIn) -> None:
    html = signed_in(world.opr_secretary()).get(LIST).content.decode()
    assert "U werkt niet voor een samenwerkingsverband of gemeente." in html
    assert "<table" not in html


def test_row_out_of_the_area_is_marked_and_not_open(plan: Dossier, official: Client) -> None:
    plan.consultations.update(in_scope=False)
    html = official.get(LIST).content.decode()
    assert "niet meer in het gebied" in html
    assert "Er staat niets meer open." in html


@pytest.fixture
def two_plans(plan: Dossier) -> list[Dossier]:
    """Meppel takes part in a plan of both sectors."""
    return [plan, world.offered("VO2203")]


def test_search_and_order(two_plans: list[Dossier], official: Client) -> None:
    html = official.get(LIST).content.decode()
    assert [row[:6] for row in rows(html)] == ["PO2203", "VO2203"]
    assert 'aria-sort="ascending"' in html
    down = official.get(f"{LIST}?sorteer=-plan").content.decode()
    assert [row[:6] for row in rows(down)] == ["VO2203", "PO2203"]
    assert 'aria-sort="descending"' in down
    found = official.get(f"{LIST}?q=VOORTGEZET+meppel").content.decode()
    assert [row[:6] for row in rows(found)] == ["VO2203"]
    assert "1 overleg gevonden." in found
    assert "Niets gevonden." in official.get(f"{LIST}?q=Groningen").content.decode()
    world.procedure(two_plans[1], response_days=10)
    soonest = official.get(f"{LIST}?sorteer=reageren").content.decode()
    assert [row[:6] for row in rows(soonest)] == ["VO2203", "PO2203"]
    for column in ("partij", "versie", "status", "-reageren"):
        assert len(rows(official.get(f"{LIST}?sorteer={column}").content.decode())) == 2


@pytest.mark.parametrize("query", ["sorteer=geen", "sorteer=-", "pagina=9999", "pagina=x", "toon=x", "q=%00"])
def test_odd_questions_are_harmless(two_plans: list[Dossier], official: Client, query: str) -> None:
    assert len(rows(official.get(f"{LIST}?{query}").content.decode())) == 2


def test_pages_keep_the_question(
    two_plans: list[Dossier], official: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    html = official.get(f"{LIST}?q=meppel&toon=open&sorteer=-plan").content.decode()
    assert [row[:6] for row in rows(html)] == ["VO2203"]
    assert "Bladzijde 1 van 2" in html
    assert 'href="?q=meppel&amp;toon=open&amp;sorteer=-plan&amp;pagina=2" rel="next"' in html
    html = official.get(f"{LIST}?q=meppel&toon=open&sorteer=-plan&pagina=2").content.decode()
    assert [row[:6] for row in rows(html)] == ["PO2203"]
    assert 'pagina=1" rel="prev"' in html


def test_csv_has_the_same_rows(two_plans: list[Dossier], official: Client) -> None:
    text = official.get(f"{CSV}?sorteer=-plan").content.decode()
    lines = text.split("\r\n")
    assert lines[0] == (
        "\ufeffPlan;Sector;Met;Deel van de gemeente;Versie;Procedure;Reageren uiterlijk;Status;Open;In het gebied"
    )
    assert lines[2] == (
        f"{two_plans[0]};primair onderwijs;Meppel;;1;modelprocedure van PO-Raad, VO-raad en VNG · 20-01-2014;;"
        "uitgenodigd;ja;ja"
    )
    for spelling in ("VO2203", "vo-22-03", "VO 22.03"):
        assert len(official.get(f"{CSV}?q={spelling}").content.decode().split("\r\n")) == 3


def test_number_of_queries_does_not_grow(plan: Dossier, official: Client, editor: Client) -> None:
    def count(client: Client, url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = (LIST, CSV)
    for client in (official, editor):
        for url in urls:
            count(client, url)  # warm: content types, sites
    before = [count(client, url) for client in (official, editor) for url in urls]
    world.offered("VO2203")
    world.offered("VO2305")
    after = [count(client, url) for client in (official, editor) for url in urls]
    assert after == before
    assert max(after) <= 12
