"""The tasks of the help with the introduction in a real browser, with the keyboard alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from briefings.models import Briefing, Registration
from examples.models import Example, Subscription
from experiments.models import Experiment
from portal import clock
from tests import world
from tests.browser.conftest import SPRING, Visitor

pytestmark = pytest.mark.browser


def step(name: str, obj: Example | Briefing | Experiment | Registration, action: str) -> str:
    app = "briefings" if name == "registration" else f"{name}s"
    return reverse(f"{app}:{name}_transition", args=[obj.uuid, action])


def test_example_from_writing_to_following(visit: Callable[..., Visitor]) -> None:
    user = world.official()
    official = visit(user)
    official.go(reverse("examples:examples"))
    official.follow_by_keyboard(reverse("examples:own_examples"))
    (organisation,) = user.organisation_ids()
    official.follow_by_keyboard(reverse("examples:new_example", args=[organisation]))
    official.key_in(
        title="Samen aan tafel",
        partners="De gemeente en acht scholen.",
        place="Meppel",
        province="<ArrowDown>",
        sectors="<ArrowDown>",
        reach="<ArrowDown>",
        subjects="<Space>",
        done="Elke maand overleg. Leerling 123456782 kwam ter sprake.",
        result="Kortere lijnen.",
        contact_name="A. Ambtenaar",
        contact_email="a@meppel.example.org",
        may_publish="<Space>",
    )
    official.send_by_keyboard()
    official.sees("Bewaard. De redactie ziet het pas als u het instuurt.")
    example = Example.objects.get()

    # A number that may be of a pupil is pointed out before it goes anywhere.
    official.follow_by_keyboard(step("example", example, "submit"))
    official.send_by_keyboard()
    official.sees("In uw tekst staat 123456782")
    example.refresh_from_db()
    assert example.state == "draft"
    official.go(step("example", example, "change"))
    official.tab_to("[name=done]")
    official.page.keyboard.press("Control+A")
    official.page.keyboard.type("Elke maand overleg.")
    official.send_by_keyboard()
    official.follow_by_keyboard(step("example", example, "submit"))
    official.send_by_keyboard()
    official.sees("Vastgelegd: voorbeeld ingestuurd.")

    editor = visit(world.guidance_editor())
    editor.go(f"{reverse('examples:own_examples')}?toon=submitted")
    editor.follow_by_keyboard(example.get_absolute_url())
    editor.follow_by_keyboard(step("example", example, "publish"))
    editor.send_by_keyboard()
    editor.sees("Vastgelegd: voorbeeld gepubliceerd.")

    # Somebody else finds it under its subject, and follows that from there.
    subject = example.subjects.get()
    reader = visit(world.editor())
    reader.go(f"{reverse('examples:examples')}?onderwerp={subject.key}")
    reader.sees("Samen aan tafel")
    reader.tab_to(f"form[action='{reverse('examples:follow', args=[subject.key])}'] button")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.sees("U volgt")
    assert list(Subscription.objects.get().subjects.all()) == [subject]

    # And stops it from the mail, without signing in.
    stranger = visit()
    stranger.go(reverse("examples:stop_digest", args=[Subscription.objects.get().token]))
    stranger.send_by_keyboard()
    stranger.sees("Gestopt. U krijgt geen overzicht meer.")
    assert Subscription.objects.get().next_at is None


def test_briefing_from_making_to_signing_off(visit: Callable[..., Visitor]) -> None:
    editor = visit(world.guidance_editor())
    editor.go(reverse("admin:briefings_briefing_add"))
    editor.key_in(title="Gemeenten en scholen aan tafel", programme="Ontvangst, lezing, gesprek.")
    editor.tab_to("[name=audience]")
    editor.page.keyboard.type("gemeenten")
    editor.key_in(
        starts_at="14-5-2014 13:30", ends_at="14-5-2014 16:00", place="Stadhuis, Meppel", capacity="1"
    )
    editor.tab_to("button[name=_save], input[name=_save]")
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    briefing = Briefing.objects.get()
    assert briefing.starts_at == dt.datetime(2014, 5, 14, 11, 30, tzinfo=dt.UTC)
    editor.go(briefing.get_absolute_url())
    editor.follow_by_keyboard(step("briefing", briefing, "announce"))
    editor.send_by_keyboard()
    editor.sees("Vastgelegd: bijeenkomst aangekondigd.")

    official = visit(world.official())
    official.go(reverse("briefings:briefings"))
    official.follow_by_keyboard(briefing.get_absolute_url())
    official.follow_by_keyboard(step("briefing", briefing, "sign_up"))
    official.send_by_keyboard()
    official.sees("U bent aangemeld.")

    second = visit(world.official("Steenwijkerland"))
    second.go(step("briefing", briefing, "sign_up"))
    second.sees("De bijeenkomst is vol.")
    second.send_by_keyboard()
    second.sees("U staat op nummer 1 van de wachtlijst")

    first = Registration.objects.get(user=world.official())
    official.go(briefing.get_absolute_url())
    official.follow_by_keyboard(step("registration", first, "sign_off"))
    official.send_by_keyboard()
    official.sees("Vastgelegd: afgemeld.")
    second.go(briefing.get_absolute_url())
    second.sees("U bent aangemeld.")

    editor.go(briefing.get_absolute_url())
    editor.follow_by_keyboard(reverse("briefings:attendance", args=[briefing.uuid]))
    editor.sees("Steenwijkerland")


def test_experiment_from_application_to_lesson(visit: Callable[..., Visitor]) -> None:
    user = world.editor()
    (organisation,) = user.organisation_ids()
    partnership = visit(user)
    partnership.go(reverse("experiments:experiments"))
    partnership.follow_by_keyboard(reverse("experiments:apply", args=["2013", organisation]))
    partnership.key_in(plan="Eén loket voor extra ondersteuning.", motivation="Om te leren.")
    partnership.send_by_keyboard()
    partnership.sees("Aangemeld. U krijgt bericht als er een besluit is.")
    experiment = Experiment.objects.get()

    editor = visit(world.guidance_editor())
    editor.go(experiment.get_absolute_url())
    editor.follow_by_keyboard(step("experiment", experiment, "select"))
    editor.key_in(decided_on="14-4-2014", reason="Een duidelijk plan.")
    editor.send_by_keyboard()
    editor.sees("Vastgelegd: gekozen voor het experiment.")

    partnership.go(experiment.get_absolute_url())
    partnership.follow_by_keyboard(step("experiment", experiment, "report"))
    partnership.key_in(done="Het loket is open.", lessons="Begin klein.")
    partnership.send_by_keyboard()
    partnership.follow_by_keyboard(step("experiment", experiment, "share_lessons"))
    partnership.send_by_keyboard()
    partnership.sees("Er staat een voorbeeld klaar.")
    assert Example.objects.get().result == "Begin klein."


def test_dispute_begins_on_the_page_of_the_committee(visit: Callable[..., Visitor]) -> None:
    from consultations import services as talks

    with clock.at(SPRING):
        talk = world.consultation(world.offered())
        talks.record_outcome(
            talk, name="disagree", by=world.official(), decided_on=clock.today(), remarks="Te weinig."
        )
    official = visit(world.official())
    official.go(reverse("guidance:committees"))
    official.follow_by_keyboard(reverse("disputes:lodge", args=[talk.uuid]))
    official.key_in(grounds="Er is geen afspraak over jeugdhulp.")
    official.send_by_keyboard()
    official.sees("Beide partijen krijgen bericht.")
