"""An example of cooperation, from sending it in to the digest of somebody who follows its subject."""

from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from examples.models import Example, Subscription
from guidance.models import Subject
from portal import clock, outbox
from portal.models import AuditEntry
from tests import world
from tests.plans.conftest import pdf
from tests.stories.person import Story

OWN = reverse("examples:own_examples")


def test_example_to_digest(story: Story) -> None:
    sender, editor, reader = world.official(), world.guidance_editor(), world.editor()
    subject = Subject.objects.get(key="jeugdhulp")

    # Somebody of a partnership follows the subject.
    story.as_(reader).send(reverse("examples:following"), subjects=[subject.pk], frequency="weekly")

    # An official writes down what they do, and saves it half-way.
    official = story.as_(sender)
    where = official.step(OWN, "Voorbeeld schrijven</a>", title="Samen aan tafel")
    example = Example.objects.get()
    assert where == example.get_absolute_url()
    assert "Vul eerst nog in: wie werken er samen" in official.read(f"{where}submit/")
    official.step(
        where,
        "Bewerken</a>",
        title="Samen aan tafel",
        partners="De gemeente en acht scholen.",
        place="Meppel",
        province="Drenthe",
        sectors="PO",
        reach="municipality",
        subjects=[subject.pk],
        done="Elke maand overleg, ook over leerling 123456782.",
        result="Kortere lijnen.",
        contact_name="A. Ambtenaar",
        contact_email="a@meppel.example.org",
        may_publish="on",
    )
    official.step(where, "Bijlage toevoegen</a>", document=pdf("werkwijze.pdf"))
    assert story.mails() == []

    # The portal points at a number that may be of a pupil; it is taken out.
    assert "In de tekst staat 123456782" in official.read(where)
    refused = official.client.post(f"{where}submit/", {"row_version": Example.objects.get().row_version})
    assert refused.status_code == 422
    kept = official.client.get(f"{where}change/").context["form"].initial
    typed = {name: value for name, value in kept.items() if name not in {"row_version", "subjects"}}
    official.step(where, "Bewerken</a>", **{**typed, "subjects": [subject.pk], "done": "Elke maand overleg."})
    official.step(where, "Insturen</a>")
    assert story.mails() == [("Voorbeeld ingestuurd: Samen aan tafel", [editor.email])]

    # The editor finds it, asks back, and gets an answer.
    redaction = story.as_(editor)
    assert "Er wacht 1 ingestuurd voorbeeld" in redaction.read(reverse("portal:start"))
    assert redaction.follow(f"{OWN}?toon=submitted", "Samen aan tafel") == where
    redaction.step(where, "Vraag stellen aan de inzender</a>", reason="Hoeveel scholen doen mee?")
    assert story.mails() == [("Vraag over het voorbeeld: Samen aan tafel", [sender.email])]
    assert "Hoeveel scholen doen mee?" in official.read(where)
    official.step(where, "Insturen</a>", answer="Acht.")
    assert "Acht." in redaction.read(where)
    assert story.as_(reader).client.get(where).status_code == 404
    with clock.at("2014-01-22T10:00"):
        redaction.step(where, "Publiceren</a>")
    assert story.mails() == [
        ("Voorbeeld ingestuurd: Samen aan tafel", [editor.email]),
        ("Het voorbeeld staat op de site: Samen aan tafel", [sender.email]),
    ]

    # A week after the reader began to follow, the digest comes; with one click it stops.
    with clock.at("2014-01-27T10:00"):
        call_command("send_guidance_mail", verbosity=0)
        outbox.deliver(limit=None)
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("1 nieuw voorbeeld over wat u volgt", [reader.email])
    stop = reverse("examples:stop_digest", args=[Subscription.objects.get().token])
    assert stop in str(message.body)
    with clock.at("2014-01-28T09:00"):
        assert "Stop het overzicht" in story.as_(reader).read(stop)
        assert "Gestopt." in story.as_(reader).client.post(stop).content.decode()
    mail.outbox.clear()
    with clock.at("2014-03-01T10:00"):
        call_command("send_guidance_mail", verbosity=0)
    assert story.mails() == []

    lines = AuditEntry.objects.filter(subject="examples.Example").order_by("pk")
    assert [line.action.partition(".")[2] for line in lines] == [
        "example_begun",
        "example_changed",
        "attachment_added",
        "example_changed",
        "example_submitted",
        "example_returned",
        "example_submitted",
        "example_published",
    ]
