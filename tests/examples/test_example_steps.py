"""An example on its way: the services, what holds them back, and who hears of it."""

from collections.abc import Callable

import pytest
from django.db import connection

from examples import services
from examples.models import Example
from guidance.models import Subject
from guidance.pupil_data import passes_eleven_test, suspects
from portal import clock, workflow
from portal.files import store
from portal.models import AuditEntry, MailMessage
from tests import world
from tests.plans.conftest import pdf_bytes

Make = Callable[..., Example]


def mails() -> list[tuple[str, str]]:
    """Event and receiver of every message, in order."""
    return list(MailMessage.objects.order_by("pk").values_list("event", "address"))


def test_second_click_gives_the_draft_of_the_first(example: Make) -> None:
    first = example(sent=world.sent())
    assert example(sent=world.sent()) == first
    assert AuditEntry.objects.filter(action="guidance.example_begun").count() == 1


def test_what_is_missing_is_named_before_it_is_sent(db: None) -> None:
    row = services.draft_example(world.partnership().organisation, by=world.editor(), title="Titel")
    with pytest.raises(workflow.Blocked) as refused:
        services.submit_example(row, by=world.editor())
    assert str(refused.value) == (
        "Vul eerst nog in: wie werken er samen, waar, sector, omvang, wat is er gedaan, wat heeft het opgeleverd, "
        "contactpersoon, e-mailadres van de contactpersoon, onderwerpen. Kies ‘Bewerken’."
    )


def test_way_to_the_site_and_who_hears_of_it(example: Make) -> None:
    row, by, editor = example(), world.editor(), world.guidance_editor()
    services.submit_example(row, by=by, answer="Graag snel.")
    services.decide_example(row, name="ask_back", by=editor, reason="Hoeveel scholen?")
    services.change_example(
        row, by=by, title="Samen aan tafel, met acht scholen", subjects=row.subjects.all()
    )
    services.submit_example(row, by=by, answer="Acht.")
    services.decide_example(row, name="publish", by=editor)
    assert row.state == "published"
    assert row.published_at == clock.now()
    assert mails() == [
        ("examples/example_submitted", editor.email),
        ("examples/example_decided", by.email),
        ("examples/example_submitted", editor.email),
        ("examples/example_decided", by.email),
    ]
    lines = AuditEntry.objects.filter(subject="examples.Example", subject_id=str(row.pk)).order_by("pk")
    assert [(line.action.partition(".")[2], line.reason) for line in lines] == [
        ("example_begun", ""),
        ("example_submitted", "Graag snel."),
        ("example_returned", "Hoeveel scholen?"),
        ("example_changed", ""),
        ("example_submitted", "Acht."),
        ("example_published", ""),
    ]
    changed = lines[3].data["changed"]
    assert changed == {"title": ["Samen aan tafel", "Samen aan tafel, met acht scholen"]}
    assert lines[4].data["sent"]["title"] == "Samen aan tafel, met acht scholen"


def test_without_consent_nothing_is_published(example: Make) -> None:
    row = example(upto="submitted", may_publish=False)
    with pytest.raises(workflow.Blocked, match="niet gezegd dat het op de site mag"):
        services.decide_example(row, name="publish", by=world.guidance_editor())


def test_taken_back_it_is_off_the_site_and_can_be_taken_up_again(example: Make) -> None:
    row = example(upto="published")
    services.take_back_example(row, name="take_back", by=world.editor())
    assert not Example.objects.public().exists()
    assert mails()[-1][0] == "examples/example_taken_back"
    services.take_back_example(row, name="reopen", by=world.editor())
    assert row.state == "draft"


def test_taken_down_by_the_editors_it_is_back_with_its_sender(example: Make) -> None:
    row = example(upto="published")
    services.decide_example(row, name="take_down", by=world.guidance_editor(), reason="Verouderd.")
    assert row.state == "returned"
    assert not Example.objects.public().exists()


def test_declined_the_sender_reads_why(example: Make) -> None:
    row = example(upto="submitted")
    with pytest.raises(workflow.Blocked, match="reden"):
        services.decide_example(row, name="decline", by=world.guidance_editor(), reason=" ")
    services.decide_example(row, name="decline", by=world.guidance_editor(), reason="Dit is reclame.")
    assert MailMessage.objects.latest("pk").context["reason"] == "Dit is reclame."


def test_second_writer_is_told(example: Make) -> None:
    row = example()
    seen = row.row_version
    services.change_example(row, by=world.signatory(), seen=seen, title="Eerst")
    with pytest.raises(workflow.StaleState):
        services.change_example(row, by=world.editor(), seen=seen, title="Daarna")
    row.refresh_from_db()
    assert row.title == "Eerst"


def test_same_document_twice_is_one_and_taken_off_it_is_kept(example: Make) -> None:
    row, by = example(), world.editor()
    file = store(pdf_bytes("dia's"), "application/pdf")
    for _click in range(2):
        services.add_attachment(row, by=by, document=file, document_name="dias.pdf")
    attachment = row.attachments.get()
    services.remove_attachment(row, by=by, attachment=attachment)
    attachment.refresh_from_db()
    assert attachment.removed_at == clock.now()
    services.add_attachment(row, by=by, document=file, document_name="dias.pdf")
    assert row.attachments.filter(removed_at=None).count() == 1


def test_search_finds_the_text_the_sender_and_the_subject(example: Make) -> None:
    row = example(upto="published")
    for words in ("maand", "PO2203", "jeugdhulp", "Meppel"):
        assert list(Example.objects.public().search(words)) == [row], words
    assert not Example.objects.public().search("kruiwagen").exists()
    # A subject that is called otherwise is found by its new name at once, by the editors' form.
    subject = Subject.objects.get(key="jeugdhulp")
    subject.name = "Zorg voor jeugd"
    subject.save()
    row.refresh_search()
    assert list(Example.objects.search("zorg voor jeugd")) == [row]


@pytest.mark.parametrize("number", ["123456782", "111222333", "010464554"])
def test_number_of_a_person(number: str) -> None:
    assert passes_eleven_test(number)
    assert suspects([f"Leerling {number}."]) == [number]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bsn 1234.56.782", ["1234.56.782"]),
        ("bsn 123 456 782, en nog eens 123 456 782", ["123 456 782"]),
        ("nummer 123456789", []),  # fails the test
        ("000000000", []),
        ("telefoon 0123456782", []),  # ten digits
        ("rekening NL91ABNA0417164300", []),
        ("in 2013 en 2014 waren er 12 overleggen met 3456 leerlingen", []),
    ],
)
def test_what_looks_like_one_and_what_does_not(text: str, found: list[str]) -> None:
    assert suspects([text]) == found


def test_search_in_five_thousand_examples(db: None) -> None:
    """On PostgreSQL by an index, whatever the planner would choose for a smaller table."""
    organisation, by, now = world.partnership().organisation, world.editor(), clock.now()
    Example.objects.bulk_create(
        Example(
            organisation=organisation,
            title=f"Voorbeeld {number}",
            state="published",
            may_publish=True,
            submitted_at=now,
            published_at=now,
            begun_by=by,
            search_text=f"voorbeeld {number} over {'zeldzame' if number % 1000 == 0 else 'gewone'} zaken",
        )
        for number in range(5000)
    )
    assert Example.objects.public().search("zeldzame").count() == 5
    if connection.vendor == "postgresql":
        assert Example.objects.public().search("zeldzaam").count() == 5
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE examples_example")
        plan = Example.objects.public().search("zeldzaam").explain()
        assert "examples_example_search" in plan, plan
