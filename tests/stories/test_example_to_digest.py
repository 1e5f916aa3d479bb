"""An example of a municipality: written, sent in, asked about, published, and read in somebody's digest."""

import re

from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guidance.models import Example, Subject, Subscription
from portal import clock
from portal.models import AuditEntry
from tests import world
from tests.plans.conftest import pdf
from tests.stories.person import Story

TITLE = "Samen in de bus"


def test_example_to_digest(story: Story) -> None:
    official, redactie, reader = world.official(), world.guidance_editor(), world.editor()
    subject = Subject.objects.get(key="leerlingenvervoer")
    listed = f"{reverse('guidance:examples')}?onderwerp={subject.key}"
    writer, editor = story.as_(official), story.as_(redactie)

    # Somebody of a partnership follows the subject, from the list that is still empty.
    follower = story.as_(reader)
    assert "Volg ‘Leerlingenvervoer’" in follower.read(listed)
    assert follower.post(reverse("guidance:follow", args=[subject.key]), {}) == reverse("guidance:following")
    assert "U volgt ‘Leerlingenvervoer’." in follower.read(listed)

    # The official writes it and adds the slides.
    own = writer.follow(reverse("guidance:examples"), "Zelf een voorbeeld insturen")
    page = writer.send(writer.follow(own, "Voorbeeld schrijven</a>"), title=TITLE)
    assert "Dit kan nu nog niet" in writer.read(writer.follow(page, "Insturen</a>")) or (
        "Vul eerst nog in" in writer.read(page)
    )
    typed = {
        "title": TITLE,
        "partners": "De gemeente en acht scholen.",
        "place": "Meppel",
        "province": "Drenthe",
        "sectors": "both",
        "reach": "municipality",
        "subjects": [subject.pk],
        "done": "Leerling 123456782 reist nu met de bus.",
        "result": "Minder taxi’s.",
        "contact_name": "A. Bakker",
        "contact_email": "a.bakker@example.org",
        "may_publish": "on",
    }
    writer.step(page, "Bewerken</a>", **typed)
    writer.step(page, "Bijlage toevoegen</a>", document=pdf("dias.pdf"))
    assert "dias.pdf" in writer.read(page)
    assert Client().get(page).status_code == 404
    assert editor.client.get(page).status_code == 404
    assert story.mails() == []

    # The portal warns of what may be the number of a pupil; the official takes it out.
    assert "In de tekst staat 123456782" in writer.read(page)
    send_in = writer.follow(page, "Insturen</a>")
    version = Example.objects.get().row_version
    refused = writer.client.post(send_in, {"row_version": version})
    assert refused.status_code == 422
    assert "In uw tekst staat 123456782" in refused.content.decode()
    writer.step(page, "Bewerken</a>", **{**typed, "done": "Leerlingen reizen nu met de bus."})
    assert "burgerservicenummer" not in writer.read(page)
    assert writer.step(page, "Insturen</a>") == page
    assert story.mails() == [(f"Voorbeeld ingestuurd: {TITLE}", [redactie.email])]

    # The editor finds it, asks back; the official answers; the editor publishes.
    with clock.at("2014-01-21T10:00"):
        waiting = editor.follow(reverse("portal:start"), "Er wacht 1 ingestuurd voorbeeld")
        assert editor.follow(waiting, TITLE) == page
        editor.step(page, "Vraag stellen aan de inzender</a>", reason="Hoeveel leerlingen?")
    assert story.mails() == [(f"Vraag over uw voorbeeld: {TITLE}", [official.email])]
    with clock.at("2014-01-21T15:00"):
        asked = writer.follow(reverse("portal:start"), f"Beantwoord de vraag van de redactie: {TITLE}")
        assert asked == page
        assert "Hoeveel leerlingen?" in writer.read(page)
        writer.step(page, "Insturen</a>", answer="Veertig.")
    assert story.mails() == [(f"Voorbeeld ingestuurd: {TITLE}", [redactie.email])]
    with clock.at("2014-01-22T10:00"):
        assert "Veertig." in editor.read(page)
        editor.step(page, "Publiceren</a>")
    assert story.mails() == [(f"Uw voorbeeld staat op de site: {TITLE}", [official.email])]
    public = Client().get(page).content.decode()
    assert "Leerlingen reizen nu met de bus." in public
    assert "dias.pdf" in public
    assert "Hoeveel leerlingen?" not in public

    # A week after following, the digest comes; the link in it stops the next one, without signing in.
    with clock.at("2014-01-27T09:00"), story.commit(execute=True):
        call_command("send_guidance_mail", verbosity=0)
    assert mail.outbox == []
    with clock.at("2014-01-27T11:00"), story.commit(execute=True):
        call_command("send_guidance_mail", verbosity=0)
    (digest,) = mail.outbox
    assert (digest.subject, digest.to) == ("1 nieuw voorbeeld over wat u volgt", [reader.email])
    assert f"http://127.0.0.1:8000{page}" in digest.body
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+/stop/\S+)", str(digest.body))
    assert link is not None
    stranger = Client()
    assert "Stop het overzicht" in stranger.get(link[1]).content.decode()
    assert "Gestopt. U krijgt geen overzicht meer." in stranger.post(link[1]).content.decode()
    assert Subscription.objects.get(user=reader).next_at is None

    lines = AuditEntry.objects.filter(subject="guidance.Example").order_by("pk")
    assert list(lines.values_list("action", "actor__email")) == [
        ("guidance.example_begun", official.email),
        ("guidance.example_changed", official.email),
        ("guidance.attachment_added", official.email),
        ("guidance.example_changed", official.email),
        ("guidance.example_submitted", official.email),
        ("guidance.example_returned", redactie.email),
        ("guidance.example_submitted", official.email),
        ("guidance.example_published", redactie.email),
    ]
    following = AuditEntry.objects.filter(subject="guidance.Subscription").order_by("pk")
    assert list(following.values_list("action", flat=True)) == [
        "guidance.following_changed",
        "guidance.digest_stopped",
    ]
