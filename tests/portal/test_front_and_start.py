"""The front page for everybody, and the start page per role in real states."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as consultations
from disputes import services as disputes
from plans import services as plans
from plans.models import FilingRound
from portal import clock, extension_points
from portal.extension_points import Group, Task
from portal.models import MailMessage, Membership, User
from portal.rights import Role
from portal.start_page import groups, is_overdue
from tests import world

E, S = Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY
M, O = Role.MUNICIPALITY_OFFICIAL, Role.OPR_SECRETARY  # noqa: E741
C, R, A = Role.COMMITTEE_SECRETARY, Role.REVIEWER, Role.ADMINISTRATOR
SignIn = Callable[[User], Client]
# A reviewer to whom nothing was filed.
IDLE = {"waiting": ["Er is nog geen plan ingediend"]}


def tasks(user: User) -> dict[str, list[str]]:
    """The titles on somebody's start page, by group."""
    return {str(group): [task.title for task in rows] for group, rows in groups(User.objects.get(pk=user.pk))}


# --- front page ---------------------------------------------------------------------------------------------


def test_front_page_explains_the_process_and_counts_the_days(db: None) -> None:
    html = Client().get("/").content.decode()
    assert "<strong>uiterlijk 30 april 2014 om 23.59 uur</strong>" in html
    assert "Nog 100 dagen." in html
    headings = ("Schrijven", "Overleggen met de gemeenten", "Overleggen met de andere sector", "Instemmen")
    for heading in (*headings, "Vaststellen", "Indienen", "Beoordelen"):
        assert f"<h3>{heading}</h3>" in html
    assert html.count("eerstvolgende datum") == 1
    assert '<a class="btn btn-primary" href="/account/login/">Inloggen</a>' in html


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2014-04-29T12:00", "Nog 1 dag."),
        ("2014-04-30T23:59:59", "Vandaag is de laatste dag."),
        ("2014-05-01T00:00", "Deze datum is voorbij."),
    ],
)
def test_front_page_on_the_last_days(db: None, moment: str, text: str) -> None:
    with clock.at(moment):
        assert text in Client().get("/").content.decode()


def test_front_page_before_there_is_any_round(db: None) -> None:
    FilingRound.objects.update(for_all=False)
    page = Client().get("/")
    assert page.status_code == 200
    assert list(page.context["deadlines"]) == []


def test_front_page_of_somebody_signed_in_leads_to_the_start_page(db: None, signed_in: SignIn) -> None:
    html = signed_in(world.editor()).get("/").content.decode()
    assert '<a class="btn btn-primary" href="/start/">Naar wat u nu kunt doen</a>' in html


@pytest.mark.parametrize("support", ["", "hulp@example.org"])
@pytest.mark.parametrize("name", ["help", "accessibility"])
def test_help_and_accessibility_say_where_to_ask(db: None, settings: object, support: str, name: str) -> None:
    settings.SUPPORT_EMAIL = support  # type: ignore[attr-defined]
    html = Client().get(reverse(f"portal:{name}")).content.decode()
    assert ('href="mailto:hulp@example.org"' in html) is bool(support)


def test_public_pages_ask_the_database_little(db: None) -> None:
    for name, most in (("front", 2), ("help", 0), ("accessibility", 0)):
        with CaptureQueriesContext(connection) as queries:
            Client().get(reverse(f"portal:{name}"))
        assert len(queries) <= most, name


# --- start page ---------------------------------------------------------------------------------------------


def test_start_page_needs_a_person_and_one_without_a_role_hears_what_to_do(
    db: None, signed_in: SignIn
) -> None:
    assert Client().get("/start/").url == "/account/login/?next=/start/"
    user = User.objects.create_user("los@example.org", world.PASSWORD, name="Los")
    html = signed_in(user).get("/start/").content.decode()
    assert "<h1>Dag Los</h1>" in html
    assert "U werkt nu voor geen enkele organisatie in het portaal." in html
    assert "Nu te doen" not in html


def test_start_page_says_what_by_when_for_whom_and_what_is_next(db: None, signed_in: SignIn) -> None:
    html = signed_in(world.editor()).get("/start/").content.decode()
    for text in (
        "Nu te doen",
        "Begin met het plan",
        "PO2203",
        "uiterlijk 30 april 2014 om 23.59 uur",
        "U krijgt een hoofdstuk voor elk onderdeel dat de wet vraagt.",
    ):
        assert text in html


def test_nothing_to_do_is_said(db: None, signed_in: SignIn) -> None:
    html = signed_in(world.official("Almere")).get("/start/").content.decode()
    assert "Er wacht nu niets op u." in html


def test_tasks_follow_the_plan_through_all_roles(db: None) -> None:
    who = world.everyone()
    who[O] = world.opr_secretary()
    assert tasks(who[E]) == {"todo": ["Begin met het plan"]}
    plan = world.drafted()
    assert tasks(who[E]) == {"todo": ["Schrijf verder aan het plan"]}
    assert tasks(who[M]) == {}

    plans.offer(plan, by=who[E])
    world.procedure(world.reload(plan))
    assert "Overleg over het concept" in tasks(who[E])["todo"]
    assert tasks(who[M]) == {"todo": ["Overleg over het plan en leg de uitkomst vast"]}
    assert tasks(who[O]) == {}

    world.agree_all(world.reload(plan))
    assert list(tasks(who[M])) == ["done"]
    assert list(tasks(who[O])) == ["done"]
    plans.adopt(world.reload(plan), by=who[E], adopted_on=clock.today(), body="bestuur")
    assert "Het plan kan worden ingediend" in tasks(who[E])["waiting"]
    assert tasks(who[S])["todo"] == ["Dien het plan in bij de inspectie"]
    assert tasks(who[R]) == IDLE

    filing = plans.file_plan(world.reload(plan), by=who[S])
    assert "De inspectie bekijkt het plan" in tasks(who[S])["waiting"]
    assert tasks(who[R]) == {"todo": ["1 indiening om in behandeling te nemen"]}
    plans.take_up(filing, by=who[R])
    plans.request_repair(
        filing, by=who[R], reason="Meer.", due=clock.today() + dt.timedelta(days=7), element_findings=[]
    )
    assert "Herstel het plan" in tasks(who[E])["todo"]
    assert tasks(who[R]) == {"waiting": ["1 samenwerkingsverband herstelt het plan"]}


def test_tasks_of_a_dispute_wait_for_the_committee_and_the_other_party(db: None) -> None:
    plan = world.offered()
    official, secretary = world.official(), world.committee_secretary()
    row = world.consultation(plan)
    consultations.record_outcome(row, name="disagree", by=official, decided_on=clock.today(), remarks="Nee.")
    assert tasks(secretary) == {}
    dispute = disputes.lodge(world.consultation(plan), by=official, grounds="Wij willen anders.")
    assert tasks(secretary) == {"todo": ["Beslis of het geschil ontvankelijk is"]}
    disputes.take_step(dispute, name="declare_admissible", by=secretary)
    assert "Dien uw verweer in" in tasks(world.editor())["todo"]


def test_tasks_of_an_administrator_are_the_mails_that_failed(db: None) -> None:
    administrator = world.administrator()
    assert tasks(administrator) == {"done": ["Er zijn geen mislukte berichten"]}
    for number, title in ((1, "1 bericht is niet verzonden"), (2, "2 berichten zijn niet verzonden")):
        MailMessage.objects.create(event="portal/joined", address=f"a{number}@example.org", status="failed")
        assert tasks(administrator) == {"todo": [title]}
    assert tasks(world.reviewer()) == IDLE


def test_groups_come_in_order_and_the_most_urgent_first(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def provider(_user: User) -> list[Task]:
        day = dt.date(2014, 2, 1)
        return [
            Task(group=Group.DONE, title="klaar", url="/"),
            Task(group=Group.TODO, title="ooit", url="/"),
            Task(group=Group.TODO, title="later", url="/", due=day + dt.timedelta(1)),
            Task(group=Group.TODO, title="b", url="/", organisation="z", due=day),
            Task(group=Group.TODO, title="a", url="/", organisation="z", due=day),
            Task(group=Group.TODO, title="eerst", url="/", organisation="a", due=day),
        ]

    monkeypatch.setattr("portal.start_page.START_TASKS", [provider])
    assert tasks(world.reviewer()) == {"todo": ["eerst", "a", "b", "later", "ooit"], "done": ["klaar"]}


def test_late_task_says_so_in_words(db: None, signed_in: SignIn) -> None:
    user = world.editor()
    with clock.at("2014-05-02T10:00"):
        html = signed_in(user).get("/start/").content.decode()
        assert "<strong>te laat</strong>" in html
    assert not is_overdue(None)
    assert not is_overdue(clock.today())
    assert is_overdue(clock.today() - dt.timedelta(1))


def test_somebody_of_two_organisations_sees_the_tasks_of_both(db: None) -> None:
    user = world.editor()
    other = world.partnership("PO2502").organisation
    Membership.objects.create(user=user, organisation=other, role=S)
    assert tasks(user) == {"todo": ["Begin met het plan", "Begin met het plan"]}


def test_number_of_queries_of_the_start_page_does_not_depend_on_the_rows(db: None, signed_in: SignIn) -> None:
    user = world.official("Meppel")
    counts = []
    for codes in (["PO2203"], ["PO2502", "VO2203"]):
        for code in codes:
            plan = world.drafted(code)
            plans.offer(plan, by=world.editor(code))
        client = signed_in(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/start/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the menu -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        (E, ["Start", "Plannen", "Overleg", "Geschillen", "Agenda", "Invoering", "Berichten", "Organisatie"]),
        (M, ["Start", "Overleg", "Geschillen", "Agenda", "Invoering", "Berichten", "Organisatie"]),
        (O, ["Start", "Invoering", "Berichten", "Organisatie"]),
        (C, ["Start", "Geschillen", "Invoering", "Berichten", "Organisatie"]),
        (R, ["Start", "Invoering", "Berichten", "Organisatie", "Beheer"]),
        (A, ["Start", "Invoering", "Berichten", "Organisatie", "Beheer"]),
        (Role.GUIDANCE_EDITOR, ["Start", "Invoering", "Berichten", "Organisatie", "Beheer"]),
    ],
)
def test_menu_per_role(db: None, signed_in: SignIn, role: str, entries: list[str]) -> None:
    page = signed_in(world.everyone()[role]).get("/start/")
    found = page.context["entries"]
    assert [str(entry["label"]) for entry in found] == entries
    assert [str(entry["label"]) for entry in found if entry["current"]] == ["Start"]


def test_menu_marks_the_page_it_belongs_to(member: User, signed_in: SignIn) -> None:
    organisation = member.active_memberships[0].organisation_id
    html = signed_in(member).get(f"/organisatie/{organisation}/").content.decode()
    assert '<a href="/organisatie/" aria-current="true">Organisatie</a>' in html


def test_every_app_fills_the_extension_points() -> None:
    assert [provider.__module__ for provider in extension_points.START_TASKS] == [
        "plans.start_tasks", "guidance.start_tasks", "experiments.start_tasks", "examples.start_tasks", "briefings.start_tasks", "consultations.start_tasks", "disputes.start_tasks"
    ]  # fmt: skip
    assert [provider.__module__ for provider in extension_points.DEADLINES] == ["plans.start_tasks"]
