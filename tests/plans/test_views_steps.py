"""The steps of a dossier through their pages: who may, when, what is refused, and filing exactly once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import Adoption, Dossier, Filing
from portal import clock
from portal.models import AuditEntry, MailMessage, Membership, Organisation, User
from portal.rights import Role
from tests import world
from tests.plans.conftest import pdf, pdf_bytes


def url(plan: Dossier, action: str) -> str:
    return reverse("plans:transition", args=[plan.uuid, action])


def seen(plan: Dossier, **values: Any) -> dict[str, Any]:
    return {"row_version": world.reload(plan).row_version} | values


@pytest.mark.parametrize("action", ["start", "offer", "adopt", "file", "start_enforcement"])
def test_others_do_not_find_the_steps(
    plan: Dossier, signed_in: Callable[[User], Client], action: str
) -> None:
    for user in (world.editor("PO2502"), world.official(), world.reviewer(), world.opr_secretary()):
        assert signed_in(user).get(url(plan, action)).status_code == 404
        assert signed_in(user).post(url(plan, action), seen(plan)).status_code == 404


@pytest.mark.parametrize("action", ["start_enforcement", "end_enforcement", "file"])
def test_step_of_another_role_is_refused_with_the_reason(editor: Client, plan: Dossier, action: str) -> None:
    for page in (editor.get(url(plan, action)), editor.post(url(plan, action), seen(plan, reason="x"))):
        assert page.status_code == 403
        assert "Deze handeling hoort niet bij uw rol" in page.content.decode()
    assert world.reload(plan).state == "drafting"


def test_unknown_step_is_not_found(editor: Client, plan: Dossier) -> None:
    assert editor.get(url(plan, "vernietig")).status_code == 404


@pytest.mark.parametrize("action", ["ask_consent", "take_up", "request_repair", "escalate", "add_attachment"])
def test_step_on_something_else_is_not_found(editor: Client, plan: Dossier, action: str) -> None:
    assert editor.get(url(plan, action)).status_code == 404
    assert editor.post(url(plan, action), seen(plan)).status_code == 404


def test_who_is_of_both_may_take_both_kinds_of_steps(
    plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    both = world.editor()
    Membership.objects.create(
        user=both, organisation=Organisation.objects.get(key="inspectorate"), role=Role.REVIEWER
    )
    client = signed_in(both)
    with clock.at("2014-05-02T09:00"):
        assert client.post(url(plan, "start_enforcement"), seen(plan)).status_code == 422
        answer = client.post(url(plan, "start_enforcement"), seen(plan, reason="Niets ontvangen."))
    assert answer.url == plan.get_absolute_url()
    assert world.reload(plan).enforcement_since == clock.parse_moment("2014-05-02T09:00")


def test_starting_twice(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    client = signed_in(world.editor())
    assert "U krijgt een hoofdstuk voor elk onderdeel" in client.get(url(plan, "start")).content.decode()
    assert client.post(url(plan, "start"), {"row_version": 1}).url == plan.get_absolute_url()
    again = client.post(url(plan, "start"), {"row_version": 1})
    assert again.status_code == 409
    assert "de status is nu ‘in voorbereiding’" in again.content.decode()
    assert plan.chapters.count() == 11


def test_offering_tells_who_gets_it_and_freezes_a_version(editor: Client, plan: Dossier) -> None:
    page = editor.get(url(plan, "offer"))
    assert page.status_code == 200
    assert len(page.context["municipalities"]) == 7
    assert "Meppel" in page.content.decode()
    assert editor.post(url(plan, "offer"), seen(plan)).url == plan.get_absolute_url()
    assert world.reload(plan).state == "offered"
    assert plan.consultations.count() == 7


def test_offering_without_text_is_held_back(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    services.start(plan, by=world.editor())
    client = signed_in(world.editor())
    assert "Het plan heeft nog geen tekst." in client.get(url(plan, "offer")).content.decode()
    assert client.post(url(plan, "offer"), seen(plan)).status_code == 409
    assert plan.versions.count() == 0


def test_stale_form_is_refused_and_goes_through_the_second_time(editor: Client, plan: Dossier) -> None:
    old = seen(plan)
    services.save_details(
        plan,
        by=world.editor(),
        seen=plan.row_version,
        title="Nieuw",
        period_start=plan.period_start,
        period_end=plan.period_end,
        budget_years="school",
    )
    page = editor.post(url(plan, "offer"), old)
    assert page.status_code == 409
    assert "Iemand anders was u net voor." in page.content.decode()
    fresh = page.context["form"]["row_version"].value()
    assert editor.post(url(plan, "offer"), {"row_version": fresh}).status_code == 302


@pytest.mark.parametrize(
    ("action", "values"),
    [("offer", {}), ("adopt", {"adopted_on": "20-1-2014", "body": "algemene ledenvergadering"})],
)
def test_step_taken_before_is_not_said_to_be_taken_again(
    editor: Client, plan: Dossier, action: str, values: dict[str, str]
) -> None:
    assert editor.post(url(plan, action), seen(plan, **values)).status_code == 302
    chapter = plan.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title="X", body="<p>Later.</p>", status="done"
    )
    old = seen(plan, **values)
    current = world.reload(plan)
    services.save_details(
        current,
        by=world.signatory(),
        seen=current.row_version,
        title="Titel van een collega",
        period_start=plan.period_start,
        period_end=plan.period_end,
        budget_years="school",
    )
    page = editor.post(url(plan, action), old)
    assert page.status_code == 409
    html = page.content.decode()
    assert "Iemand anders was u net voor." in html
    assert all(f'value="{text}"' in html for text in values.values())
    fresh = page.context["form"]["row_version"].value()
    assert editor.post(url(plan, action), old | {"row_version": fresh}).status_code == 302
    last = plan.versions.last()
    assert last is not None
    assert (last.number, last.content["chapters"][0]["body"]) == (2, "<p>Later.</p>")


def test_adoption_is_recorded_with_its_document(
    editor: Client, plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    data = seen(plan, adopted_on="15-1-2014", body="algemene ledenvergadering", document=pdf("besluit.pdf"))
    assert editor.post(url(plan, "adopt"), data).status_code == 302
    row = Adoption.objects.get(dossier=plan)
    assert (row.adopted_on, row.body) == (dt.date(2014, 1, 15), "algemene ledenvergadering")
    document = reverse("plans:adoption_document", args=[plan.uuid, row.pk])
    assert b"".join(editor.get(document)) == pdf_bytes()
    assert document in editor.get(plan.get_absolute_url()).content.decode()
    reviewer, stranger = signed_in(world.reviewer()), signed_in(world.editor("PO2502"))
    assert reviewer.get(document).status_code == 404
    assert stranger.get(document).status_code == 404
    assert Client().get(document).status_code == 302
    services.file_plan(world.reload(plan), by=world.signatory())
    assert reviewer.get(document).status_code == 200
    assert stranger.get(document).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"adopted_on": "21-1-2014"},
            "adopted_on",
            "Deze datum ligt in de toekomst. Leg de vaststelling vast als het besluit is genomen.",
        ),
        (
            {"adopted_on": "gisteren"},
            "adopted_on",
            "Typ een datum als dag-maand-jaar, bijvoorbeeld 14-4-2014.",
        ),
        ({"body": ""}, "body", "Vul in welk orgaan het plan heeft vastgesteld."),
    ],
)
def test_wrong_adoption_is_refused_and_kept(
    editor: Client, plan: Dossier, changes: dict[str, str], field: str, message: str
) -> None:
    data = seen(plan, adopted_on="15-1-2014", body="bestuur") | changes
    page = editor.post(url(plan, "adopt"), data)
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [message]}
    html = page.content.decode()
    assert "<title>Fout: " in html
    assert "Koos u een bestand? Kies het dan opnieuw" in html
    kept = data["body"] if field != "body" else data["adopted_on"]
    assert f'value="{kept}"' in html
    assert plan.versions.count() == 0


# --- filing ------------------------------------------------------------------------------------------------


@pytest.fixture
def adopted(db: None) -> Dossier:
    return world.adopted(agree=False)


@pytest.fixture
def signatory(adopted: Dossier, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(world.signatory())


def declared(plan: Dossier, **values: Any) -> dict[str, Any]:
    return seen(plan, declaration="on", remark="Tot uw dienst.") | values


def test_check_page_shows_everything_that_is_filed(signatory: Client, adopted: Dossier) -> None:
    services.add_attachment(
        adopted, by=world.editor(), upload=pdf(), content_type="application/pdf", description="Verslag"
    )
    services.adopt(world.reload(adopted), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    page = signatory.get(url(adopted, "file"))
    assert page.status_code == 200
    html = page.content.decode()
    version = world.reload(adopted).adopted_version
    assert version is not None
    attachment = version.attachments.get()
    for words in (
        "Ondersteuningsplan 2014-2018",
        "1 augustus 2014 – 31 juli 2018",
        version.sha256,
        "20 januari 2014, bestuur",
        "a. Samenhangend geheel en basisondersteuning",
        "€ 100.020,14",
        "verslag.pdf",
        attachment.file.sha256,
        "Het OOGO heeft nog geen uitkomst met",
        "Ik dien dit plan in namens het samenwerkingsverband en ben daartoe bevoegd.",
    ):
        assert words in html, words
    assert "De tekst is na de vaststelling gewijzigd" not in html


def test_check_page_warns_when_the_text_changed_after_adoption(signatory: Client, adopted: Dossier) -> None:
    chapter = adopted.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title="X", body="<p>Later.</p>", status="done"
    )
    html = signatory.get(url(adopted, "file")).content.decode()
    assert "De tekst is na de vaststelling gewijzigd" in html


def test_check_page_of_a_complete_plan(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.adopted()
    html = signed_in(world.signatory()).get(url(plan, "file")).content.decode()
    assert "Alles in orde: de controle vindt niets" in html


def test_filing_before_adoption_is_held_back(plan: Dossier, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.signatory())
    page = client.get(url(plan, "file"))
    assert (
        "‘Indienen bij de inspectie’ kan niet (meer): de status is nu ‘in voorbereiding’."
        in page.content.decode()
    )
    assert client.post(url(plan, "file"), declared(plan)).status_code == 409
    assert Filing.objects.count() == 0


def test_filing_gives_a_receipt_to_the_second(signatory: Client, adopted: Dossier) -> None:
    with clock.at("2014-04-30T23:59:59"):
        answer = signatory.post(url(adopted, "file"), declared(adopted))
    filing = Filing.objects.get()
    assert answer.url == filing.get_absolute_url()
    assert filing.is_timely
    assert filing.remark == "Tot uw dienst."
    assert filing.received_at == clock.parse_moment("2014-04-30T23:59:59")


def test_late_filing_is_accepted_and_marked(signatory: Client, adopted: Dossier) -> None:
    with clock.at("2014-05-01T00:00:00"):
        page = signatory.get(url(adopted, "file"))
        assert "Die datum is voorbij. U kunt gewoon indienen" in page.content.decode()
        receipt = signatory.post(url(adopted, "file"), declared(adopted), follow=True)
    assert not Filing.objects.get().is_timely
    assert "te laat: het plan moest er zijn vóór 1 mei 2014 00.00.00 CEST" in receipt.content.decode()


def test_double_click_retry_and_second_signatory_give_one_filing(
    signatory: Client, adopted: Dossier, signed_in: Callable[[User], Client]
) -> None:
    other = signed_in(world.person("partnership_signatory", adopted.partnership.organisation, name="Tweede"))
    data = declared(adopted)
    answers = [
        client.post(url(adopted, "file"), {**data, "step_key": key})
        for client, key in ((signatory, "one"), (signatory, "one"), (other, "another"))
    ]
    filing = Filing.objects.get()
    assert [answer.url for answer in answers] == [filing.get_absolute_url()] * 3
    assert AuditEntry.objects.filter(action="plans.filed").count() == 1
    assert MailMessage.objects.filter(event="plans/filed", address=world.editor().email).count() == 1


def test_filing_without_declaration_is_refused_and_kept(signatory: Client, adopted: Dossier) -> None:
    page = signatory.post(url(adopted, "file"), seen(adopted, remark="Bewaar mij"))
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "declaration": ["Zet een vinkje om te bevestigen dat u bevoegd bent."]
    }
    assert "Bewaar mij" in page.content.decode()
    assert Filing.objects.count() == 0


def test_filing_by_get_does_nothing(signatory: Client, adopted: Dossier) -> None:
    signatory.get(url(adopted, "file"), declared(adopted))
    assert Filing.objects.count() == 0


def test_filing_again_stands_next_to_the_first(signatory: Client, adopted: Dossier) -> None:
    signatory.post(url(adopted, "file"), declared(adopted))
    signatory.post(url(adopted, "adopt"), seen(adopted, adopted_on="20-1-2014", body="bestuur"))
    signatory.post(url(adopted, "file"), declared(adopted))
    assert [row.sequence for row in Filing.objects.order_by("sequence")] == [1, 2]
