"""The page of a dispute, and what the pages of plan, consultation and inspectorate show of it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes import panels
from disputes.models import Dispute
from plans.findings import Case
from plans.models import Dossier
from portal import clock
from portal.files import store
from portal.models import User
from tests import world
from tests.disputes.conftest import advised, at_odds, lodged, queries, step

SignIn = Callable[[User], Client]


def labels(page: Any) -> list[str]:
    """The texts of the action buttons."""
    html = page.content.decode()
    names = [
        "Ontvankelijk verklaren",
        "Niet-ontvankelijk verklaren",
        "Verweer indienen",
        "Zitting plannen",
        "Advies uitbrengen",
        "Schikking vastleggen",
        "Geschil intrekken",
        "Dossier sluiten",
        "Vastleggen wat u met het advies doet",
    ]
    return [name for name in names if f">{name}</a>" in html]


def test_page_shows_the_facts_to_all_three_sides(dispute: Dispute, signed_in: SignIn) -> None:
    version = dispute.version
    for person in (world.editor(), world.official(), world.committee_secretary()):
        client = signed_in(person)
        html = client.get(dispute.get_absolute_url()).content.decode()
        for words in (
            "Geschil over het overleg met Meppel",
            "leerlingenvervoer &lt;en&gt; de jeugdhulp",
            "Geschillencommissie OOGO ondersteuningsplan",
            "nog geen nummer",
            "geen termijn in de procedure",
            "Een geschil houdt indienen niet tegen.",
            f'href="{version.get_absolute_url()}"',
            "Geschil aanhangig gemaakt",
        ):
            assert words in html, words
        assert client.get(version.get_absolute_url()).status_code == 200
        assert client.get(f"/plannen/{version.dossier.uuid}/versies/{version.number}/pdf/").status_code == 200


def test_buttons_follow_role_and_state(dispute: Dispute, signed_in: SignIn) -> None:
    def shown(person: User) -> list[str]:
        return labels(signed_in(person).get(dispute.get_absolute_url()))

    secretary = world.committee_secretary()
    assert shown(secretary) == [
        "Ontvankelijk verklaren",
        "Niet-ontvankelijk verklaren",
        "Schikking vastleggen",
    ]
    assert shown(world.editor()) == ["Schikking vastleggen", "Geschil intrekken"]
    assert shown(world.official()) == ["Verweer indienen"]
    advised(dispute)
    assert shown(secretary) == ["Dossier sluiten"]
    assert shown(world.editor()) == shown(world.official()) == ["Vastleggen wat u met het advies doet"]


def test_page_of_others_is_not_found(dispute: Dispute, signed_in: SignIn) -> None:
    for person in (
        world.editor("PO2001"),
        world.official("Hoogeveen"),
        world.opr_secretary(),
        world.reviewer(),
        world.administrator(),
    ):
        client = signed_in(person)
        assert client.get(dispute.get_absolute_url()).status_code == 404
        assert client.get(f"/geschillen/{dispute.uuid}/bundel/").status_code == 404


def places(client: Client, dispute: Dispute) -> list[tuple[str, str]]:
    return [(row["name"], row["place"]) for row in client.get(dispute.get_absolute_url()).context["steps"]]


def test_steps_show_what_was_skipped_and_where_it_ended(
    plan: Dossier, dispute: Dispute, signed_in: SignIn
) -> None:
    client, secretary = signed_in(world.editor()), world.committee_secretary()
    assert places(client, dispute) == [
        ("Voorgelegd", "current"),
        ("Ontvankelijk", "later"),
        ("Verweer", "later"),
        ("Zitting", "later"),
        ("Advies", "later"),
        ("Afgesloten", "later"),
    ]
    step(dispute, "declare_admissible", secretary, "")
    step(dispute, "advise", secretary, "Advies.")
    assert places(client, dispute) == [
        ("Voorgelegd", "done"),
        ("Ontvankelijk", "done"),
        ("Verweer", "skipped"),
        ("Zitting", "skipped"),
        ("Advies", "current"),
        ("Afgesloten", "later"),
    ]
    step(dispute, "close", secretary, "")
    second = lodged(world.consultation(plan))
    step(second, "withdraw", world.editor())
    assert places(client, second) == [("Voorgelegd", "done"), ("Ingetrokken", "current")]


def test_planned_hearing_and_overdue_term_are_marked(plan: Dossier, signed_in: SignIn) -> None:
    world.procedure(plan, defence_days=7, advice_days=42)
    dispute = lodged(at_odds(plan))
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    step(dispute, "plan_hearing", world.committee_secretary(), "10 uur", happened_on=world.day("2014-02-03"))
    client = signed_in(world.official())
    html = client.get(dispute.get_absolute_url()).content.decode()
    assert "3 februari 2014 (gepland)" in html
    assert "uiterlijk 27 januari 2014" in html
    assert ">voorbij<" not in html
    with clock.at("2014-01-28T09:00"):
        assert ">voorbij<" in client.get(dispute.get_absolute_url()).content.decode()


def test_page_in_english(dispute: Dispute, signed_in: SignIn) -> None:
    client = signed_in(world.editor())
    client.post("/taal/setlang/", {"language": "en"})
    assert client.get(dispute.get_absolute_url()).status_code == 200


def test_panels_show_the_dispute_on_plan_and_consultation(
    plan: Dossier, dispute: Dispute, signed_in: SignIn
) -> None:
    html = signed_in(world.editor()).get(plan.get_absolute_url()).content.decode()
    assert dispute.get_absolute_url() in html
    assert "Een geschil houdt indienen niet tegen" in html
    found = panels.consultation_panel(world.consultation(plan), world.official())
    assert found == ("disputes/_dossier_panel.html", {"disputes": [dispute]})
    assert panels.consultation_panel(world.consultation(plan, "Hoogeveen"), world.editor()) is None
    assert panels.dossier_panel(Case(world.dossier("PO2001")), world.editor("PO2001")) is None
    assert panels.review_panel(Case(world.dossier("PO2001")), world.reviewer()) is None


def test_review_panel_shows_records_and_documents(plan: Dossier, dispute: Dispute) -> None:
    advised(dispute)
    document = store(b"%PDF-vervolg", "application/pdf")
    step(dispute, "follow_up", world.editor(), "Gedaan.", document=document, document_name="vervolg.pdf")
    found = panels.review_panel(Case(world.reload(plan)), world.reviewer())
    assert found is not None
    with CaptureQueriesContext(connection) as none:
        html = render_to_string(*found)
    assert len(none) == 0
    for words in ("Zitting gehouden", "Ons verweer.", "106185 - 14.07", "vervolg.pdf", "/stukken/"):
        assert words in html, words


def test_page_takes_as_many_queries_for_two_records_as_for_many(dispute: Dispute, signed_in: SignIn) -> None:
    client, path = signed_in(world.editor()), dispute.get_absolute_url()
    advised(dispute)
    few = queries(client, path)
    for number in range(3):
        step(dispute, "follow_up", world.editor(), f"Stap {number}.")
        step(dispute, "follow_up", world.official(), f"Stap {number}.")
    assert queries(client, path) == few
