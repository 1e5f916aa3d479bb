"""The reviewer's dossier page: everything that was filed and decided, nothing of what is still being written."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import services
from plans.models import Dossier, Filing
from portal import clock
from tests import world
from tests.admin.conftest import page_of, step
from tests.plans.conftest import pdf

pytestmark = pytest.mark.django_db
SECRET = "<p>Dit staat alleen in het concept.</p>"


def show(client: Client, dossier: Dossier, **asked: str) -> str:
    answer = client.get(page_of(dossier), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def write(dossier: Dossier, body: str = SECRET) -> None:
    """Change the first chapter of the working copy."""
    chapter = dossier.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter,
        by=world.editor(),
        seen=chapter.row_version,
        title="Geheime kop",
        body=body,
        status="done",
    )


def file_again(dossier: Dossier) -> Filing:
    plan = world.reload(dossier)
    services.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    return services.file_plan(world.reload(plan), by=world.signatory())


def test_filed_plan_is_shown_with_budget_attachments_and_downloads(reviewer: Client) -> None:
    plan = world.offered()
    services.add_attachment(plan, by=world.editor(), upload=pdf(), content_type="application/pdf")
    filing = file_again(plan)
    html = show(reviewer, filing.dossier)
    number = filing.version.number
    for words in (
        filing.reference,
        "Zo regelen wij:",
        "Meerjarenbegroting",
        "€ 100.020,14",
        "<svg",
        "verslag.pdf",
        reverse("plans:version_pdf", args=[plan.uuid, number]),
        reverse("plans:version_json", args=[plan.uuid, number]),
        reverse("plans:receipt", args=[filing.reference]),
        "bestuur",
        "Plan ingediend",
        "OOGO met gemeenten",
        step(filing, "take_up"),
    ):
        assert words in html, words
    for name in ("version_pdf", "version_json"):
        assert reviewer.get(reverse(f"plans:{name}", args=[plan.uuid, number])).status_code == 200
    assert "Herstellen" not in html  # a reviewer repairs nothing


def test_working_copy_is_never_shown(reviewer: Client) -> None:
    filing = world.filed(agree=False)
    write(filing.dossier)
    html = show(reviewer, filing.dossier)
    assert "alleen in het concept" not in html
    assert "Geheime kop" not in html


@pytest.mark.parametrize("stage", ["dossier", "drafted", "offered", "adopted"])
def test_dossier_that_was_not_filed_shows_how_far_it_is_without_content(reviewer: Client, stage: str) -> None:
    plan = world.adopted(agree=False) if stage == "adopted" else getattr(world, stage)()
    if stage != "dossier":
        write(plan)
    html = show(reviewer, plan)
    assert plan.get_state_display() in html
    assert "Er is nog niets ingediend." in html
    assert "Zo regelen wij" not in html
    assert "alleen in het concept" not in html
    assert 'id="plan"' not in html
    assert ("algemene ledenvergadering" in html) == (stage == "adopted")


def test_findings_now_and_at_the_filing(reviewer: Client) -> None:
    filing = world.filed(agree=False)
    at_filing = [row["message"] for row in filing.findings]
    assert at_filing != []
    html = show(reviewer, filing.dossier)
    assert all(message in html for message in at_filing)
    world.agree_all(filing.dossier)
    answer = reviewer.get(page_of(filing.dossier))
    now = [row.message for _level, rows in answer.context["groups"] for row in rows]
    assert set(at_filing) - set(now) != set()
    assert answer.context["filings"][0].groups == [
        (level, [row for row in filing.findings if row["level"] == level])
        for level in ("missing", "warning")
        if any(row["level"] == level for row in filing.findings)
    ]


def test_several_filings_each_with_its_own_version(reviewer: Client) -> None:
    first = world.filed(agree=False)
    write(first.dossier, "<p>De tweede tekst.</p>")
    second = file_again(first.dossier)
    answer = reviewer.get(page_of(first.dossier))
    assert [row.pk for row in answer.context["filings"]] == [second.pk, first.pk]
    assert "De tweede tekst." in answer.content.decode()
    assert "deze telt" in answer.content.decode()
    older = show(reviewer, first.dossier, versie=str(first.version.number))
    assert "De tweede tekst." not in older
    assert "De tweede tekst." in show(reviewer, first.dossier, versie="99")
    compare = reverse("plans:compare", args=[first.dossier.uuid, first.version.number, second.version.number])
    assert compare in older
    assert reviewer.get(compare).status_code == 200


def test_version_that_was_offered_but_not_filed_cannot_be_asked_for(reviewer: Client) -> None:
    plan = world.offered()
    write(plan, "<p>Wat is ingediend.</p>")
    filing = file_again(plan)
    assert filing.version.number == 2
    answer = reviewer.get(page_of(plan), {"versie": "1"})
    assert answer.context["version"] == filing.version


def test_late_filing_says_how_late(reviewer: Client) -> None:
    with clock.at("2014-05-03T11:15"):
        filing = world.filed(agree=False)
    assert "2 dagen 11 uur te laat" in show(reviewer, filing.dossier)


def test_answer_to_a_request_for_repair_is_named_as_such(reviewer: Client) -> None:
    filing = world.filed(agree=False)
    services.take_up(filing, by=world.reviewer())
    services.request_repair(filing, by=world.reviewer(), reason="Te kort.", due=world.day("2014-06-01"))
    with clock.at("2014-05-20T10:00"):
        file_again(filing.dossier)
        html = show(reviewer, filing.dossier)
    assert f"antwoord op de herstelopdracht bij {filing.reference}" in html
    assert 'tone-warn">20 dagen' not in html


def test_timeline_is_paged(reviewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plans.admin.dossiers.LINES_PER_PAGE", 3)
    plan = world.offered()
    first = reviewer.get(page_of(plan))
    assert len(first.context["page"]) == 3
    assert "?pagina=2#tijdlijn" in first.content.decode()
    second = reviewer.get(page_of(plan), {"pagina": "2"})
    lines = [row.pk for row in first.context["page"]] + [row.pk for row in second.context["page"]]
    assert lines == sorted(lines, reverse=True)
    assert "?pagina=1#tijdlijn" in second.content.decode()


def test_page_takes_no_posts(reviewer: Client) -> None:
    plan = world.drafted()
    filing = world.filed("PO2502", agree=False)
    assert reviewer.post(page_of(plan), {"state": "filed"}).status_code == 403
    url = reverse("admin:plans_filing_change", args=[filing.pk])
    assert reviewer.post(url, {"state": "complete"}).status_code == 403
    assert world.reload(plan).state == "drafting"


def test_administrator_does_not_read_plans(administrator: Client) -> None:
    filing = world.filed(agree=False)
    assert administrator.get(page_of(filing.dossier)).status_code == 403
    assert administrator.get(reverse("admin:plans_filing_change", args=[filing.pk])).status_code == 403


def test_number_of_queries_does_not_depend_on_the_number_of_filings(reviewer: Client) -> None:
    def queries(dossier: Dossier) -> int:
        with CaptureQueriesContext(connection) as found:
            show(reviewer, dossier)
        return len(found)

    filing = world.filed(agree=False)
    by = world.reviewer()
    services.take_up(filing, by=by)
    first, *others = filing.dossier.elements()
    services.request_repair(
        filing, by=by, reason="Te kort.", due=world.day("2014-03-01"), element_findings=[(first, "Leeg.")]
    )
    one = queries(filing.dossier)
    for _turn in range(2):
        write(filing.dossier, f"<p>{_turn}</p>")
        again = file_again(filing.dossier)
        services.take_up(again, by=by)
        services.request_repair(
            again,
            by=by,
            reason="Nog niet.",
            due=world.day("2014-03-01"),
            element_findings=[(row, "Leeg.") for row in others],
        )
    assert queries(filing.dossier) == one


def test_list_of_filings_searches_filters_and_says_how_late(reviewer: Client) -> None:
    with clock.at("2014-05-03T11:15"):
        late = world.filed(agree=False)
    other = world.filed("PO2502", agree=False)
    url = reverse("admin:plans_filing_changelist")
    html = reviewer.get(url).content.decode()
    assert "2 dagen 11 uur te laat" in html
    assert "op tijd" in html
    found = reviewer.get(url, {"q": late.reference}).context["cl"].result_list
    assert [row.pk for row in found] == [late.pk]
    services.take_up(other, by=world.reviewer())
    found = reviewer.get(url, {"state__exact": "in_review"}).context["cl"].result_list
    assert [row.pk for row in found] == [other.pk]
