"""What was written in an example and not sent in is read by its writers only, wherever else it leaves a trace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from examples import services
from examples.models import Example
from portal.files import store
from portal.models import AuditEntry, User
from tests import world
from tests.plans.conftest import pdf_bytes

Make = Callable[..., Example]
Sign = Callable[[User], Client]
SECRET = "Een zin die nooit is ingestuurd."
NUMBER = "123456782"


def rewrite(row: Example, **changes: Any) -> None:
    """Change some fields of an example as its sender."""
    kept = {name: getattr(row, name) for name in ("province", "sectors", "reach", "may_publish")}
    values = {**row.texts, **kept, "subjects": row.subjects.all(), **changes}
    services.change_example(row, by=world.editor(), **values)


def test_taken_up_again_and_taken_back_it_was_not_sent_in(example: Make, editor: Client) -> None:
    row, by = example(upto="submitted"), world.editor()
    services.take_back_example(row, name="take_back", by=by)
    assert editor.get(row.get_absolute_url()).status_code == 200, "the editors read what was theirs"
    services.take_back_example(row, name="reopen", by=by)
    rewrite(row, done=SECRET)
    services.add_attachment(
        row, by=by, document=store(pdf_bytes("geheim"), "application/pdf"), document_name="geheim.pdf"
    )
    attachment = row.attachments.get()
    services.take_back_example(row, name="take_back", by=by)
    for url in (
        row.get_absolute_url(),
        reverse("examples:example_attachment", args=[row.uuid, attachment.pk]),
        reverse("admin:examples_example_change", args=[row.pk]),
    ):
        assert editor.get(url).status_code in {302, 404}, url
    assert SECRET not in editor.get(reverse("examples:own_examples")).content.decode()


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_audit_line_keeps_the_draft_and_shows_it_to_nobody_else(
    example: Make, client_of: Sign, who: str
) -> None:
    row = example("Een titel met een naam")
    rewrite(row, done=SECRET, contact_email="prive@example.org")
    lines = AuditEntry.objects.filter(subject="examples.Example", subject_id=str(row.pk)).order_by("pk")
    assert SECRET in str(lines.get(action="guidance.example_changed").data)
    browser = client_of(getattr(world, who)())
    for line in lines:
        html = browser.get(reverse("admin:portal_auditentry_change", args=[line.pk])).content.decode()
        for private in (SECRET, "prive@example.org", "Een titel met een naam"):
            assert private not in html, line.action
    assert "voorbeeld van" in lines[0].subject_text


def test_once_sent_in_the_trail_calls_it_by_its_title(example: Make) -> None:
    row = example(upto="submitted")
    services.decide_example(row, name="ask_back", by=world.guidance_editor(), reason="Waar?")
    assert AuditEntry.objects.latest("pk").subject_text == "Samen aan tafel"


def test_history_in_the_admin_shows_no_draft(example: Make, editor: Client) -> None:
    row = example(done=f"Voor leerling {NUMBER}.")
    rewrite(row, done="Netjes.")
    services.submit_example(row, by=world.editor())
    history = editor.get(reverse("admin:examples_example_history", args=[row.pk])).content.decode().lower()
    assert "voorbeeld bewerkt" in history
    assert NUMBER not in history


def test_sender_reads_that_the_editors_read_along(example: Make, client_of: Sign) -> None:
    row = example(upto="submitted")
    services.decide_example(row, name="ask_back", by=world.guidance_editor(), reason="Hoeveel scholen?")
    page = client_of(world.editor()).get(row.get_absolute_url()).content.decode()
    assert "De redactie leest mee met wat de inzender nu wijzigt." in page


def as_sent(browser: Client, url: str) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    data: dict[str, Any] = {}
    for field in browser.get(url).context["form"]:
        value = field.value()
        if isinstance(value, list):
            data[field.html_name] = [str(getattr(row, "pk", row)) for row in value]
        else:
            data[field.html_name] = "on" if value is True else value or ""
    return data


def test_second_writer_sees_what_the_first_one_stored(example: Make, client_of: Sign) -> None:
    row = example()
    first, second = client_of(world.editor()), client_of(world.signatory())
    url = f"{row.get_absolute_url()}change/"
    ours, theirs = as_sent(first, url), as_sent(second, url)
    changed = {"done": "Tekst van de eerste.", "reach": "schools", "may_publish": "", "place": ""}
    assert first.post(url, {**ours, **changed}).status_code == 302
    answer = second.post(url, {**theirs, "result": "Tekst van de tweede."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Tekst van de tweede." in page, "what was typed is still there"
    fields = answer.context["form"].fields
    told = {row.label: row.stored for row in answer.context["form"].both_texts}
    stored = {
        "done": "Tekst van de eerste.",
        "reach": "enkele scholen",
        "may_publish": "nee",
        "result": "Kortere lijnen.",
        "place": "niets",
    }
    by_label = {fields[name].label: text for name, text in stored.items()}
    assert told == by_label, "what is the same on both sides is no news"
    for label, text in by_label.items():
        assert f"Nu opgeslagen: {label}" in page
        assert text in page
    # Whoever then saves knows what it replaces.
    again = {
        **theirs,
        "result": "Tekst van de tweede.",
        "row_version": answer.context["form"]["row_version"].value(),
    }
    assert second.post(url, again).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "button"), [("reviewer", False), ("guidance_editor", True), ("administrator", True)]
)
def test_button_to_what_was_sent_in_is_for_who_decides(client_of: Sign, who: str, button: bool) -> None:
    page = client_of(getattr(world, who)()).get(reverse("examples:examples")).content.decode()
    assert ("Ingestuurde voorbeelden" in page) is button


def test_sender_is_found_by_its_new_name(example: Make) -> None:
    row = example(upto="published")
    sender = row.organisation
    sender.name = "Kwakzalver Collectief"
    sender.save(update_fields=["name"])  # as the register does it
    assert list(Example.objects.public().search("kwakzalver")) == [row]
