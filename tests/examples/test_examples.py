"""Examples: what the steps and pages keep, refuse and send, at the edges."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from examples import services
from examples.models import Example
from guidance.models import Subject
from guidance.pupil_data import suspects
from portal import clock, outbox, workflow
from portal.files import store
from portal.models import AuditEntry, MailMessage, Organisation, User
from portal.rights import Role
from tests import world
from tests.examples.conftest import FILLED
from tests.plans.conftest import pdf, pdf_bytes

pytestmark = pytest.mark.django_db
Make = Callable[..., Example]
Sign = Callable[[User], Client]
LIST, CSV = reverse("examples:examples"), reverse("examples:examples_csv")


def step(row: Example, name: str) -> str:
    return reverse("examples:example_transition", args=[row.uuid, name])


def export(client: Client, **asked: str) -> list[dict[str, str]]:
    content = client.get(CSV, asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def subjects(*keys: str) -> Any:
    return Subject.objects.filter(key__in=keys)


# --- writing ------------------------------------------------------------------------------------------------


def test_double_click_on_the_form_begins_one_example(client_of: Sign) -> None:
    user = world.official()
    url = reverse("examples:new_example", args=user.organisation_ids())
    typed = {
        "row_version": 1,
        "step_key": "k",
        **FILLED,
        "title": "Samen",
        "subjects": [row.pk for row in subjects("jeugdhulp")],
    }
    browser = client_of(user)
    first, second = browser.post(url, typed), browser.post(url, typed)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url == Example.objects.get().get_absolute_url()
    assert [row.key for row in Example.objects.get().subjects.all()] == ["jeugdhulp"]


def test_same_text_on_another_subject_is_another_example(example: Make) -> None:
    """Whoever goes back, ticks a subject and saves again does not lose the tick."""
    first = example(subjects=("jeugdhulp",))
    second = example(subjects=("jeugdhulp", "leerlingenvervoer"))
    assert second != first
    assert second.subjects.count() == 2


def test_two_people_with_the_same_title_have_their_own_example(example: Make) -> None:
    row = example()
    other = services.draft_example(
        row.organisation, by=world.signatory(), title=row.title, subjects=subjects("jeugdhulp"), **FILLED
    )
    assert other != row


def test_changed_subjects_are_in_the_audit_trail(example: Make) -> None:
    row = example(subjects=("jeugdhulp",))
    services.change_example(
        row, by=world.editor(), title="Anders", subjects=subjects("leerlingenvervoer", "jeugdhulp")
    )
    line = AuditEntry.objects.get(action="guidance.example_changed")
    assert line.data["changed"]["title"] == ["Samen aan tafel", "Anders"]
    assert line.data["changed"]["subjects"] == [
        "Afstemming met de jeugdhulp",
        "Afstemming met de jeugdhulp, Leerlingenvervoer",
    ]


def test_subjects_that_stay_are_no_change(example: Make) -> None:
    row = example()
    services.change_example(row, by=world.editor(), title="Anders", subjects=row.subjects.all())
    line = AuditEntry.objects.get(action="guidance.example_changed")
    assert line.data["changed"] == {"title": ["Samen aan tafel", "Anders"]}
    assert row.subjects.count() == 1


def test_what_is_sent_in_is_kept_as_it_was(example: Make) -> None:
    row, by = example(), world.editor()
    file = store(pdf_bytes("dia's"), "application/pdf")
    services.add_attachment(row, by=by, document=file, document_name="dias.pdf")
    services.submit_example(row, by=by)
    services.decide_example(row, name="ask_back", by=world.guidance_editor(), reason="Kan het korter?")
    services.change_example(row, by=by, subjects=row.subjects.all(), done="Kort.")
    sent = AuditEntry.objects.get(action="guidance.example_submitted").data["sent"]
    assert (sent["done"], sent["attachments"], sent["subjects"]) == (
        "Elke maand overleg.",
        "dias.pdf",
        "Afstemming met de jeugdhulp",
    )


def test_answer_to_a_question_that_somebody_else_answered_is_not_lost(client_of: Sign, example: Make) -> None:
    row = example()
    seen = row.row_version
    services.submit_example(row, by=world.signatory())
    answer = client_of(world.editor()).post(
        step(row, "submit"), {"row_version": seen, "answer": "Acht scholen."}
    )
    assert answer.status_code == 409
    assert "Acht scholen." in answer.content.decode()
    assert AuditEntry.objects.filter(action="guidance.example_submitted").count() == 1


def test_second_editor_who_decides_is_told_and_keeps_the_reason(example: Make, editor: Client) -> None:
    row = example(upto="submitted")
    seen = row.row_version
    services.decide_example(row, name="publish", by=world.guidance_editor())
    answer = editor.post(step(row, "decline"), {"row_version": seen, "reason": "Dit is reclame."})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Dit is reclame." in html
    assert "de status is nu ‘gepubliceerd’" in html
    row.refresh_from_db()
    assert row.state == "published"


# --- who may, and what holds back ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["publish", "decline", "ask_back"])
def test_sender_does_not_decide(client_of: Sign, example: Make, name: str) -> None:
    row = example(upto="submitted")
    answer = client_of(world.editor()).post(
        step(row, name), {"row_version": row.row_version, "reason": "Omdat het kan."}
    )
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize("name", ["change", "take_back", "attach"])
def test_editor_does_not_touch_the_text_of_the_sender(editor: Client, example: Make, name: str) -> None:
    row = example(upto="published")
    answer = editor.post(step(row, name), {"row_version": row.row_version, **FILLED, "title": "Van mij"})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert (row.title, row.state) == ("Samen aan tafel", "published")


@pytest.mark.parametrize("name", ["draft", "share_lessons", "niets"])
def test_step_that_begins_one_is_no_step_of_one(client_of: Sign, example: Make, name: str) -> None:
    assert client_of(world.editor()).get(step(example(), name)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: Client, example: Make) -> None:
    row = example(upto="published")
    for url in (step(row, "take_back"), reverse("examples:own_examples")):
        answer = client.get(url)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_login"))


def test_nobody_writes_for_an_organisation_of_others(client_of: Sign) -> None:
    other = world.partnership("PO2502").organisation
    url = reverse("examples:new_example", args=[other.pk])
    assert client_of(world.editor()).post(url, {"row_version": 1, "title": "T"}).status_code == 404
    secretary = world.opr_secretary()
    own = reverse("examples:new_example", args=secretary.organisation_ids())
    assert client_of(secretary).post(own, {"row_version": 1, "title": "T"}).status_code == 403
    assert not Example.objects.exists()


def test_page_names_what_is_missing_and_offers_no_button(client_of: Sign) -> None:
    user = world.official()
    organisation = Organisation.objects.get(pk=user.organisation_ids()[0])
    row = services.draft_example(organisation, by=user, title="Titel", place="Meppel")
    answer = client_of(user).get(step(row, "submit"))
    html = answer.content.decode()
    assert "Dit kan nu nog niet" in html
    assert "Vul eerst nog in: wie werken er samen, sector, omvang" in html
    assert 'name="row_version"' not in html
    refused = client_of(user).post(step(row, "submit"), {"row_version": row.row_version})
    assert refused.status_code == 409
    assert "onderwerpen. Kies ‘Bewerken’." in refused.content.decode()


def test_publishing_without_consent_says_how_to_go_on(editor: Client, example: Make) -> None:
    row = example(upto="submitted", may_publish=False)
    answer = editor.post(step(row, "publish"), {"row_version": row.row_version})
    assert answer.status_code == 409
    assert "Vraag het met ‘Vraag stellen’." in answer.content.decode()


def test_database_keeps_what_has_no_consent_off_the_site(example: Make) -> None:
    row = example(upto="submitted", may_publish=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Example.objects.filter(pk=row.pk).update(state="published", published_at=clock.now())


def test_nothing_is_taken_off_when_there_is_nothing(client_of: Sign, example: Make) -> None:
    row = example()
    html = client_of(world.editor()).get(step(row, "detach")).content.decode()
    assert "Er zijn geen bijlagen." in html


@pytest.mark.parametrize("number", ["9" * 30, "-1", "x"])
def test_attachment_that_cannot_be_is_no_server_error(client_of: Sign, example: Make, number: str) -> None:
    row = example()
    file = store(pdf_bytes("x"), "application/pdf")
    services.add_attachment(row, by=world.editor(), document=file, document_name="x.pdf")
    answer = client_of(world.editor()).post(
        step(row, "detach"), {"row_version": row.row_version, "attachment": number}
    )
    assert answer.status_code == 422
    assert "Deze bijlage is er niet (meer)." in answer.content.decode()
    url = reverse("examples:example_attachment", args=[row.uuid, 10**30])
    assert client_of(world.editor()).get(url).status_code == 404


def test_attachment_hangs_on_its_own_example_only(client: Client, example: Make) -> None:
    row, other = example("Eén"), example("Twee", upto="published")
    file = store(pdf_bytes("geheim"), "application/pdf")
    services.add_attachment(row, by=world.editor(), document=file, document_name="geheim.pdf")
    attachment = row.attachments.get()
    url = reverse("examples:example_attachment", args=[other.uuid, attachment.pk])
    assert client.get(url).status_code == 404


def test_attachment_is_a_download_under_its_own_name(client_of: Sign, client: Client, example: Make) -> None:
    row = example()
    browser = client_of(world.editor())
    browser.post(
        step(row, "attach"), {"row_version": row.row_version, "document": pdf("../../dia's.pdf", "dia's")}
    )
    row.refresh_from_db()
    services.submit_example(row, by=world.editor())
    services.decide_example(row, name="publish", by=world.guidance_editor())
    attachment = row.attachments.get()
    answer = client.get(reverse("examples:example_attachment", args=[row.uuid, attachment.pk]))
    assert b"".join(answer) == pdf_bytes("dia's")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dia\'s.pdf"'


def test_what_people_typed_is_shown_as_text(client: Client, example: Make) -> None:
    row = example("<script>alert(1)</script>", upto="published", done="<b>vet</b>\nregel")
    html = client.get(row.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;b&gt;vet&lt;/b&gt;<br>regel" in html
    assert export(client)[0]["Voorbeeld"] == "<script>alert(1)</script>"


def test_spreadsheet_runs_nothing(client: Client, example: Make) -> None:
    example("=1+1", upto="published")
    assert export(client)[0]["Voorbeeld"] == "'=1+1"


# --- mail ---------------------------------------------------------------------------------------------------


def subject_lines() -> list[tuple[str, str]]:
    return [(outbox.rendered(row)[0], row.address) for row in MailMessage.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("name", "subject", "text"),
    [
        (
            "ask_back",
            "Vraag over het voorbeeld: Samen & apart",
            "Na aanpassing kan het opnieuw worden ingestuurd.",
        ),
        ("decline", "Het voorbeeld wordt niet geplaatst: Samen & apart", "Het kan opnieuw worden opgepakt."),
        (
            "publish",
            "Het voorbeeld staat op de site: Samen & apart",
            "Wie de onderwerpen volgt, hoort ervan.",
        ),
    ],
)
def test_sender_hears_what_the_editors_decided(example: Make, name: str, subject: str, text: str) -> None:
    row = example("Samen & apart", upto="submitted")
    colleague, official = world.signatory(), world.official()
    reason = "" if name == "publish" else "Noem geen <school>."
    services.decide_example(row, name=name, by=world.guidance_editor(), reason=reason)
    rows = MailMessage.objects.filter(event="examples/example_decided")
    assert {row.address for row in rows} == {world.editor().email, colleague.email}
    assert official.email not in {row.address for row in MailMessage.objects.all()}
    found_subject, found_text = outbox.rendered(rows[0])
    assert found_subject == subject
    assert text in found_text
    assert reason in found_text
    assert found_text.rstrip().endswith(row.get_absolute_url())


def test_editors_read_the_answer_in_the_mail(example: Make) -> None:
    world.guidance_editor()
    services.submit_example(example(), by=world.editor(), answer="Acht scholen.")
    message = MailMessage.objects.get()
    assert outbox.rendered(message)[0] == "Voorbeeld ingestuurd: Samen aan tafel"
    assert "Bericht van de inzender:\nAcht scholen." in outbox.rendered(message)[1]


def test_without_an_editor_the_mail_goes_to_their_general_address(example: Make) -> None:
    Organisation.objects.filter(key="editors").update(contact_email="redactie@example.org")
    example(upto="submitted")
    assert subject_lines() == [("Voorbeeld ingestuurd: Samen aan tafel", "redactie@example.org")]


@pytest.mark.parametrize("upto", ["draft", "submitted", "published"])
def test_editors_hear_only_of_what_was_theirs_that_it_is_taken_back(example: Make, upto: str) -> None:
    world.guidance_editor()
    row = example(upto=upto)
    services.take_back_example(row, name="take_back", by=world.editor())
    told = MailMessage.objects.filter(event="examples/example_taken_back")
    assert [message.address for message in told] == (
        [] if upto == "draft" else [world.guidance_editor().email]
    )


def test_refused_step_sends_nothing(example: Make, django_capture_on_commit_callbacks: Any) -> None:
    row = example(upto="published")
    mail.outbox.clear()
    before = MailMessage.objects.count()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(workflow.StaleState):
        services.decide_example(row, name="decline", by=world.guidance_editor(), reason="Te laat.")
    assert MailMessage.objects.count() == before
    assert mail.outbox == []


# --- numbers of pupils --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "bsn.123456782",
        "BSN-123456782",
        "-123456782",
        "Jan,123456782,groep 8",
        "groep 8,123456782",
        "(123456782)",
        "nummer:123456782;",
        "123\u00a0456\u00a0782",
        "123-45-67-82",
    ],
)
def test_number_is_found_whatever_stands_beside_it(text: str) -> None:
    assert len(suspects([text])) == 1, text


@pytest.mark.parametrize(
    "text",
    [
        "+31 6 12345609",
        "+31612345609",
        "0031 6 12345609",
        "+31 (0)6 12345609",
        "06-12345678",
        "0522 123456",
        "NL91 ABNA 0417 1643 00",
        "1.111.222.333",
        "op 20-01-2014 1 overleg",
        "op 14.05.2014 4 scholen",
        "BSN 12345678",
    ],
)
def test_telephone_number_account_and_date_are_no_number_of_a_pupil(text: str) -> None:
    assert suspects([text]) == [], text


def test_number_after_a_telephone_number_is_found() -> None:
    assert suspects(["+31 6 12345609, 123456782", "06-12345678 111222333"]) == ["123456782", "111222333"]


def test_editor_is_warned_before_publishing(editor: Client, example: Make) -> None:
    row = example(upto="submitted", result="Zie 111.222.333.")
    html = editor.get(step(row, "publish")).content.decode()
    assert "In de tekst staat 111.222.333: dat kan een burgerservicenummer zijn." in html
    public = example("Twee", upto="published", result="Zie 111.222.333.")
    assert "burgerservicenummer" not in Client().get(public.get_absolute_url()).content.decode()


# --- lists --------------------------------------------------------------------------------------------------


def test_day_in_the_spreadsheet_is_the_day_in_dutch_time(client: Client, example: Make) -> None:
    with clock.at("2014-02-04T00:30"):
        example(upto="published")
    assert "4 februari 2014" in client.get(LIST).content.decode()
    assert [row["Op de site sinds"] for row in export(client)] == ["04-02-2014 00:30"]


def test_spreadsheet_tells_everything_of_the_list(client: Client, example: Make) -> None:
    row = example(upto="published", sectors="both", subjects=("jeugdhulp", "leerlingenvervoer"))
    (found,) = export(client, sector="VO", onderwerp="leerlingenvervoer")
    assert found == {
        "Voorbeeld": "Samen aan tafel",
        "Ingezonden door": row.organisation.name,
        "Waar": "Meppel",
        "Provincie": "Drenthe",
        "Sector": "primair en voortgezet onderwijs",
        "Omvang": "één gemeente",
        "Onderwerpen": "Afstemming met de jeugdhulp, Leerlingenvervoer",
        "Op de site sinds": "20-01-2014 10:00",
        "Adres": f"http://testserver{row.get_absolute_url()}",
    }


@pytest.mark.parametrize("words", ["'", "%", "a & b | !", "\x00", "\\", "(" * 50, "é" * 300, "-"])
def test_no_search_is_a_server_error(client: Client, example: Make, words: str) -> None:
    example(upto="published")
    assert client.get(LIST, {"q": words}).status_code == 200
    assert client.get(CSV, {"q": words}).status_code == 200


def test_search_that_finds_nothing_says_how_to_go_on(client: Client, example: Make) -> None:
    example(upto="published")
    html = client.get(LIST, {"q": "kruiwagen"}).content.decode()
    assert "Niets gevonden. Probeer een ander woord of minder filters." in html
    assert "Toon alles" in html


def test_heads_of_the_list_keep_what_was_asked(client: Client, example: Make) -> None:
    example(upto="published")
    heads = client.get(LIST, {"omvang": "municipality", "sorteer": "titel"}).context["query"].columns()
    assert [(head["url"], head["sorted"]) for head in heads] == [
        ("?omvang=municipality&sorteer=-titel", "ascending"),
        ("?omvang=municipality&sorteer=inzender", ""),
        ("?omvang=municipality&sorteer=datum", ""),
    ]


def test_offers_to_write_only_to_who_can_send_in(client_of: Sign, client: Client) -> None:
    words = "Zelf een voorbeeld insturen"
    assert words in client_of(world.official()).get(LIST).content.decode()
    assert words not in client.get(LIST).content.decode()
    assert words not in client_of(world.reviewer()).get(LIST).content.decode()


def test_somebody_of_two_organisations_chooses_for_which_one(client_of: Sign) -> None:
    user = world.official()
    user.memberships.create(organisation=world.partnership().organisation, role=Role.PARTNERSHIP_EDITOR)
    html = client_of(User.objects.get(pk=user.pk)).get(reverse("examples:own_examples")).content.decode()
    assert "Voorbeeld schrijven voor Meppel" in html
    assert f"Voorbeeld schrijven voor {world.partnership().organisation.name}" in html


def test_example_that_was_never_sent_in_is_nowhere_in_the_admin(editor: Client, example: Make) -> None:
    row = example("Concept")
    url = reverse("admin:examples_example_change", args=[row.pk])
    assert editor.get(url).status_code == 404
    services.submit_example(row, by=world.editor())
    assert editor.get(url).status_code == 200
    listed = reverse("admin:examples_example_changelist")
    assert "Concept" in editor.get(listed, {"q": "maand", "stand": "submitted"}).content.decode()
    assert "Concept" not in editor.get(listed, {"stand": "published"}).content.decode()


def test_search_in_five_thousand_examples(client: Client, example: Make) -> None:
    """On PostgreSQL by an index, whatever the planner would choose for a smaller table."""
    first = example(upto="published")
    Example.objects.bulk_create(
        Example(
            organisation=first.organisation,
            begun_by=first.begun_by,
            title=f"Voorbeeld {number}",
            state="published",
            may_publish=True,
            submitted_at=clock.now(),
            published_at=clock.now(),
            search_text="zeldzaam" if number % 1000 == 0 else f"voorbeeld {number} over samenwerking",
        )
        for number in range(5000)
    )
    assert client.get(LIST, {"q": "zeldzaam"}).context["page"].paginator.count == 5
    assert len(export(client, q="zeldzaam")) == 5
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE examples_example")
        plan = Example.objects.public().search("zeldzaam").explain()
        assert "examples_example_search" in plan, plan
