"""A briefing with more people than places, from making it to the documents afterwards."""

from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from briefings.models import Briefing, BriefingDocument
from portal import clock, outbox
from tests import world
from tests.plans.conftest import pdf
from tests.stories.person import Story


def test_full_briefing(story: Story) -> None:
    editor = story.as_(world.guidance_editor())
    people = [world.official(name) for name in ("Meppel", "Aalten", "Almere")]
    first, second, third = (story.as_(user) for user in people)

    made = editor.client.post(
        reverse("admin:briefings_briefing_add"),
        {
            "title": "Aan tafel",
            "programme": "Ontvangst, gesprek.",
            "audience": "municipalities",
            "starts_at": "14-5-2014 13:30",
            "ends_at": "14-5-2014 16:00",
            "place": "Stadhuis, Meppel",
            "capacity": "2",
            "closes_at": "12-5-2014 12:00",
            "documents-TOTAL_FORMS": "0",
            "documents-INITIAL_FORMS": "0",
        },
    )
    assert made.status_code == 302
    briefing = Briefing.objects.get()
    where = briefing.get_absolute_url()
    assert first.client.get(where).status_code == 404
    editor.step(where, "Aankondigen</a>")

    # Two get a place, the third waits and is told so.
    for browser in (first, second, third):
        assert browser.follow(reverse("briefings:briefings"), "Aan tafel") == where
    first.step(where, "Aanmelden</a>", remark="Ik kom met de rolstoel.")
    second.step(where, "Aanmelden</a>")
    assert "vol, met wachtlijst" in third.read(reverse("briefings:briefings"))
    third.step(where, "Op de wachtlijst zetten</a>")
    assert "U staat op nummer 1 van de wachtlijst" in third.read(where)
    assert story.mails() == [
        ("Aangemeld: Aan tafel", sorted(user.email for user in people[:2])),
        ("Op de wachtlijst: Aan tafel", [people[2].email]),
    ]
    wrong = story.as_(world.editor())
    assert "Deze bijeenkomst is voor gemeenten" in wrong.read(where)

    # One signs off: the one who waits moves up, and finds it in the calendar file that came along.
    first.step(where, "Afmelden</a>")
    attached = mail.outbox[-1].attachments[0]
    assert attached[0] == "bijeenkomst.ics"
    assert "STATUS:CONFIRMED" in str(attached[1])
    assert story.mails() == [
        ("Afgemeld: Aan tafel", [people[0].email]),
        ("Er is een plaats voor u: Aan tafel", [people[2].email]),
    ]
    assert "U bent aangemeld." in third.read(where)

    with clock.at("2014-05-12T12:00"):
        assert "Aanmelden kon tot 12 mei 2014 12.00.00 CEST." in first.read(where)
    with clock.at("2014-05-12T14:00"):
        call_command("send_guidance_mail", verbosity=0)
        outbox.deliver(limit=None)
        assert story.mails() == [("Herinnering: Aan tafel", sorted(user.email for user in people[1:]))]
    with clock.at("2014-05-14T12:00"):
        listed = editor.read(editor.follow(where, "Lijst van deelnemers"))
    assert "Aalten" in listed
    assert "Almere" in listed
    assert "Meppel</td>" not in listed

    # Afterwards the slides are there for everybody.
    with clock.at("2014-05-16T09:00"):
        page = editor.client.get(reverse("admin:briefings_briefing_change", args=[briefing.pk]))
        form = page.context["adminform"].form
        values = {name: form[name].value() for name in form.fields}
        data = {name: "" if value is None else value for name, value in values.items()}
        answer = editor.client.post(
            reverse("admin:briefings_briefing_change", args=[briefing.pk]),
            {
                **data,
                "documents-TOTAL_FORMS": "1",
                "documents-INITIAL_FORMS": "0",
                "documents-0-title": "Dia's",
                "documents-0-briefing": briefing.pk,
                "documents-0-upload": pdf("dias.pdf"),
                "documents-0-is_public": "on",
            },
        )
        assert answer.status_code == 302
        assert "Dia's" in wrong.read(where)
        assert wrong.follow(f"{reverse('briefings:briefings')}?toon=geweest", "Aan tafel") == where
    assert BriefingDocument.objects.get().file_name == "dias.pdf"
    assert story.mails() == []
