"""The dossier page, the check and the timeline."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as consultations
from plans import services
from plans.models import Dossier, Filing
from portal import clock
from portal.models import User
from portal.rights import Role
from tests import world
from tests.plans.conftest import pdf

FORMS = {"details", "add_chapter"}
PAGES = ("dossier", "details", "partners", "check", "timeline", "budget", "attachments", "add_chapter")


def page_of(client: Client, plan: Dossier, name: str = "dossier") -> Any:
    return client.get(reverse(f"plans:{name}", args=[plan.uuid]))


@pytest.mark.parametrize("name", PAGES)
def test_only_the_partnership_finds_the_pages(
    plan: Dossier, signed_in: Callable[[User], Client], name: str
) -> None:
    for role, user in world.everyone().items():
        expected = 200 if role in {Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY} else 404
        if role == Role.PARTNERSHIP_ADVISER:
            expected = 403 if name in FORMS else 200
        assert page_of(signed_in(user), plan, name).status_code == expected, role
    assert page_of(signed_in(world.editor("PO2502")), plan, name).status_code == 404
    assert page_of(Client(), plan, name).status_code == 302


# --- the dossier page --------------------------------------------------------------------------------------


def places(page: Any) -> list[str]:
    return [step.place for step in page.context["steps"]]


def test_not_started_page_offers_to_begin(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    client = signed_in(world.editor())
    page = page_of(client, plan)
    assert page.status_code == 200
    assert "Begin met het plan." in page.content.decode()
    assert reverse("plans:transition", args=[plan.uuid, "start"]) in page.content.decode()
    assert page_of(client, plan, "check").url == plan.get_absolute_url()


def test_drafting_page_shows_chapters_deadline_and_findings(editor: Client, plan: Dossier) -> None:
    page = page_of(editor, plan)
    html = page.content.decode()
    assert places(page) == ["current", "later", "later", "later", "later"]
    assert "Indienen: uiterlijk 30 april 2014 om 23.59 uur" in html
    assert "Nog 100 dagen." in html
    assert "11 van 11 hoofdstukken afgerond" in html
    assert "a. Samenhangend geheel en basisondersteuning" in html
    assert "opsteller, 20 januari 2014, 10:00" in html
    codes = [row.code for row in page.context["missing"]]
    assert codes == ["not_adopted", "oogo_not_begun", "opr_not_asked"]
    assert "3 punten ontbreken" in html
    assert reverse("plans:check", args=[plan.uuid]) in html


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2014-04-29T12:00", "Nog 1 dag."),
        ("2014-04-30T23:59", "Dat is vandaag."),
        ("2014-05-01T00:00", "Indienen kan nog; het plan wordt als te laat gemarkeerd."),
    ],
)
def test_deadline_in_words(editor: Client, plan: Dossier, moment: str, words: str) -> None:
    with clock.at(moment):
        assert words in page_of(editor, plan).content.decode()


def test_offered_and_adopted_pages(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.offered()
    page = page_of(signed_in(world.editor()), plan)
    assert places(page) == ["done", "current", "later", "later", "later"]
    assert [row.number for row in page.context["versions"]] == [1]
    assert page.context["versions"][0].sha256[:12] in page.content.decode()
    services.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    page = page_of(signed_in(world.editor()), plan)
    assert places(page) == ["done", "done", "done", "current", "later"]
    assert "Iemand met de rol ‘indiener’ kan het nu indienen." in page.content.decode()
    assert "20 januari 2014, bestuur" in page.content.decode()
    page = page_of(signed_in(world.signatory()), plan)
    assert "Controleer het en dien het in." in page.content.decode()


def test_filed_pages_follow_the_inspectorate(db: None, signed_in: Callable[[User], Client]) -> None:
    filing = world.filed()
    plan, client, reviewer = filing.dossier, signed_in(world.editor()), world.reviewer()
    page = page_of(client, plan)
    assert places(page) == ["done", "done", "done", "done", "current"]
    assert "De inspectie heeft uw plan ontvangen." in page.content.decode()
    assert filing.get_absolute_url() in page.content.decode()
    services.take_up(filing, by=reviewer)
    assert "De inspectie bekijkt het plan." in page_of(client, plan).content.decode()
    element = plan.elements().first()
    services.request_repair(
        filing,
        by=reviewer,
        reason="Te mager.",
        due=world.day("2014-05-20"),
        element_findings=[(element, "Noem de basisondersteuning."), (None, "Algemeen.")],
    )
    page = page_of(client, plan)
    html = page.content.decode()
    assert "Herstelopdracht van de inspectie, uiterlijk 20 mei 2014" in html
    assert "Te mager." in html
    chapter = plan.chapters.get(element=element)
    assert [(row.text, link) for row, link in page.context["repair"]["findings"]] == [
        ("Noem de basisondersteuning.", chapter.get_absolute_url()),
        ("Algemeen.", ""),
    ]
    services.reconsider(filing, by=reviewer, reason="Toch.")
    assert page_of(client, plan).context["repair"] is None
    services.find_complete(filing, by=reviewer, reason="Goed.")
    page = page_of(client, plan)
    assert places(page) == ["done"] * 5
    assert "U bent klaar." in page.content.decode()


def test_enforcement_and_late_filing_are_shown(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.adopted()
    with clock.at("2014-05-02T12:00"):
        services.start_enforcement(plan, by=world.reviewer(), reason="Niets ontvangen.")
        services.file_plan(world.reload(plan), by=world.signatory())
        html = page_of(signed_in(world.editor()), plan).content.decode()
    assert "De inspectie is met handhaving begonnen" in html
    assert "1 dag 12 uur te laat" in html
    assert "De uiterste datum is voorbij." in html


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2014-04-30T23:59:59", ""),
        ("2014-05-01T00:00:00", "minder dan 1 seconde te laat"),
        ("2014-05-01T00:00:20", "20 seconden te laat"),
    ],
)
def test_filing_is_late_from_the_very_second(
    db: None, signed_in: Callable[[User], Client], when: str, words: str
) -> None:
    plan = world.adopted(agree=False)
    with clock.at(when):
        services.file_plan(plan, by=world.signatory())
        html = page_of(signed_in(world.editor()), plan).content.decode()
    assert html.count("te laat") == bool(words)
    assert words in html


def test_number_of_queries_does_not_depend_on_what_is_in_it(
    db: None, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    plan = world.filed().dossier
    client, by = signed_in(world.signatory()), world.signatory()

    def grow(number: int) -> None:
        upload = pdf(f"{number}.pdf", str(number))
        client.post(reverse("plans:attachments", args=[plan.uuid]), {"document": upload})
        services.add_chapter(plan, by=by, title=f"Hoofdstuk {number}")
        services.adopt(world.reload(plan), by=by, adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=by)
        page_of(client, plan)

    grow(2)  # from here on the version the OPR decided on is not the adopted one: its text is compared, once
    with CaptureQueriesContext(connection) as queries:
        page_of(client, plan)
        before = len(queries)
    grow(3)
    grow(4)
    assert (plan.versions.count(), plan.filings.count()) == (4, 4)
    with django_assert_num_queries(before):
        page_of(client, plan)


# --- check and timeline ------------------------------------------------------------------------------------


def test_check_lists_what_is_missing_with_article_and_link(editor: Client, plan: Dossier) -> None:
    chapter = plan.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title=chapter.title, body="", status="todo"
    )
    page = page_of(editor, plan, "check")
    assert [(level, [row.code for row in rows]) for level, rows in page.context["groups"]] == [
        ("missing", ["element_empty", "not_adopted", "oogo_not_begun", "opr_not_asked"])
    ]
    html = page.content.decode()
    assert "4 punten ontbreken volgens de wet" in html
    assert "WPO 18a lid 8 onder a" in html
    assert chapter.get_absolute_url() in html


def test_check_of_a_complete_plan(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.adopted()
    assert "Alles in orde" in page_of(signed_in(world.editor()), plan, "check").content.decode()


def test_timeline_has_pages(plan: Dossier, editor: Client) -> None:
    for number in range(60):
        services.add_chapter(plan, by=world.editor(), title=f"Hoofdstuk {number}")
    page = page_of(editor, plan, "timeline")
    assert "Bladzijde 1 van 2" in page.content.decode()
    assert len(page.context["page"]) == 50
    last = editor.get(reverse("plans:timeline", args=[plan.uuid]), {"pagina": "2"})
    assert "Dossier begonnen" in last.content.decode()


def test_timeline_shows_what_other_apps_did(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.offered()
    row = world.consultation(plan)
    consultations.record_outcome(
        row, name="agree", by=world.official(), decided_on=clock.today(), signatory="wethouder"
    )
    html = page_of(signed_in(world.editor()), plan, "timeline").content.decode()
    assert "Meppel" in html


def test_filings_say_which_one_counts_and_what_repair_is_open(
    db: None, signed_in: Callable[[User], Client]
) -> None:
    first = world.filed(agree=False)
    plan, client = first.dossier, signed_in(world.editor())
    assert "deze indiening telt" not in client.get(plan.get_absolute_url()).content.decode()

    def file_again() -> Filing:
        services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        return services.file_plan(world.reload(plan), by=world.signatory())

    with clock.at("2014-05-02T10:00"):
        file_again()
        page = client.get(plan.get_absolute_url())
        assert page.context["counting"] == first
        html = page.content.decode()
        assert html.count("deze indiening telt") == 1
        assert html.count("te laat") == 1
        # Repair is asked of the first, though another came after it: it is open until there is an answer.
        services.take_up(first, by=world.reviewer())
        services.request_repair(first, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-05-20"))
        assert client.get(plan.get_absolute_url()).context["repair"]["reason"] == "Vul aan."
        answer = file_again()
        page = client.get(plan.get_absolute_url())
        assert (page.context["counting"], page.context["repair"]) == (answer, None)
        assert "antwoord op de herstelopdracht" in page.content.decode()


def test_next_step_is_the_button_that_stands_out(db: None, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.signatory())
    plan = world.dossier()

    def standing_out() -> list[str]:
        html = client.get(plan.get_absolute_url()).content.decode()
        return re.findall(r'class="btn btn-primary" href="[^"]+">([^<]+)<', html)

    assert standing_out() == ["Beginnen met het plan"]
    plan = world.drafted()
    assert standing_out() == ["Concept aanbieden"]
    services.offer(world.dossier(), by=world.editor())
    assert standing_out() == ["Vaststelling vastleggen"]
    services.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    assert standing_out() == ["Indienen bij de inspectie"]
    filing = services.file_plan(world.dossier(), by=world.signatory())
    assert standing_out() == []
    services.take_up(filing, by=world.reviewer())
    services.request_repair(filing, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-02-20"))
    assert standing_out() == ["Vaststelling vastleggen"]
