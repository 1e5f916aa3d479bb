"""The overview of all partnerships in a round: numbers, filters, search, sorting, CSV and the number of queries."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as talks
from disputes import services as disputes
from plans import overview, services
from plans.models import Dossier, FilingRound
from portal import clock
from register.models import Partnership
from tests import world
from tests.admin.conftest import AFTER, Spring, page_of

pytestmark = pytest.mark.django_db


def ask(client: Client, when: str = AFTER, **asked: str) -> dict[str, Any]:
    with clock.at(when):
        answer = client.get(reverse("admin:plans_overview"), asked)
    assert answer.status_code == 200
    return answer.context


def codes(client: Client, **asked: str) -> list[str]:
    """The codes in the order of the table, from what the page says."""
    with clock.at(AFTER):
        answer = client.get(reverse("admin:plans_overview_csv"), asked)
        shown = client.get(reverse("admin:plans_overview"), asked)
    found = [row["Code"] for row in table(answer.content)]
    assert shown.context["number"] == len(found)
    return found


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def figures(context: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        row["key"]: {line["line"].value: line["line"].number for line in row["rows"]}
        for row in context["figures"]
    }


def test_counts_of_a_spring(reviewer: Client, spring: Spring) -> None:
    context = ask(reviewer)
    assert context["total"] == context["number"] == 152
    assert figures(context) == {
        "status": {"not_started": 146, "drafting": 1, "offered": 1, "adopted": 0, "filed": 4},
        "tijdig": {"timely": 3, "late": 1, "missing": 148, "open": 0},
        "oordeel": {"received": 2, "in_review": 1, "repair_requested": 1, "complete": 0, "withdrawn": 0},
        "handhaving": {"running": 0, "candidate": 149},
    }
    assert figures(ask(reviewer, when="2014-04-01T09:00"))["tijdig"]["open"] == 148


def test_who_has_no_dossier_row_counts_as_not_begun(reviewer: Client, spring: Spring) -> None:
    Dossier.objects.filter(state="not_started").delete()
    context = ask(reviewer)
    assert context["total"] == 152
    assert figures(context)["status"]["not_started"] == 146
    url = reverse("admin:plans_dossier_open", args=[world.first_round().pk, world.partnership("VO2502").pk])
    assert url in context["body"]
    assert page_of(spring.timely.dossier) in context["body"]


def test_partnership_no_longer_in_force_is_left_out_unless_it_has_a_dossier(reviewer: Client) -> None:
    Dossier.objects.filter(partnership__code="VO2502").delete()
    ended = Partnership.objects.filter(code__in=["PO2203", "VO2502"])
    ended.update(valid_to=dt.date(2014, 1, 1))
    assert ask(reviewer)["total"] == 151


def test_administrator_sees_the_numbers_without_links_to_dossiers(
    administrator: Client, spring: Spring
) -> None:
    context = ask(administrator)
    assert context["total"] == 152
    assert "<a" not in context["body"]


def test_row_says_how_far_a_partnership_is(reviewer: Client, spring: Spring) -> None:
    with clock.at(AFTER):
        services.start_enforcement(spring.late.dossier, by=world.reviewer(), reason="Te laat.")
        rows = {row["Code"]: row for row in table(reviewer.get(reverse("admin:plans_overview_csv")).content)}
    late = rows["PO2305"]
    assert late == {
        "Code": "PO2305",
        "Sector": "PO",
        "Naam": "SWV Zwolle 23-05",
        "Gebied": late["Gebied"],
        "Ronde": "Ondersteuningsplan 2014",
        "Experiment": "",
        "Status van het plan": "ingediend",
        "OOGO besloten": "9 van 9",
        "Zonder overeenstemming": "0",
        "OPR": "ingestemd",
        "Geschillen": "",
        "Vastgesteld op": "2014-05-03",
        "Kenmerk": spring.late.reference,
        "Ingediend op": "2014-05-03 11:15:00",
        "Op tijd": "te laat ingediend",
        "Te laat met": "2 dagen 11 uur",
        "Oordeel": "ontvangen",
        "Volgende stap": "De inspectie bekijkt het plan",
        "Handhaving sinds": "2014-05-05 09:00:00",
    }
    assert rows["PO2203"]["OOGO besloten"] == "0 van 7"
    assert (rows["PO3001"]["Status van het plan"], rows["PO3001"]["Op tijd"]) == (
        "nog niet begonnen",
        "termijn voorbij, niets ingediend",
    )
    html = ask(reviewer)["body"]
    assert "2 dagen 11 uur te laat" in html
    assert "sinds 5-5-2014" in html


def test_day_of_enforcement_is_the_day_in_the_netherlands(reviewer: Client, spring: Spring) -> None:
    with clock.at("2014-05-06T00:30"):  # still 5 May in UTC
        services.start_enforcement(spring.late.dossier, by=world.reviewer(), reason="Te laat.")
    assert "sinds 6-5-2014" in ask(reviewer)["body"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"status": "filed"}, ["PO2203", "PO2305", "PO2502", "PO2601"]),
        ({"status": "filed", "tijdig": "timely"}, ["PO2203", "PO2502", "PO2601"]),
        ({"tijdig": "late"}, ["PO2305"]),
        ({"tijdig": "untimely", "status": "filed"}, ["PO2305"]),
        ({"tijdig": "missing", "status": "offered"}, ["PO2701"]),
        ({"oordeel": "repair_requested"}, ["PO2601"]),
        ({"oordeel": "none", "status": "drafting"}, ["PO2801"]),
        ({"handhaving": "candidate", "status": "filed"}, ["PO2305"]),
        ({"handhaving": "running"}, []),
        ({"oogo": "open"}, ["PO2203", "PO2701"]),
        ({"opr": "consented"}, ["PO2305", "PO2502", "PO2601"]),
        ({"opr": "refused"}, []),
        ({"sector": "VO", "status": "filed"}, []),
        ({"status": "onzin", "tijdig": "late"}, ["PO2305"]),
    ],
)
def test_filters(reviewer: Client, spring: Spring, asked: dict[str, str], expected: list[str]) -> None:
    assert codes(reviewer, **asked) == expected


def test_filters_of_disagreement_dispute_and_refusal(reviewer: Client, spring: Spring) -> None:
    consultation = world.consultation(spring.timely.dossier)
    talks.record_outcome(
        consultation,
        name="disagree",
        by=world.official(),
        decided_on=clock.today(),
        signatory="wethouder",
        remarks="Wij verschillen van mening.",
    )
    request = talks.ask_consent(spring.timely.dossier, by=world.editor())
    talks.record_consent(
        request, name="refuse", by=world.opr_secretary(), decided_on=clock.today(), remarks="Te vaag."
    )
    assert codes(reviewer, overeenstemming="without") == ["PO2203"]
    assert codes(reviewer, opr="refused") == ["PO2203"]
    assert codes(reviewer, geschil="under_way") == []
    disputes.lodge(
        world.consultation(spring.timely.dossier), by=world.editor(), grounds="Wij verschillen van mening."
    )
    assert codes(reviewer, geschil="under_way") == ["PO2203"]
    row = next(row for row in overview.load(world.first_round()) if row.partnership.code == "PO2203")
    assert [row.cell(key).text for key in ("oogo", "overeenstemming", "geschil", "opr")] == [
        "1 van 7",
        "1",
        "1",
        "instemming onthouden",
    ]


@pytest.mark.parametrize("query", ["PO2203", "po 22-03", "PO 22.03", "2203 "])
def test_search_finds_a_code_in_every_spelling(reviewer: Client, query: str) -> None:
    assert "PO2203" in codes(reviewer, q=query)
    assert len(codes(reviewer, q=query)) <= 2


def test_search_finds_a_municipality_and_says_when_there_is_nothing(reviewer: Client) -> None:
    assert "PO2203" in codes(reviewer, q="Meppel")
    assert codes(reviewer, q="Meppel", sector="PO") == ["PO2203"]
    assert codes(reviewer, q="zzzz\x00") == []
    html = reviewer.get(reverse("admin:plans_overview"), {"q": "zzzz"}).content.decode()
    assert "Geen samenwerkingsverband past bij deze keuze." in html


def sorted_codes(client: Client, by: str) -> list[str]:
    body = ask(client, status="filed", sorteer=by)["body"]
    return [part[:6] for part in body.split('/change/">')[1:]]


def test_sorting_by_a_column_both_ways(reviewer: Client, spring: Spring) -> None:
    assert sorted_codes(reviewer, "ingediend")[-1] == "PO2305"
    assert sorted_codes(reviewer, "-ingediend")[0] == "PO2305"
    assert sorted_codes(reviewer, "-tijdig")[0] == "PO2305"
    assert sorted_codes(reviewer, "oordeel")[-1] == "PO2601"
    assert sorted_codes(reviewer, "opr")[-1] == "PO2203"  # nothing asked: last, whichever way
    assert sorted_codes(reviewer, "-opr")[-1] == "PO2203"
    assert sorted_codes(reviewer, "onzin") == ["PO2203", "PO2305", "PO2502", "PO2601"]
    headers = ask(reviewer, sorteer="-status")["headers"]
    assert {row["sort"] for row in headers} == {"", "descending"}
    for column in ("sector", "status", "vastgesteld", "handhaving", "oogo", "geschil"):
        assert ask(reviewer, sorteer=column)["number"] == 152


def test_other_round_has_only_who_began(reviewer: Client) -> None:
    round_ = FilingRound.objects.create(
        name="Tussentijds 2016",
        law_version=world.first_round().law_version,
        plan_start=dt.date(2016, 8, 1),
        deadline=dt.datetime(2016, 5, 1, tzinfo=clock.AMSTERDAM),
        for_all=False,
    )
    assert ask(reviewer, ronde=str(round_.pk))["total"] == 0
    services.dossier_of(world.partnership(), round_)
    context = ask(reviewer, ronde=str(round_.pk))
    assert (context["total"], context["round"]) == (1, round_)
    assert ask(reviewer, ronde="onzin")["round"] == world.first_round()


def test_without_a_round_the_page_says_so(reviewer: Client) -> None:
    Dossier.objects.all().delete()
    FilingRound.objects.all().delete()
    answer = reviewer.get(reverse("admin:plans_overview"))
    assert "Er is nog geen ronde." in answer.content.decode()
    assert table(reviewer.get(reverse("admin:plans_overview_csv")).content) == []


def test_csv_makes_a_spreadsheet_run_nothing(reviewer: Client) -> None:
    Partnership.objects.filter(code="PO2203").update(name="=HYPERLINK(1)", area_label="@ergens; hier")
    answer = reviewer.get(reverse("admin:plans_overview_csv"), {"q": "PO2203"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    row = table(answer.content)[0]
    assert (row["Naam"], row["Gebied"]) == ("'=HYPERLINK(1)", "'@ergens; hier")


def test_names_are_escaped_in_the_table(reviewer: Client) -> None:
    Partnership.objects.filter(code="PO2203").update(name="<script>alert(1)</script>")
    body = ask(reviewer)["body"]
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


@pytest.mark.parametrize("name", ["plans_overview", "plans_overview_csv"])
def test_number_of_queries_is_the_same_with_1_3_and_152_rows(reviewer: Client, name: str) -> None:
    round_ = FilingRound.objects.create(
        name="Tussentijds 2016",
        law_version=world.first_round().law_version,
        plan_start=dt.date(2016, 8, 1),
        deadline=dt.datetime(2016, 5, 1, tzinfo=clock.AMSTERDAM),
        for_all=False,
    )

    def queries(filing_round: FilingRound) -> int:
        with CaptureQueriesContext(connection) as found:
            url = reverse(f"admin:{name}")
            assert reviewer.get(url, {"ronde": str(filing_round.pk), "q": "O"}).status_code == 200
        return len(found)

    services.dossier_of(world.partnership(), round_)
    one = queries(round_)
    for code in ("PO2502", "VO2502"):
        services.dossier_of(world.partnership(code), round_)
    three = queries(round_)
    world.filed("PO2203")
    world.filed("PO2601", agree=False)
    assert (one, three, queries(world.first_round())) == (one, one, one)
