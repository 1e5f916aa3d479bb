"""The list, the dossier page, its details and partners, the check and the timeline."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as consultations
from plans import services
from plans.models import Dossier, FilingRound
from portal import clock
from portal.models import Membership, User
from portal.rights import Role
from register.models import Municipality, Partnership
from tests import world
from tests.plans.conftest import pdf

PAGES = ("dossier", "details", "partners", "check", "timeline", "budget", "attachments", "add_chapter")


def page_of(client: Client, plan: Dossier, name: str = "dossier") -> Any:
    return client.get(reverse(f"plans:{name}", args=[plan.uuid]))


@pytest.mark.parametrize("name", PAGES)
def test_only_the_partnership_finds_the_pages(
    plan: Dossier, signed_in: Callable[[User], Client], name: str
) -> None:
    for role, user in world.everyone().items():
        own = role in {Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY}
        assert page_of(signed_in(user), plan, name).status_code == (200 if own else 404), role
    assert page_of(signed_in(world.editor("PO2502")), plan, name).status_code == 404
    assert page_of(Client(), plan, name).status_code == 302


# --- the list ----------------------------------------------------------------------------------------------


def test_list_shows_my_partnerships_in_every_round(
    plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    later = FilingRound.objects.create(
        name="Ondersteuningsplan 2016",
        law_version=plan.round.law_version,
        plan_start=dt.date(2016, 8, 1),
        deadline=dt.datetime(2016, 5, 1, tzinfo=clock.AMSTERDAM),
    )
    client = signed_in(world.editor())
    html = client.get(reverse("plans:dossiers")).content.decode()
    assert plan.get_absolute_url() in html
    assert "in voorbereiding" in html
    assert "Ondersteuningsplan 2016" in html
    assert "uiterlijk 30 april 2016 om 23.59 uur" in html
    assert "PO2502" not in html
    data = {"partnership": plan.partnership_id, "round": later.pk}
    for _click in range(2):
        answer = client.post(reverse("plans:start_dossier"), data)
        begun = Dossier.objects.get(partnership=plan.partnership, round=later)
        assert answer.url == begun.get_absolute_url()
    assert begun.state == "drafting"
    assert begun.chapters.count() == 10  # without the element of the first plan


@pytest.mark.parametrize(
    "wrong", [{"partnership": "x"}, {"round": "²"}, {"round": "99999"}, {"partnership": ""}]
)
def test_starting_with_wrong_numbers_is_not_found(
    editor: Client, plan: Dossier, wrong: dict[str, str]
) -> None:
    data = {"partnership": plan.partnership_id, "round": plan.round_id, **wrong}
    assert editor.post(reverse("plans:start_dossier"), data).status_code == 404


def test_starting_for_another_partnership_is_not_found(editor: Client, plan: Dossier) -> None:
    other = world.partnership("PO2502")
    data = {"partnership": other.pk, "round": plan.round_id}
    assert editor.post(reverse("plans:start_dossier"), data).status_code == 404
    assert editor.get(reverse("plans:start_dossier")).status_code == 405


def test_list_can_be_searched(plan: Dossier, signed_in: Callable[[User], Client]) -> None:
    user = world.editor()
    for row in Partnership.objects.filter(code__startswith="PO30"):
        Membership.objects.create(user=user, organisation=row.organisation, role=Role.PARTNERSHIP_EDITOR)
    client = signed_in(User.objects.get(pk=user.pk))
    full = client.get(reverse("plans:dossiers"))
    assert full.context["searchable"]
    found = client.get(reverse("plans:dossiers"), {"q": " po 22.03 \x00"})
    assert [row.code for row in found.context["partnerships"]] == ["PO2203"]
    assert "1 samenwerkingsverband gevonden." in found.content.decode()
    nothing = client.get(reverse("plans:dossiers"), {"q": "bestaat niet"})
    assert "0 samenwerkingsverbanden gevonden." in nothing.content.decode()


def test_list_of_somebody_without_partnership(db: None, signed_in: Callable[[User], Client]) -> None:
    html = signed_in(world.official()).get(reverse("plans:dossiers")).content.decode()
    assert "U werkt nog niet voor een samenwerkingsverband." in html


def test_list_takes_as_many_queries_for_one_as_for_ten(
    plan: Dossier, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    user = world.editor()
    client = signed_in(user)
    with django_assert_num_queries(6):
        client.get(reverse("plans:dossiers"))
    for row in Partnership.objects.filter(code__startswith="PO30"):
        Membership.objects.create(user=user, organisation=row.organisation, role=Role.PARTNERSHIP_EDITOR)
    with django_assert_num_queries(6):
        client.get(reverse("plans:dossiers"))


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
    assert "De inspectie bekijkt uw plan." in page_of(client, plan).content.decode()
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
    assert "De inspectie vraagt herstel, uiterlijk 20 mei 2014" in html
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


def test_number_of_queries_does_not_depend_on_what_is_in_it(
    db: None, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    plan = world.filed().dossier
    client, by = signed_in(world.signatory()), world.signatory()
    client.post(reverse("plans:attachments", args=[plan.uuid]), {"document": pdf("1.pdf")})
    services.add_chapter(plan, by=by, title="Eerste")
    page_of(client, plan)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, plan)
        before = len(queries)
    for number in (2, 3):
        upload = pdf(f"{number}.pdf", str(number))
        client.post(reverse("plans:attachments", args=[plan.uuid]), {"document": upload})
        services.add_chapter(plan, by=by, title=f"Hoofdstuk {number}")
        services.adopt(world.reload(plan), by=by, adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=by)
    assert (plan.versions.count(), plan.filings.count()) == (3, 3)
    page_of(client, plan)
    with django_assert_num_queries(before):
        page_of(client, plan)


# --- details -----------------------------------------------------------------------------------------------


def details(plan: Dossier, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Samen verder",
        "period_start": "1-8-2014",
        "period_end": "31-7-2017",
        "budget_years": "calendar",
        "row_version": plan.row_version,
    } | changes


def test_details_are_saved(editor: Client, plan: Dossier) -> None:
    page = editor.post(reverse("plans:details", args=[plan.uuid]), details(plan))
    assert page.url == plan.get_absolute_url()
    plan.refresh_from_db()
    assert (plan.title, plan.school_years, plan.budget_years) == ("Samen verder", 3, "calendar")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"period_end": "31-7-2019"},
            "period_end",
            "Een plan geldt voor ten hoogste vier schooljaren (lid 7). Kies 31-7-2018 of eerder.",
        ),
        (
            {"period_start": "1-1-2014"},
            "period_start",
            "Een planperiode begint op 1 augustus, het begin van een schooljaar. Kies 1-8-2014.",
        ),
        (
            {"period_end": "31-12-2017"},
            "period_end",
            "Een planperiode eindigt op 31 juli, het einde van een schooljaar. Kies 31-7-2017.",
        ),
        (
            {"period_end": "31-7-2014"},
            "period_end",
            "De laatste dag ligt vóór de eerste dag van de planperiode.",
        ),
        (
            {"period_start": "1-8-9998", "period_end": "31-7-9999"},
            "period_start",
            "Dit jaar past niet bij deze ronde, waarin de planperiode op 1-8-2014 begint.",
        ),
        (
            {"period_start": "ooit"},
            "period_start",
            "Typ een datum als dag-maand-jaar, bijvoorbeeld 14-4-2014.",
        ),
        ({"title": " "}, "title", "Geef het plan een titel."),
    ],
)
def test_wrong_details_are_refused_and_kept(
    editor: Client, plan: Dossier, changes: dict[str, str], field: str, message: str
) -> None:
    page = editor.post(reverse("plans:details", args=[plan.uuid]), details(plan, **changes))
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [message]}
    assert f'value="{changes[field]}"' in page.content.decode()
    assert world.reload(plan).title == plan.title


def test_second_writer_of_the_details_sees_both(
    editor: Client, plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    url = reverse("plans:details", args=[plan.uuid])
    editor.post(url, details(plan))
    second = signed_in(world.signatory())
    page = second.post(url, details(plan, title="Titel van de tweede"))
    assert page.status_code == 409
    html = page.content.decode()
    assert "Samen verder" in html
    assert 'value="Titel van de tweede"' in html
    fresh = page.context["form"]["row_version"].value()
    assert second.post(url, details(plan, title="Titel van de tweede", row_version=fresh)).status_code == 302
    assert world.reload(plan).title == "Titel van de tweede"


# --- partners ----------------------------------------------------------------------------------------------


def test_partners_of_a_regional_partnership_follow_from_its_area(editor: Client, plan: Dossier) -> None:
    page = page_of(editor, plan, "partners")
    assert page.context["form"] is None
    assert "Meppel" in page.content.decode()
    refused = editor.post(reverse("plans:partners", args=[plan.uuid]), {})
    assert refused.status_code == 409
    assert "alleen een landelijk samenwerkingsverband kiest ze" in refused.content.decode()


def national(signed_in: Callable[[User], Client]) -> tuple[Dossier, Client]:
    own = Partnership.objects.filter(scope="national", sector="PO").first()
    assert own is not None
    plan = services.dossier_of(own, world.first_round())
    user = world.person(Role.PARTNERSHIP_EDITOR, own.organisation)
    services.start(plan, by=user)
    return plan, signed_in(user)


def test_partners_of_a_national_partnership_are_chosen(db: None, signed_in: Callable[[User], Client]) -> None:
    plan, client = national(signed_in)
    url = reverse("plans:partners", args=[plan.uuid])
    page = client.get(url)
    assert len(page.context["form"].fields["municipalities"].choices) == 403
    places_ = list(Municipality.objects.filter(name__in=["Meppel", "Zwolle"]))
    others = list(Partnership.objects.filter(code="VO2203"))
    data = {"municipalities": [row.pk for row in places_], "partnerships": [row.pk for row in others]}
    assert client.post(url, data).url == plan.get_absolute_url()
    assert set(plan.chosen_municipalities.all()) == set(places_)
    assert list(plan.chosen_partnerships.all()) == others
    same_sector = world.partnership("PO2203")
    wrong = client.post(url, data | {"partnerships": [same_sector.pk], "municipalities": ["x"]})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"municipalities", "partnerships"}
    assert set(plan.chosen_municipalities.all()) == set(places_)


def test_partners_of_who_lost_the_right(
    db: None, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, client = national(signed_in)
    monkeypatch.setattr(User, "has_perm", lambda *_arguments: False)
    assert client.post(reverse("plans:partners", args=[plan.uuid]), {}).status_code == 403


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
