"""The list of disputes and its CSV."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from disputes.models import Dispute
from plans.models import Dossier
from portal import clock
from portal.models import User
from tests import world
from tests.disputes.conftest import at_odds, lodged, queries, step

SignIn = Callable[[User], Client]


@pytest.fixture
def three(plan: Dossier) -> list[Dispute]:
    """Three disputes of one plan; the second is closed, the third has an overdue response."""
    world.procedure(plan, defence_days=7, advice_days=42)
    found = []
    for hour, name in ((10, "Meppel"), (11, "Hoogeveen"), (12, "Westerveld")):
        with clock.at(f"2014-01-20T{hour}:00"):
            found.append(lodged(at_odds(plan, name)))
    secretary = world.committee_secretary()
    step(found[0], "declare_admissible", secretary, "", case_number="=1+1")
    step(found[1], "declare_inadmissible", secretary, "Te laat.", case_number="106186")
    step(found[2], "declare_admissible", secretary, "", case_number="106187")
    return found


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/geschillen/{query}")
    assert page.status_code == 200
    return [row.consultation.municipality.name for row in page.context["page"]]


def test_list_shows_open_disputes_to_committee_and_parties(three: list[Dispute], signed_in: SignIn) -> None:
    assert listed(signed_in(world.committee_secretary())) == ["Westerveld", "Meppel"]
    assert listed(signed_in(world.editor())) == ["Westerveld", "Meppel"]
    assert listed(signed_in(world.official())) == ["Meppel"]
    assert listed(signed_in(world.reviewer())) == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?toon=alles", ["Westerveld", "Hoogeveen", "Meppel"]),
        ("?toon=alles&q=106186", ["Hoogeveen"]),
        ("?q=meppel", ["Meppel"]),
        ("?q=PO%2022.03", ["Westerveld", "Meppel"]),
        ("?q=bestaat%20niet", []),
        ("?q=%00", ["Westerveld", "Meppel"]),
        ("?toon=alles&sorteer=partijen", ["Hoogeveen", "Meppel", "Westerveld"]),
        ("?toon=alles&sorteer=-partijen", ["Westerveld", "Meppel", "Hoogeveen"]),
        ("?toon=alles&sorteer=voorgelegd", ["Meppel", "Hoogeveen", "Westerveld"]),
        ("?toon=alles&sorteer=zaak", ["Hoogeveen", "Westerveld", "Meppel"]),
        ("?toon=alles&sorteer=status", ["Hoogeveen", "Westerveld", "Meppel"]),
        ("?toon=alles&sorteer=plan", ["Westerveld", "Hoogeveen", "Meppel"]),
        ("?toon=alles&sorteer=datum", ["Westerveld", "Meppel", "Hoogeveen"]),
        ("?sorteer=onzin&toon=x&pagina=abc", ["Westerveld", "Meppel"]),
    ],
)
def test_list_searches_filters_and_sorts(
    three: list[Dispute], signed_in: SignIn, query: str, names: list[str]
) -> None:
    assert listed(signed_in(world.committee_secretary()), query) == names


def test_list_marks_the_next_date_and_what_is_overdue(three: list[Dispute], signed_in: SignIn) -> None:
    client = signed_in(world.committee_secretary())
    html = client.get("/geschillen/").content.decode()
    assert "Verweer: 27 januari 2014" in html
    assert ">voorbij<" not in html
    with clock.at("2014-01-28T09:00"):
        assert client.get("/geschillen/").content.decode().count(">voorbij<") == 2


def test_list_has_pages(three: list[Dispute], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disputes.views.lists.PER_PAGE", 1)
    client = signed_in(world.committee_secretary())
    assert listed(client, "?toon=alles&pagina=2") == ["Hoogeveen"]
    html = client.get("/geschillen/?toon=alles&pagina=2").content.decode()
    assert "Bladzijde 2 van 3" in html
    assert 'href="?toon=alles&amp;pagina=1"' in html


def test_empty_lists_say_why(plan: Dossier, signed_in: SignIn) -> None:
    client = signed_in(world.editor())
    html = client.get("/geschillen/").content.decode()
    assert "Er zijn geen geschillen." in html
    assert "op de pagina van dat overleg een geschil voorleggen" in html
    html = signed_in(world.committee_secretary()).get("/geschillen/").content.decode()
    assert "op de pagina van dat overleg" not in html
    dispute = lodged(at_odds(plan))
    step(dispute, "withdraw", world.editor())
    html = client.get("/geschillen/").content.decode()
    assert "Er loopt nu geen geschil." in html
    assert "Toon ook wat is afgesloten" in html


def test_sort_links_turn_around(three: list[Dispute], signed_in: SignIn) -> None:
    client = signed_in(world.committee_secretary())
    html = client.get("/geschillen/?sorteer=zaak").content.decode()
    assert 'aria-sort="ascending"><a href="?sorteer=-zaak"' in html
    html = client.get("/geschillen/?sorteer=-zaak").content.decode()
    assert 'aria-sort="descending"><a href="?sorteer=zaak"' in html


def test_csv_has_the_list_and_no_formulas(three: list[Dispute], signed_in: SignIn) -> None:
    step(three[0], "plan_hearing", world.committee_secretary(), "x", happened_on=world.day("2014-02-03"))
    answer = signed_in(world.committee_secretary()).get("/geschillen/csv/?toon=alles")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="geschillen-2014-01-20.csv"'
    text = answer.content.decode("utf-8")
    assert text[0] == "\ufeff"
    rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    partnership = world.partnership().organisation.name
    assert len(rows) == 4
    assert rows[0][:6] == ["Zaaknummer", "Plan", "Verzoeker", "Andere partij", "Commissie", "Status"]
    assert rows[3] == [
        "'=1+1",
        str(three[0].consultation.dossier),
        partnership,
        "Meppel",
        "Geschillencommissie OOGO ondersteuningsplan",
        "ontvankelijk",
        "20-01-2014",
        "27-01-2014",
        "03-02-2014",
        "03-03-2014",
        "",
        "",
        "27-01-2014",
        "nee",
    ]
    assert rows[2][-2:] == ["", ""]


def test_csv_of_a_party_has_its_own_rows_only(three: list[Dispute], signed_in: SignIn) -> None:
    with clock.at("2014-02-01T09:00"):
        text = signed_in(world.official()).get("/geschillen/csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [(row[3], row[-1]) for row in rows[1:]] == [("Meppel", "ja")]


def test_lists_take_as_many_queries_for_one_dispute_as_for_three(plan: Dossier, signed_in: SignIn) -> None:
    lodged(at_odds(plan))
    clients = [signed_in(person) for person in (world.committee_secretary(), world.editor())]
    paths = ("/geschillen/?toon=alles", "/geschillen/csv/", "/start/")
    one = [queries(client, path) for client in clients for path in paths]
    for name in ("Hoogeveen", "Westerveld"):
        advised_elsewhere(plan, name)
    assert [queries(client, path) for client in clients for path in paths] == one


def advised_elsewhere(plan: Dossier, name: str) -> None:
    dispute = lodged(at_odds(plan, name))
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    step(dispute, "respond", world.official(name))
