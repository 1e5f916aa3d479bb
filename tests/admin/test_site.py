"""Who may open which page of the admin."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings.models import Briefing
from courses.models import Offer
from examples.models import Example
from experiments.models import Experiment, ExperimentCall
from guidance.models import AgendaAction, AgendaDate, CommitteePage, Document, LinkCheck, Party, Subject
from plans.models import BudgetHeading, Dossier, Filing, LawVersion
from portal import clock
from portal.models import AuditEntry, MailMessage, Membership, Organisation, User
from portal.rights import Role
from register.models import Area, Municipality, MunicipalityChange, Partnership
from tests import world
from tests.admin.conftest import page_of, step

pytestmark = pytest.mark.django_db

BOTH, REVIEWER, ADMINISTRATOR = (200, 200), (200, 403), (403, 200)  # what a reviewer and an administrator get
FIRST = {
    "portal_organisation": (Organisation, BOTH),
    "portal_user": (User, ADMINISTRATOR),
    "portal_membership": (Membership, ADMINISTRATOR),
    "portal_auditentry": (AuditEntry, BOTH),
    "portal_mailmessage": (MailMessage, ADMINISTRATOR),
    "register_partnership": (Partnership, BOTH),
    "register_municipality": (Municipality, BOTH),
    "register_area": (Area, BOTH),
    "register_municipalitychange": (MunicipalityChange, BOTH),
    "plans_lawversion": (LawVersion, BOTH),
    "plans_budgetheading": (BudgetHeading, BOTH),
    "guidance_document": (Document, ADMINISTRATOR),
    "guidance_agendaaction": (AgendaAction, ADMINISTRATOR),
    "guidance_agendadate": (AgendaDate, ADMINISTRATOR),
    "guidance_committeepage": (CommitteePage, ADMINISTRATOR),
    "courses_offer": (Offer, ADMINISTRATOR),
    "guidance_linkcheck": (LinkCheck, ADMINISTRATOR),
    "examples_example": (Example, ADMINISTRATOR),
    "briefings_briefing": (Briefing, ADMINISTRATOR),
    "experiments_experimentcall": (ExperimentCall, ADMINISTRATOR),
    "experiments_experiment": (Experiment, ADMINISTRATOR),
    "guidance_subject": (Subject, ADMINISTRATOR),
    "guidance_party": (Party, ADMINISTRATOR),
}
ROOMS = ("guidance_", "courses_", "briefings_", "experiments_", "examples_")
INSIDERS = {Role.REVIEWER, Role.ADMINISTRATOR, Role.GUIDANCE_EDITOR}
OUTSIDERS = [role for role in Role if role not in INSIDERS]


@pytest.fixture(autouse=True)
def offer(db: None) -> None:
    """A row of what does not come with the set-up."""
    Offer.objects.create(provider="AVS", title="Cursus", url="https://www.voorbeeld.nl/cursus")
    LinkCheck.objects.create(url="https://www.voorbeeld.nl/cursus", checked_at=clock.now())
    start = clock.now()
    world.briefing()
    owner = {"organisation": world.partnership().organisation}
    Example.objects.create(
        title="Samen", state="submitted", submitted_at=start, begun_by=world.editor(), **owner
    )
    Experiment.objects.create(
        state="applied", call=ExperimentCall.objects.get(), applied_by=world.editor(), **owner
    )


@pytest.fixture
def pages() -> dict[str, tuple[int, int]]:
    """Every page to read, with what a reviewer and an administrator get."""
    filing = world.filed(agree=False)
    Dossier.objects.filter(partnership__code="PO2502").delete()
    found = {
        reverse("admin:index"): BOTH,
        reverse("admin:plans_overview"): BOTH,
        reverse("admin:plans_overview_csv"): BOTH,
        page_of(filing.dossier): REVIEWER,
        step(filing, "take_up"): REVIEWER,
        reverse("admin:plans_dossier_transition", args=[filing.dossier_id, "start_enforcement"]): REVIEWER,
        reverse("admin:plans_filing_changelist"): REVIEWER,
        reverse("admin:plans_filinground_changelist"): BOTH,
        reverse("admin:plans_filinground_change", args=[filing.dossier.round_id]): BOTH,
        reverse(
            "admin:plans_dossier_open", args=[filing.dossier.round_id, world.partnership("PO2502").pk]
        ): REVIEWER,
        reverse("admin:portal_user_activity", args=[world.editor().pk]): ADMINISTRATOR,
    }
    for name, (model, expected) in FIRST.items():
        found[reverse(f"admin:{name}_changelist")] = expected
        found[reverse(f"admin:{name}_change", args=[model.objects.first().pk])] = expected
        found[reverse(f"admin:{name}_history", args=[model.objects.first().pk])] = expected
    return found


def test_every_page_opens_for_who_may_see_it(
    pages: dict[str, tuple[int, int]], reviewer: Client, administrator: Client
) -> None:
    answers = {url: (reviewer.get(url).status_code, administrator.get(url).status_code) for url in pages}
    assert answers == pages


def test_everybody_else_gets_a_403_with_the_reason(
    pages: dict[str, tuple[int, int]], signed_in: Callable[[User], Client]
) -> None:
    people = world.everyone()
    for role in OUTSIDERS:
        client = signed_in(people[role])
        assert {client.get(url).status_code for url in pages} == {403}, role
    answer = signed_in(people[Role.PARTNERSHIP_EDITOR]).get(reverse("admin:index"))
    assert "Het beheer is voor inspecteurs, redacteuren en functioneel beheerders." in answer.content.decode()


def test_who_is_not_signed_in_goes_to_the_login_page_of_the_portal(pages: dict[str, tuple[int, int]]) -> None:
    for url in pages:
        answer = Client().get(url)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={url}")


def test_login_of_the_admin_is_that_of_the_portal(
    reviewer: Client, signed_in: Callable[[User], Client]
) -> None:
    login = reverse("admin:login")
    overview = reverse("admin:plans_overview")
    assert Client().get(login)["Location"] == "/account/login/?next=/beheer/"
    assert Client().get(f"{login}?next={overview}")["Location"] == f"/account/login/?next={overview}"
    assert reviewer.get(f"{login}?next={overview}")["Location"] == overview
    assert reviewer.get(f"{login}?next=https://example.org/")["Location"] == reverse("admin:index")
    assert signed_in(world.editor()).get(login).status_code == 403


def test_unknown_ids_are_404(reviewer: Client, administrator: Client) -> None:
    for name in (*FIRST, "plans_filinground"):
        for pk in ("999999", "abc"):
            url = reverse(f"admin:{name}_change", args=[pk])
            assert administrator.get(url).status_code == 404, url
            assert administrator.post(url, {}).status_code in {403, 404}, url
    for url in (
        reverse("admin:plans_dossier_change", args=[999999]),
        reverse("admin:plans_filing_change", args=[999999]),
        reverse("admin:plans_filing_transition", args=[999999, "take_up"]),
        reverse("admin:plans_dossier_transition", args=[999999, "start_enforcement"]),
        reverse("admin:plans_dossier_open", args=[999999, 1]),
        reverse("admin:plans_dossier_open", args=[world.first_round().pk, 999999]),
    ):
        assert reviewer.get(url).status_code == 404, url


def test_nothing_can_be_deleted_and_evidence_cannot_be_added_or_changed(
    reviewer: Client, administrator: Client
) -> None:
    filing = world.filed(agree=False)
    rows = {name: model.objects.first().pk for name, (model, _expected) in FIRST.items()}
    rows |= {
        "plans_filinground": filing.dossier.round_id,
        "plans_dossier": filing.dossier_id,
        "plans_filing": filing.pk,
    }
    assert len(rows) == len(admin.site._registry)
    for client in (reviewer, administrator):
        for name, pk in rows.items():
            url = reverse(f"admin:{name}_delete", args=[pk])
            assert (client.get(url).status_code, client.post(url, {"post": "yes"}).status_code) == (403, 403)
    writable = {"portal_organisation", "plans_filinground", "plans_lawversion", "plans_budgetheading"}
    writable |= {name for name in FIRST if name.startswith(ROOMS)} - {
        "guidance_linkcheck",
        "examples_example",
        "experiments_experiment",
    }
    for name, pk in rows.items():
        add, change = reverse(f"admin:{name}_add"), reverse(f"admin:{name}_change", args=[pk])
        expected = 200 if name in writable else 403
        assert (administrator.get(add).status_code, reviewer.get(add).status_code) == (expected, 403), name
        assert reviewer.post(change, {"name": "x"}).status_code == 403, name
        if name not in writable:
            assert administrator.post(change, {"name": "x"}).status_code == 403, name
    assert Filing.objects.get().state == "received"


def test_stock_pages_the_portal_has_itself_are_gone(reviewer: Client) -> None:
    for path in ("logout/", "password_change/", "jsi18n/", "autocomplete/", "r/1/1/"):
        assert reviewer.get(f"/beheer/{path}").status_code == 404, path
    assert reviewer.get("/beheer/plans/")["Location"] == "/beheer/#gegevens"
    assert reviewer.get(reverse("admin:plans_dossier_changelist"))["Location"] == reverse(
        "admin:plans_overview"
    )


def test_admin_speaks_english_and_leads_back_to_the_portal(reviewer: Client) -> None:
    dutch = reviewer.get(reverse("admin:index")).content.decode()
    assert '<html lang="nl">' in dutch
    assert reverse("portal:start") in dutch
    reviewer.post(reverse("set_language"), {"language": "en", "next": "/beheer/"})
    assert '<html lang="en">' in reviewer.get(reverse("admin:index")).content.decode()


def test_menu_of_the_admin_depends_on_the_role(reviewer: Client, administrator: Client) -> None:
    def menu(client: Client) -> list[str]:
        return [str(row["label"]) for row in client.get("/beheer/").context["workbench_menu"]]

    assert menu(reviewer) == ["Werkvoorraad", "Overzicht", "Indieningen", "Rondes", "Auditspoor"]
    assert menu(administrator) == [
        "Werkvoorraad",
        "Overzicht",
        "Rondes",
        "Werkagenda",
        "Documenten",
        "Voorbeelden",
        "Bijeenkomsten",
        "Experimenten",
        "Auditspoor",
    ]


@pytest.mark.parametrize(
    "name",
    ["portal_organisation", "portal_user", "portal_membership", "portal_auditentry", "portal_mailmessage",
     "register_partnership", "register_municipality", "register_area", "plans_budgetheading"],
)  # fmt: skip
def test_number_of_queries_of_a_list_does_not_depend_on_the_rows(
    administrator: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = FIRST[name][0]
    made = type(admin.site.get_model_admin(model))

    every_row = made.get_queryset

    def queries(rows: int | None) -> int:
        """How many queries the list takes with this many rows in it."""
        few = list(model.objects.order_by("pk").values_list("pk", flat=True)[:rows])
        monkeypatch.setattr(made, "get_queryset", lambda *args: every_row(*args).filter(pk__in=few))
        with CaptureQueriesContext(connection) as found:
            answer = administrator.get(reverse(f"admin:{name}_changelist"))
        assert answer.status_code == 200
        assert len(answer.context["cl"].result_list) == min(len(few), 50)
        return len(found)

    world.everyone()
    world.filed(agree=False)
    assert queries(1) == queries(3) == queries(None)
    assert model.objects.count() >= 3
