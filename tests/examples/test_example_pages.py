"""The pages of examples: the list, one example, writing and deciding."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from examples import services
from examples.models import Example
from plans.models import Chapter
from portal import clock
from portal.files import store
from portal.models import User
from tests import world
from tests.examples.conftest import FILLED
from tests.plans.conftest import pdf, pdf_bytes

Make = Callable[..., Example]
Sign = Callable[[User], Client]
LIST = reverse("examples:examples")


def step(row: Example, name: str) -> str:
    return reverse("examples:example_transition", args=[row.uuid, name])


def titles(page: Any) -> list[str]:
    return [row.title for row in page.context["page"]]


def test_empty_shelf_says_how_it_is_filled(client: Client, db: None) -> None:
    page = client.get(LIST).content.decode()
    assert "Er staan nog geen voorbeelden. Samenwerkingsverbanden en gemeenten sturen ze in" in page


def test_list_shows_what_is_published_by_every_filter(client: Client, example: Make) -> None:
    example("Nog niet")
    example("Ingestuurd", upto="submitted")
    example("Eén", upto="published")
    with clock.at("2014-02-01T10:00"):
        example(
            "Twee",
            upto="published",
            sectors="both",
            reach="schools",
            province="Overijssel",
            subjects=("leerlingenvervoer",),
            done="Samen met de bus.",
        )
    assert titles(client.get(LIST)) == ["Twee", "Eén"]
    for query, found in {
        "q=bus": ["Twee"],
        "onderwerp=jeugdhulp": ["Eén"],
        "provincie=Overijssel": ["Twee"],
        "sector=PO": ["Twee", "Eén"],
        "sector=VO": ["Twee"],
        "omvang=municipality": ["Eén"],
        "sorteer=titel": ["Eén", "Twee"],
        "sorteer=-titel": ["Twee", "Eén"],
        "sorteer=inzender": ["Twee", "Eén"],
        "q=kruiwagen": [],
        # What is no choice counts as not asked.
        "onderwerp=niets&provincie=Atlantis&sector=XX&omvang=9&sorteer=x&pagina=99": ["Twee", "Eén"],
        "q=%00": ["Twee", "Eén"],
    }.items():
        assert titles(client.get(f"{LIST}?{query}")) == found, query
    sheet = client.get(f"{reverse('examples:examples_csv')}?omvang=schools").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert [row[0] for row in rows] == ["Voorbeeld", "Twee"]


def test_what_nobody_else_may_read(client: Client, client_of: Sign, example: Make) -> None:
    row = example()
    services.add_attachment(
        row,
        by=world.editor(),
        document=store(pdf_bytes("bijlage"), "application/pdf"),
        document_name="bijlage.pdf",
    )
    attachment = row.attachments.get()
    pages = [
        row.get_absolute_url(),
        reverse("examples:example_attachment", args=[row.uuid, attachment.pk]),
    ]
    own, editor = client_of(world.editor()), client_of(world.guidance_editor())
    others = [client, client_of(world.editor("PO2502")), client_of(world.official())]

    def answers(url: str) -> list[int]:
        return [browser.get(url).status_code for browser in (own, editor, *others)]

    for url in pages:
        assert answers(url) == [200, 404, 404, 404, 404], "a draft is for its writers"
    services.submit_example(row, by=world.editor())
    for url in pages:
        assert answers(url) == [200, 200, 404, 404, 404], "what was sent in is for the editors too"
    services.decide_example(row, name="publish", by=world.guidance_editor())
    for url in pages:
        assert answers(url) == [200, 200, 200, 200, 200], "what is published is for everybody"
    public = client.get(row.get_absolute_url()).content.decode()
    assert "Wat ermee is gebeurd" not in public
    services.decide_example(row, name="take_down", by=world.guidance_editor(), reason="Oud.")
    services.remove_attachment(row, by=world.editor(), attachment=attachment)
    assert answers(pages[1]) == [404] * 5


def test_sender_and_editor_see_the_same_history(client_of: Sign, example: Make) -> None:
    row = example(upto="submitted")
    services.decide_example(row, name="ask_back", by=world.guidance_editor(), reason="Hoeveel scholen?")
    seen = [
        [str(line) for line in client_of(user).get(row.get_absolute_url()).context["timeline_lines"]]
        for user in (world.editor(), world.guidance_editor())
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 3
    page = client_of(world.editor()).get(row.get_absolute_url()).content.decode()
    assert "De redactie schreef op 20 januari 2014" in page
    assert page.index("Hoeveel scholen?") < page.index("Wie werken er samen?")


def test_writing_keeps_what_was_typed_when_somebody_was_faster(client_of: Sign, example: Make) -> None:
    row = example()
    seen = row.row_version
    services.change_example(row, by=world.signatory(), title="Van een ander")
    answer = client_of(world.editor()).post(
        step(row, "change"), {"row_version": seen, **FILLED, "title": "Van mij", "done": "Mijn tekst."}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Iemand anders was u net voor." in page
    assert "Mijn tekst." in page
    row.refresh_from_db()
    assert row.title == "Van een ander"


def test_form_begins_with_what_is_there(client_of: Sign, example: Make) -> None:
    row = example()
    form = client_of(world.editor()).get(step(row, "change")).context["form"]
    assert form["done"].value() == "Elke maand overleg."
    assert form["subjects"].value() == [row.subjects.get().pk]


def test_only_a_title_is_needed_to_keep_it(client_of: Sign, db: None) -> None:
    browser = client_of(world.official())
    url = reverse("examples:new_example", args=world.official().organisation_ids())
    refused = browser.post(url, {"row_version": 1, "title": " ", "done": "Dit staat er nog."})
    assert refused.status_code == 422
    assert "Geef het voorbeeld een titel." in refused.content.decode()
    assert "Dit staat er nog." in refused.content.decode()
    assert browser.post(url, {"row_version": 1, "title": "Titel"}).status_code == 302
    assert Example.objects.get().organisation.name == "Meppel"


def test_warned_before_a_number_of_a_pupil_is_sent(client_of: Sign, example: Make) -> None:
    row = example(done="Leerling 123456782 kwam ter sprake.")
    browser = client_of(world.editor())
    data = {"row_version": row.row_version, "answer": ""}
    refused = browser.post(step(row, "submit"), data)
    assert refused.status_code == 422
    assert "In uw tekst staat 123456782: dat kan een burgerservicenummer zijn." in refused.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"
    in_answer = browser.post(
        step(row, "submit"), {**data, "no_pupil_data": "on", "answer": "Het is 111222333."}
    )
    assert "In uw bericht staat 111222333" in in_answer.content.decode()
    assert browser.post(step(row, "submit"), {**data, "no_pupil_data": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "submitted"
    editors_page = client_of(world.guidance_editor()).get(row.get_absolute_url()).content.decode()
    assert "In de tekst staat 123456782" in editors_page


def test_file_that_is_not_what_it_says_is_refused(client_of: Sign, example: Make) -> None:
    row = example()
    browser = client_of(world.editor())
    wrong = SimpleUploadedFile("dias.pdf", b"geen pdf", content_type="application/pdf")
    answer = browser.post(step(row, "attach"), {"row_version": row.row_version, "document": wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors["document"]
    assert not row.attachments.exists()
    answer = browser.post(
        step(row, "attach"), {"row_version": row.row_version, "document": pdf("dias.pdf", "dia's")}
    )
    assert answer.status_code == 302
    attachment = row.attachments.get()
    row.refresh_from_db()
    gone = browser.post(step(row, "detach"), {"row_version": row.row_version, "attachment": 999999999})
    assert "Deze bijlage is er niet (meer). Kies een andere." in gone.content.decode()
    answer = browser.post(step(row, "detach"), {"row_version": row.row_version, "attachment": attachment.pk})
    assert answer.status_code == 302


def test_own_examples_and_those_sent_in(client_of: Sign, example: Make) -> None:
    example("Concept")
    example("Ingestuurd", upto="submitted")
    url = reverse("examples:own_examples")
    assert titles(client_of(world.editor()).get(url)) == ["Ingestuurd", "Concept"]
    assert titles(client_of(world.editor()).get(f"{url}?toon=draft")) == ["Concept"]
    assert titles(client_of(world.guidance_editor()).get(url)) == ["Ingestuurd"]
    assert titles(client_of(world.editor("PO2502")).get(url)) == []
    secretary = client_of(world.opr_secretary()).get(url).content.decode()
    assert "U werkt in het portaal voor geen van beide." in secretary


def test_beside_the_chapter_it_bears_on(client_of: Sign, example: Make) -> None:
    plan = world.drafted()
    chapter = Chapter.objects.filter(dossier=plan, element__isnull=False).first()
    assert chapter is not None
    assert chapter.element is not None
    example("Bij dit hoofdstuk", upto="published", subjects=(chapter.element.key,))
    example("Over iets anders", upto="published")
    page = client_of(world.editor()).get(chapter.get_absolute_url()).content.decode()
    assert "Voorbeelden van anderen" in page
    assert "Bij dit hoofdstuk" in page
    assert "Over iets anders" not in page


def test_admin_lists_what_was_sent_in_and_leads_to_its_page(editor: Client, example: Make) -> None:
    example("Concept")
    row = example("Ingestuurd", upto="submitted")
    page = editor.get(reverse("admin:examples_example_changelist")).content.decode()
    assert "Concept" not in page
    assert row.get_absolute_url() in page
    queue = editor.get(reverse("admin:index")).content.decode()
    assert row.get_absolute_url() in queue
    start = editor.get(reverse("portal:start")).content.decode()
    assert "Er wacht 1 ingestuurd voorbeeld" in start


def test_start_page_asks_the_sender(client_of: Sign, example: Make) -> None:
    row = example(upto="submitted")
    example("Half af")
    services.decide_example(row, name="ask_back", by=world.guidance_editor(), reason="Hoeveel scholen?")
    page = client_of(world.editor()).get(reverse("portal:start")).content.decode()
    assert "Beantwoord de vraag van de redactie: Samen aan tafel" in page
    assert "Maak uw voorbeeld af en stuur het in: Half af" in page


@pytest.mark.parametrize("name", ["examples", "examples_csv", "own_examples"])
def test_cost_does_not_grow_with_the_examples(client_of: Sign, example: Make, name: str) -> None:
    browser = client_of(world.editor())
    counts = []
    for number in (1, 3, 30):
        while Example.objects.count() < number:
            example(f"Nummer {Example.objects.count()}", upto="published")
        browser.get(reverse(f"examples:{name}"))
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse(f"examples:{name}"))
        counts.append(len(found))
    assert len(set(counts)) == 1, counts


def test_name_of_an_attachment_is_looked_at_too(client_of: Sign, example: Make) -> None:
    row, by = example(), world.editor()
    file = store(pdf_bytes("verslag"), "application/pdf")
    services.add_attachment(row, by=by, document=file, document_name="verslag 123456782.pdf")
    answer = client_of(by).post(step(row, "submit"), {"row_version": row.row_version, "answer": ""})
    assert answer.status_code == 422
    assert "In uw tekst staat 123456782" in answer.content.decode()


def test_taken_up_again_it_is_for_its_writers(client_of: Sign, example: Make) -> None:
    row = example(upto="submitted")
    services.decide_example(row, name="decline", by=world.guidance_editor(), reason="Reclame.")
    editor = client_of(world.guidance_editor())
    assert editor.get(row.get_absolute_url()).status_code == 200
    services.take_back_example(row, name="reopen", by=world.editor())
    assert editor.get(row.get_absolute_url()).status_code == 404
    assert titles(editor.get(reverse("examples:own_examples"))) == []


def test_editor_who_works_for_a_partnership_sees_its_drafts(client_of: Sign, example: Make) -> None:
    example("Concept")
    user = world.guidance_editor()
    user.memberships.create(organisation=world.partnership().organisation, role="partnership_editor")
    assert titles(client_of(user).get(reverse("examples:own_examples"))) == ["Concept"]


def test_search_keeps_the_order_and_a_state_without_rows_says_so(client_of: Sign, example: Make) -> None:
    example(upto="published")
    browser = client_of(world.editor())
    assert (
        '<input type="hidden" name="sorteer" value="titel">'
        in browser.get(f"{LIST}?sorteer=titel").content.decode()
    )
    empty = browser.get(f"{reverse('examples:own_examples')}?toon=declined").content.decode()
    assert "Niets met deze stand." in empty


def test_who_signed_in_to_follow_finds_the_button_again(client: Client, db: None) -> None:
    url = reverse("examples:follow", args=["jeugdhulp"])
    assert client.post(url)["Location"] == f"/account/login/?next={url}"
    client.force_login(world.official())
    assert client.get(url)["Location"] == f"{LIST}?onderwerp=jeugdhulp"
