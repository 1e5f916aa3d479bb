"""Downloads: for those who may see the row, for the inspectorate once filed, 404 for others."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from consultations import panels, services
from consultations.models import ConsentRequest, Overleg, Procedure
from plans import services as plans
from plans.findings import Case
from plans.models import Dossier, PlanVersion
from portal import clock
from portal.files import store
from portal.models import StoredFile, User
from tests import world
from tests.consultations.conftest import decide, meet, outcome, page
from tests.consultations.test_views_access import OWN, PEOPLE, TOWN

SignIn = Callable[[User], Client]
READERS = {
    "procedure": OWN | TOWN,
    "verslag": OWN | TOWN,
    "uitkomst": OWN | TOWN,
    "overleg": OWN | {"counterpart"},
    "instemming": OWN | {"opr"},
}


def document(name: str) -> StoredFile:
    return store(b"%PDF-" + name.encode(), "application/pdf")


@pytest.fixture
def papers(plan: Dossier, consent: ConsentRequest) -> dict[str, str]:
    """A document of every kind: its address."""
    talks = world.consultation(plan)
    made = {
        "procedure": world.procedure(plan, document=document("p"), document_name="procedure.pdf"),
        "verslag": meet([talks], minutes=document("v"), minutes_name="verslag.pdf"),
        "uitkomst": outcome(talks, document=document("u"), document_name="brief.pdf"),
        "overleg": services.record_overleg(
            Overleg.objects.with_names().get(dossier=plan, counterpart__code="VO2203"),
            by=world.editor(),
            held_on=clock.today(),
            present="x",
            summary="y",
            document=document("o"),
            document_name="overleg.pdf",
        ),
        "instemming": decide(consent, document=document("i"), document_name="besluit.pdf"),
    }
    return {kind: page("document", kind, row.pk) for kind, row in made.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_documents_are_for_the_parties(papers: dict[str, str], signed_in: SignIn, who: str) -> None:
    client = signed_in(PEOPLE[who]())
    found = {kind: client.get(url).status_code for kind, url in papers.items()}
    assert found == {kind: 200 if who in readers else 404 for kind, readers in READERS.items()}


def test_document_is_sent_with_its_name(papers: dict[str, str], official: Client) -> None:
    answer = official.get(papers["uitkomst"])
    assert b"".join(answer) == b"%PDF-u"
    assert answer["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_inspectorate_gets_them_once_filed(plan: Dossier, papers: dict[str, str], signed_in: SignIn) -> None:
    reviewer = signed_in(world.reviewer())
    assert {reviewer.get(url).status_code for url in papers.values()} == {404}
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="alv")
    plans.file_plan(world.reload(plan), by=world.signatory())
    assert {reviewer.get(url).status_code for url in papers.values()} == {200}
    assert signed_in(world.administrator()).get(papers["uitkomst"]).status_code == 404


def test_missing_documents_are_not_found(plan: Dossier, editor: Client) -> None:
    bare = outcome(world.consultation(plan))
    for kind, pk in (("uitkomst", bare.pk), ("uitkomst", 0), ("geheim", 1)):
        assert editor.get(page("document", kind, pk)).status_code == 404


# --- the panels on the dossier pages -------------------------------------------------------------------------


def rendered(client: Client, plan: Dossier) -> str:
    return client.get(plan.get_absolute_url()).content.decode()


def test_panel_on_the_dossier(db: None, client: Client) -> None:
    plan = world.drafted()
    client.force_login(world.editor())
    assert "Overleg en instemming</h2>" not in rendered(client, plan)
    plans.offer(plan, by=world.editor())
    plan = world.reload(plan)
    html = rendered(client, plan)
    assert "7 van 7 gemeenten hebben nog geen uitkomst." in html
    assert "De OPR is nog niet om instemming gevraagd." in html
    world.procedure(plan)
    world.agree_all(plan)
    html = rendered(client, plan)
    assert "Alle gemeenten hebben een uitkomst." in html
    assert "Instemming met versie 1" in html
    assert "besluit van 20 januari 2014" in html


def test_panel_of_the_reviewer_has_everything(plan: Dossier, papers: dict[str, str]) -> None:
    outcome(world.consultation(plan), "disagree", remarks="Toch <niet>.", signatory="A. Burger, wethouder")
    Procedure.objects.filter(partnership=plan.partnership).update(response_days=28)
    plan.overleggen.filter(counterpart__code="VO2305").update(in_scope=False)
    plan.consultations.filter(municipality__name="Staphorst").update(in_scope=False, procedure=None)

    def panel(filed: PlanVersion | None = None) -> str:
        found = panels.review_panel(Case(plan, filed), world.reviewer())
        assert found is not None
        return render_to_string(*found)

    html = panel()
    for words in (
        "geen overeenstemming",
        "Toch &lt;niet&gt;.",
        "eerdere vastlegging",
        "overlapt niet meer",
        "niet meer in het gebied",
        "Versie 1, voorgelegd 20 januari 2014",
        "20 januari 2014, Gemeentehuis",
        "Namens het college:</span> A. Burger, wethouder",
        "Aanwezig:</span>",
        "Besproken:</span>",
        "Wat de procedure van",
        "28 dagen",
    ):
        assert words in html, words
    assert "/overleg/document/" not in html
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="alv")
    filed = plans.file_plan(world.reload(plan), by=world.signatory()).version
    assert {url for url in papers.values() if url not in panel(filed)} == set()


def test_panel_of_the_reviewer_before_the_offer(db: None) -> None:
    plan = world.drafted()
    found = panels.review_panel(Case(plan), world.reviewer())
    assert found is not None
    html = render_to_string(*found)
    assert "Er is nog geen concept aangeboden aan de gemeenten." in html
    assert "De OPR is nog niet om instemming gevraagd." in html


def test_panels_have_a_constant_number_of_queries(plan: Dossier) -> None:
    reviewer = world.reviewer()
    assert reviewer.active_memberships  # read once per person, not per page
    request = RequestFactory().get("/")
    request.user = reviewer

    def count(code: str) -> int:
        dossier = world.reload(plan) if code == "PO2203" else world.offered(code)
        for row in dossier.consultations.with_names():
            services.record_outcome(
                row, name="agree_on_behalf", by=world.editor(code), decided_on=clock.today(), evidence="x"
            )
        with CaptureQueriesContext(connection) as queries:
            for panel in (panels.review_panel, panels.dossier_panel):
                found = panel(Case(dossier), reviewer)
                assert found is not None
                render_to_string(*found, request=request)
        return len(queries)

    assert count("PO2203") == count("PO2101")
