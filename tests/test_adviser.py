"""The adviser of a partnership: reads everything of one partnership, in every list and on every page, changes nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from consultations import services as talks
from consultations.models import Meeting
from disputes import services as disputes
from plans import services as plans
from plans.services.telling import tell_partnership
from portal import clock, people, start_page
from portal.extension_points import Group
from portal.models import Invitation, MailMessage, Membership, User
from portal.rights import Role
from portal.workflow import Blocked, NotAllowed
from tests import stage as stages
from tests import world
from tests.addresses import address
from tests.parallel.together import everything
from tests.plans.conftest import pdf
from tests.stage import D, E, Stage
from tests.test_access_matrix import EXPECTED, WHO

pytestmark = pytest.mark.django_db
SENDS = re.compile(r"<form[^>]*method=.post.[^>]*action=.([^ \"']*)|<form[^>]*method=.post")


@pytest.fixture
def stage() -> Stage:
    with stages.january():
        return stages.own()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main_part(page: Any) -> str:
    """What the page itself says, without head, menu and foot."""
    html: str = page.content.decode()
    return html[html.index("<main") : html.index("</main>")]


# --- pages ---------------------------------------------------------------------------------------------------------


READ = [
    name
    for name, answers in EXPECTED.items()
    if answers["own", "GET"][WHO.index(D)] == 200
    and name.split(":")[0] in {"plans", "consultations", "disputes"}
]


@pytest.mark.parametrize("name", READ)
def test_no_page_has_a_form_or_a_link_to_one(stage: Stage, name: str) -> None:
    """Whatever an adviser may open leads nowhere that is closed to them."""
    client = browser(stage.people[D])
    page = client.get(address(name, stage))
    if not page["Content-Type"].startswith("text/html"):
        return
    html = main_part(page)
    assert not SENDS.search(html), name
    for url in set(re.findall(r'href="(/[^"#]*)', html)):
        assert client.get(url).status_code in {200, 302}, (name, url)


def test_editor_keeps_the_forms(stage: Stage) -> None:
    client = browser(stage.people[E])
    for name in ("plans:chapter", "plans:budget", "plans:attachments", "consultations:procedure"):
        assert SENDS.search(main_part(client.get(address(name, stage)))), name


def test_chapter_budget_and_attachments_are_read(stage: Stage) -> None:
    client = browser(stage.people[D])
    chapter = client.get(address("plans:chapter", stage)).content.decode()
    assert f"Hersteld {stage.word}." in chapter
    assert "<textarea" not in chapter
    assert f"Regel {stage.word}" in client.get(address("plans:budget", stage)).content.decode()
    assert stage.attachment.name in client.get(address("plans:attachments", stage)).content.decode()
    assert client.get(address("plans:attachment", stage)).status_code == 200
    refused = client.get(address("plans:details", stage))
    assert refused.status_code == 403
    assert "U kunt dit plan lezen, maar niet bewerken." in refused.content.decode()
    assert stage.dossier.get_absolute_url() in refused.content.decode()


def test_nothing_an_adviser_sends_changes_anything(stage: Stage) -> None:
    client, before = browser(stage.people[D]), everything()
    chapter = {"title": "x", "body": "<p>x</p>", "status": "done", "row_version": stage.chapter.row_version}
    refused = client.post(address("plans:chapter", stage), chapter)
    assert refused.status_code == 403
    assert "&lt;p&gt;x&lt;/p&gt;" in refused.content.decode(), "what was typed stays"
    saved = client.post(address("plans:chapter", stage), chapter, headers={"X-Autosave": "1"})
    assert saved.status_code == 403
    assert client.post(address("plans:attachments", stage), {"document": pdf()}).status_code == 403
    begun = {"partnership": stage.dossier.partnership_id, "round": stage.dossier.round_id}
    assert client.post(reverse("plans:start_dossier"), begun).status_code == 403
    assert everything() == before


def test_who_loses_the_right_while_typing_keeps_the_text(stage: Stage) -> None:
    """An editor becomes adviser with the form of a chapter and of a meeting open."""
    user = stage.people[E]
    client = browser(user)
    Membership.objects.filter(user=user).update(role=Role.PARTNERSHIP_ADVISER)
    for name, typed in (
        ("plans:details", {"title": "Getypt plan"}),
        ("consultations:new_meeting", {"place": "Getypte zaal"}),
        ("consultations:procedure", {"remarks": "Getypte afspraak"}),
    ):
        answer = client.post(address(name, stage), typed)
        assert answer.status_code == 403, name
        assert next(iter(typed.values())) in answer.content.decode(), name


def test_who_loses_the_right_to_a_step_while_typing_keeps_the_text(stage: Stage) -> None:
    """The page says no, and gives back what was typed: not the form, which shows more than everybody may read."""
    user = stage.people[E]
    client, before = browser(user), everything()
    Membership.objects.filter(user=user).update(role=Role.PARTNERSHIP_ADVISER, is_manager=False)
    for name, typed in (
        ("plans:transition/adopt", {"body": "Getypt orgaan", "adopted_on": "2014-01-20"}),
        ("consultations:overleg_transition/hold", {"summary": "Getypt <verslag>"}),
        ("portal:invite", {"email": "getypt@example.org"}),
    ):
        answer = client.post(address(name, stage), typed)
        page = main_part(answer)
        assert answer.status_code == 403, name
        assert all(escape(text) in page for text in typed.values()), name
        assert not SENDS.search(page), name
        assert "Dit had u ingevuld" not in main_part(client.get(address(name, stage))), name
    Membership.objects.filter(user=user).update(role=Role.PARTNERSHIP_EDITOR, is_manager=True)
    assert everything() == before


def test_meeting_of_who_advises_and_works_for_a_municipality(stage: Stage) -> None:
    """Reads the talks with all municipalities, and records a meeting with one."""
    user = stage.people[D]
    refused = browser(user).get(address("consultations:change_meeting", stage))
    assert "U kunt geen bijeenkomst vastleggen over dit plan." in refused.content.decode()
    hoogeveen = world.official("Hoogeveen").organisations[0]
    Membership.objects.create(user=user, organisation=hoogeveen, role=Role.MUNICIPALITY_OFFICIAL)
    client, url = browser(user), address("consultations:new_meeting", stage)
    assert 'name="consultations"' not in main_part(client.get(url)), "there is one to choose"
    typed = {"held_on": "2014-01-20", "place": "Zaal", "present": "Beide", "subjects": "Het plan"}
    assert client.post(url, typed).status_code == 302
    meeting = Meeting.objects.filter(dossier=stage.dossier).latest("pk")
    assert [row.municipality.name for row in meeting.consultations.with_names()] == ["Hoogeveen"]


# --- lists, start page, messages -------------------------------------------------------------------------------------


def test_lists_show_what_the_partnership_sees(stage: Stage) -> None:
    client, editor = browser(stage.people[D]), browser(stage.people[E])
    for name in ("plans:dossiers", "consultations:consultations", "disputes:disputes", "guidance:own_agenda"):
        url = reverse(name)
        mine = set(
            re.findall(
                r'href="(/(?:plannen|overleg|afstemming|geschillen)/[^"]{30,})"', main_part(client.get(url))
            )
        )
        theirs = set(
            re.findall(
                r'href="(/(?:plannen|overleg|afstemming|geschillen)/[^"]{30,})"', main_part(editor.get(url))
            )
        )
        assert mine == theirs, name
    assert "Beginnen met het plan" not in client.get(reverse("plans:dossiers")).content.decode()


@pytest.mark.parametrize("build", [world.dossier, world.drafted, world.offered, world.adopted, world.filed])
def test_start_page_tells_how_it_stands_and_asks_nothing(build: Any) -> None:
    build()
    groups = dict(start_page.groups(world.adviser()))
    assert Group.TODO not in groups
    tasks = [task for rows in groups.values() for task in rows]
    assert any(task.organisation.startswith(str(world.partnership().organisation)) for task in tasks)
    client = browser(world.adviser())
    for task in tasks:
        assert client.get(task.url).status_code == 200, task.title


def test_two_partnerships_one_advised_one_edited() -> None:
    """The same person writes for one partnership and advises another: each line in the words that fit."""
    user = world.adviser()
    other = world.partnership("PO2502").organisation
    Membership.objects.create(user=user, organisation=other, role=Role.PARTNERSHIP_EDITOR)
    world.drafted()
    plans.start(world.dossier("PO2502"), by=world.editor("PO2502"))
    groups = dict(start_page.groups(User.objects.get(pk=user.pk)))
    assert "Schrijf verder aan het plan" in {row.title for row in groups[Group.TODO]}
    assert "Het samenwerkingsverband schrijft het plan" in {row.title for row in groups[Group.WAITING]}
    page = main_part(browser(user).get(reverse("plans:dossiers")))
    assert "Schrijf verder aan het plan" in page
    assert "Het samenwerkingsverband schrijft het plan" in page


def test_adviser_is_promised_no_message_that_goes_to_others_and_no_step(stage: Stage) -> None:
    """An invitation goes to who can answer it; and where nothing can be done, no heading says so."""
    client = browser(stage.people[D])
    for url in (
        reverse("consultations:consultations"),
        address("consultations:overleg", stage),
        address("consultations:consent", stage),
    ):
        page = main_part(client.get(url))
        assert "U krijgt bericht zodra dat gebeurt" not in page, url
        assert "Wat u nu kunt doen" not in page, url


def test_adviser_is_told_what_happens_and_not_asked() -> None:
    """Of the plan, the outcome, the dispute and the decision of the OPR; an invitation goes to who can answer it."""
    adviser, other = world.adviser(), world.adviser("VO2203")
    plan = world.offered()
    world.editor(), world.official(), world.editor("VO2203")
    assert not MailMessage.objects.filter(user__in=[adviser, other]).exists()
    world.procedure(plan)
    row = world.consultation(plan)
    talks.record_outcome(row, name="disagree", by=world.official(), decided_on=clock.today(), remarks="Nee.")
    disputes.lodge(world.consultation(plan), by=world.editor(), grounds="Onenigheid.")
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    plans.file_plan(world.reload(plan), by=world.signatory())
    told = set(MailMessage.objects.filter(user=adviser).values_list("event", flat=True))
    assert told >= {"consultations/outcome", "disputes/step", "plans/filed"}
    assert not MailMessage.objects.filter(user=other).exists()


def test_organisation_with_only_an_adviser_hears_at_its_general_address() -> None:
    """Who reads along cannot do what a message leads to: the organisation itself hears it as well."""
    world.adviser()
    organisation = world.partnership().organisation
    organisation.contact_email = "info@example.org"
    organisation.save()
    tell_partnership("plans/taken_up", world.dossier())
    assert set(MailMessage.objects.values_list("address", flat=True)) == {
        world.adviser().email,
        "info@example.org",
    }
    MailMessage.objects.all().delete()
    world.editor()
    tell_partnership("plans/taken_up", world.dossier())
    assert not MailMessage.objects.filter(address="info@example.org").exists()


# --- no right is given to oneself --------------------------------------------------------------------------------------


def test_adviser_is_never_a_manager() -> None:
    organisation = world.partnership().organisation
    manager = world.person(Role.PARTNERSHIP_EDITOR, organisation, name="beheert", manager=True)
    with pytest.raises(Blocked, match="kan geen beheerder"):
        people.invite(
            organisation, email="a@example.org", role=Role.PARTNERSHIP_ADVISER, is_manager=True, by=manager
        )
    assert not Invitation.objects.filter(email="a@example.org").exists()
    adviser = world.adviser()
    membership = adviser.active_memberships[0]
    with pytest.raises(Blocked, match="kan geen beheerder"):
        people.set_manager(membership, is_manager=True, by=manager)
    # Not even when the database says so: the right is asked besides.
    Membership.objects.filter(pk=membership.pk).update(is_manager=True)
    adviser = User.objects.get(pk=adviser.pk)
    assert not adviser.manages(organisation.pk)
    with pytest.raises(NotAllowed):
        people.invite(organisation, email="b@example.org", role=Role.PARTNERSHIP_SIGNATORY, by=adviser)


def test_queries_of_the_list_do_not_grow_with_the_plans() -> None:
    user = world.adviser()
    counts = []
    for codes in (["PO2203"], ["PO2502", "PO2101", "PO2707"]):
        for code in codes:
            organisation = world.partnership(code).organisation
            Membership.objects.get_or_create(
                user=user, organisation=organisation, role=Role.PARTNERSHIP_ADVISER
            )
            plans.start(world.dossier(code), by=world.editor(code))
        client = browser(User.objects.get(pk=user.pk))
        for name in ("plans:dossiers", "portal:start", "consultations:consultations"):
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
