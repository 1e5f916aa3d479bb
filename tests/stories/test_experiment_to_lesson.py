"""An experiment, from the application in 2013 to the lesson that everybody can read."""

from django.urls import reverse

from examples.models import Example
from experiments.models import Experiment
from guidance.models import Subject
from portal import clock
from tests import world
from tests.stories.person import Story

PAGE = reverse("experiments:experiments")


def test_experiment_to_lesson(story: Story) -> None:
    applicant, redactor, inspector = world.editor(), world.guidance_editor(), world.reviewer()

    with clock.at("2013-05-13T10:00"):
        partnership = story.as_(applicant)
        where = partnership.step(
            PAGE,
            "Vereniging Samenwerkingsverband Passend Onderwijs PO 2203 aanmelden</a>",
            plan="Eén loket voor alle scholen.",
            motivation="Om te leren wat het kost.",
        )
        experiment = Experiment.objects.get()
        assert where == experiment.get_absolute_url()
        assert story.mails() == [
            (f"Aanmelding voor een experiment: {experiment.organisation}", [redactor.email])
        ]

    with clock.at("2013-06-10T10:00"):
        editor = story.as_(redactor)
        assert editor.follow(PAGE, str(experiment)) == where
        editor.step(where, "Kiezen</a>", decided_on="6-6-2013", reason="Een duidelijk plan.")
        assert story.mails() == [
            (f"Gekozen voor het experiment: {experiment.organisation}", [applicant.email])
        ]
    assert "Een duidelijk plan." in partnership.read(where)
    assert "1 gekozen, van ongeveer 5" in partnership.read(PAGE)

    # The inspectorate sees it in its overview and in the register.
    overview = story.as_(inspector).read(f"{reverse('admin:plans_overview')}?experiment=yes")
    assert "PO2203" in overview
    assert "PO2502" not in overview
    register = reverse("admin:register_partnership_changelist")
    assert "experiment in 2013/14" in story.as_(inspector).read(f"{register}?q=PO2203")

    # What is learned is told twice, and becomes an example.
    assert "Doe eerst verslag" in partnership.read(f"{where}share_lessons/")
    with clock.at("2013-12-02T10:00"):
        partnership.step(where, "Verslag doen</a>", done="Het loket is open.", lessons="Begin klein.")
    with clock.at("2014-02-03T10:00"):
        partnership.step(where, "Verslag doen</a>", done="Alle scholen doen mee.", lessons="Bel eerst.")
        shared = partnership.step(where, "Voorbeeld maken van de lessen</a>")
        kept = partnership.client.get(f"{shared}change/").context["form"].initial
        assert (kept["done"], kept["result"]) == (
            "Het loket is open.\n\nAlle scholen doen mee.",
            "Begin klein.\n\nBel eerst.",
        )
        typed = {name: value for name, value in kept.items() if name not in {"row_version", "may_publish"}}
        partnership.step(
            shared,
            "Bewerken</a>",
            **{
                **typed,
                "title": "Eén loket",
                "partners": "Alle scholen van het verband.",
                "place": "Hoogeveen en omgeving",
                "sectors": "PO",
                "subjects": [Subject.objects.get(key="oogo").pk],
                "contact_name": "A. Bakker",
                "contact_email": "a@example.org",
                "may_publish": "on",
            },
        )
        partnership.step(shared, "Insturen</a>")
        editor.step(shared, "Publiceren</a>")

    assert Example.objects.get().state == "published"
    shown = partnership.read(PAGE)
    assert shown.index("Wat er is geleerd") < shown.index("Eén loket</a>")
    assert story.as_(inspector).follow(PAGE, "Eén loket</a>") == shared
