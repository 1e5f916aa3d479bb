"""The page of a dispute, the list and its CSV, the downloads and the bundle."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import services as consultations
from consultations.models import Consultation
from disputes import bundle, joining, services
from disputes.models import Dispute
from plans import services as plans
from plans.models import Dossier
from portal import clock, csv_export
from portal.files import store
from portal.models import User
from tests import world
from tests.disputes.conftest import GROUNDS, advised, at_odds, lodged, reload, step
from tests.plans.conftest import pdf

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
    assert shown(world.official()) == ["Verweer indienen", "Schikking vastleggen"]
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


# --- list and CSV ------------------------------------------------------------------------------------------------


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
        "2014-01-20",
        "2014-01-27",
        "2014-02-03",
        "2014-03-03",
        "",
        "",
        "2014-01-27",
        "nee",
    ]
    assert rows[2][-2:] == ["", ""]


def test_csv_of_a_party_has_its_own_rows_only(three: list[Dispute], signed_in: SignIn) -> None:
    with clock.at("2014-02-01T09:00"):
        text = signed_in(world.official()).get("/geschillen/csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [(row[3], row[-1]) for row in rows[1:]] == [("Meppel", "ja")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cell_that_looks_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert csv_export.cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


def test_csv_cell_keeps_the_rest() -> None:
    assert [csv_export.cell(value) for value in (None, 0, "a=b", "")] == ["", "0", "a=b", ""]


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


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


def test_page_takes_as_many_queries_for_two_records_as_for_many(dispute: Dispute, signed_in: SignIn) -> None:
    client, path = signed_in(world.editor()), dispute.get_absolute_url()
    advised(dispute)
    few = queries(client, path)
    for number in range(3):
        step(dispute, "follow_up", world.editor(), f"Stap {number}.")
        step(dispute, "follow_up", world.official(), f"Stap {number}.")
    assert queries(client, path) == few


# --- panels ------------------------------------------------------------------------------------------------------


def test_panels_show_the_dispute_on_plan_and_consultation(
    plan: Dossier, dispute: Dispute, signed_in: SignIn
) -> None:
    html = signed_in(world.editor()).get(plan.get_absolute_url()).content.decode()
    assert dispute.get_absolute_url() in html
    assert "Een geschil houdt indienen niet tegen" in html
    found = joining.consultation_panel(world.consultation(plan), world.official())
    assert found == ("disputes/_dossier_panel.html", {"disputes": [dispute]})
    assert joining.consultation_panel(world.consultation(plan, "Hoogeveen"), world.editor()) is None
    assert joining.dossier_panel(world.dossier("PO2001"), world.editor("PO2001")) is None
    assert joining.review_panel(world.dossier("PO2001"), world.reviewer()) is None


def test_review_panel_shows_records_and_documents(plan: Dossier, dispute: Dispute, rf: Any) -> None:
    from django.template.loader import render_to_string

    advised(dispute)
    document = store(b"%PDF-vervolg", "application/pdf")
    step(dispute, "follow_up", world.editor(), "Gedaan.", document=document, document_name="vervolg.pdf")
    found = joining.review_panel(world.reload(plan), world.reviewer())
    assert found is not None
    with CaptureQueriesContext(connection) as none:
        html = render_to_string(*found)
    assert len(none) == 0
    for words in ("Zitting gehouden", "Ons verweer.", "106185 - 14.07", "vervolg.pdf", "/stukken/"):
        assert words in html, words


# --- downloads ---------------------------------------------------------------------------------------------------


@pytest.fixture
def with_document(consultation: Consultation) -> Dispute:
    return services.lodge(
        consultation,
        by=world.editor(),
        grounds=GROUNDS,
        document=store(b"%PDF-brief", "application/pdf"),
        document_name="brief & zo.pdf",
    )


def test_document_is_for_the_parties_and_the_committee(with_document: Dispute, signed_in: SignIn) -> None:
    path = f"/geschillen/{with_document.uuid}/stukken/{with_document.records.get().pk}/"
    for person in (world.editor(), world.official(), world.committee_secretary()):
        answer = signed_in(person).get(path)
        assert b"".join(answer.streaming_content) == b"%PDF-brief"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert 'filename="brief & zo.pdf"' in answer.headers["Content-Disposition"]
    for person in (world.official("Hoogeveen"), world.editor("PO2001"), world.administrator()):
        assert signed_in(person).get(path).status_code == 404
    other = f"/geschillen/{with_document.uuid}/stukken/999999/"
    assert signed_in(world.editor()).get(other).status_code == 404


def test_document_is_for_the_inspectorate_once_the_plan_is_filed(
    plan: Dossier, with_document: Dispute, signed_in: SignIn
) -> None:
    client = signed_in(world.reviewer())
    path = f"/geschillen/{with_document.uuid}/stukken/{with_document.records.get().pk}/"
    assert client.get(path).status_code == 404
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    plans.file_plan(world.reload(plan), by=world.signatory())
    assert client.get(path).status_code == 200


def test_step_without_document_has_no_download(dispute: Dispute, signed_in: SignIn) -> None:
    path = f"/geschillen/{dispute.uuid}/stukken/{dispute.records.get().pk}/"
    assert signed_in(world.editor()).get(path).status_code == 404


def bundle_of(client: Client, dispute: Dispute) -> bytes:
    answer = client.get(f"/geschillen/{dispute.uuid}/bundel/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)


@pytest.fixture
def full(plan: Dossier) -> Dispute:
    """A dispute with everything that can be in a bundle."""
    chapter_file = store(b"%PDF-procedure", "application/pdf")
    world.procedure(plan, document=chapter_file, document_name="procedure.pdf")
    talks = world.consultation(plan)
    consultations.record_meeting(
        [talks],
        by=world.editor(),
        held_on=clock.today(),
        place="Meppel",
        present="wethouder & bestuur",
        subjects="vervoer",
        minutes=store(b"%PDF-notulen", "application/pdf"),
        minutes_name="notulen.pdf",
    )
    consultations.record_outcome(
        world.consultation(plan),
        name="disagree_on_behalf",
        by=world.editor(),
        decided_on=clock.today(),
        remarks="Geen <akkoord>.",
        evidence="brief van het college",
        document=store(b"%PDF-besluit", "application/pdf"),
        document_name="besluit.pdf",
    )
    dispute = services.lodge(
        world.consultation(plan),
        by=world.editor(),
        grounds=GROUNDS,
        document=store(b"%PDF-brief", "application/pdf"),
        document_name="brief.pdf",
    )
    document = store(b"%PDF-verweer", "application/pdf")
    step(dispute, "declare_admissible", world.committee_secretary(), "", case_number="106185")
    step(dispute, "respond", world.official(), "Nee.", document=document, document_name="brief.pdf")
    return reload(dispute)


def test_bundle_holds_everything_with_its_hash(full: Dispute, signed_in: SignIn) -> None:
    archive = zipfile.ZipFile(io.BytesIO(bundle_of(signed_in(world.committee_secretary()), full)))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "00-inhoud.txt",
        "01-geschil.txt",
        "01-procedure-procedure.pdf",
        "02-plan/versie-1.pdf",
        "02-plan/versie-1.json",
        "03-overleg/uitkomsten.txt",
        "03-overleg/uitkomst-01-besluit.pdf",
        "03-overleg/bijeenkomsten.txt",
        "03-overleg/verslag-01-notulen.pdf",
        "04-stukken/stuk-01-brief.pdf",
        "04-stukken/stuk-03-brief.pdf",
    ]
    index = archive.read("00-inhoud.txt").decode()
    for entry in archive.namelist()[1:]:
        content = archive.read(entry)
        digest = hashlib.sha256(content).hexdigest()
        assert f"{entry} ({len(content)} bytes)\n  {digest}\n" in index, entry
    assert hashlib.sha256(archive.read("02-plan/versie-1.json")).hexdigest() == full.version.sha256
    text = archive.read("01-geschil.txt").decode()
    for words in (GROUNDS, "Zaaknummer: 106185", "Verweer uiterlijk: geen termijn in de procedure", "Nee."):
        assert words in text, words
    outcomes = archive.read("03-overleg/uitkomsten.txt").decode()
    assert "Geen <akkoord>." in outcomes
    assert "brief van het college" in outcomes
    assert "wethouder & bestuur" in archive.read("03-overleg/bijeenkomsten.txt").decode()


def test_bundle_is_the_same_each_time_for_everybody_in_every_language(
    full: Dispute, signed_in: SignIn
) -> None:
    first = bundle_of(signed_in(world.committee_secretary()), full)
    client = signed_in(world.official())
    client.post("/taal/setlang/", {"language": "en"})
    with clock.at("2014-03-01T09:00"):
        assert bundle_of(client, full) == first
    step(full, "withdraw", world.editor())
    assert bundle_of(client, full) != first


def test_bundle_without_talks_on_record_says_so(dispute: Dispute, signed_in: SignIn) -> None:
    answer = signed_in(world.editor()).get(f"/geschillen/{dispute.uuid}/bundel/")
    code = dispute.consultation.municipality.code
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="geschil-20140120-{code}-versie-1.zip"'
    )
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    text = archive.read("03-overleg/bijeenkomsten.txt").decode()
    assert "Er is geen bijeenkomst vastgelegd." in text


def test_bundle_includes_the_attachments_of_the_version(plan: Dossier) -> None:
    plans.add_attachment(
        world.reload(plan), by=world.editor(), upload=pdf("kaart.pdf"), content_type="application/pdf"
    )
    plans.offer(world.reload(plan), by=world.editor())
    dispute = lodged(at_odds(plan))
    names = [row.name for row in bundle.entries(dispute)]
    assert "02-plan/bijlage-01-kaart.pdf" in names


def test_bundle_with_a_lost_file_fails_before_it_starts(full: Dispute) -> None:
    record = full.records.exclude(document=None).last()
    assert record is not None
    assert record.document is not None
    record.document.path.unlink()
    with pytest.raises(FileNotFoundError):
        bundle.entries(full)
