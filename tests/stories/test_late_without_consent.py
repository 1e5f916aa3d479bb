"""Too late, and without the consent of the OPR: accepted and marked, enforcement, and complete in the end."""

from django.urls import reverse

from plans.models import Filing
from portal import clock
from tests import world
from tests.stories import scenes
from tests.stories.person import Story
from tests.stories.test_all_agree import PLAN, receivers


def test_late_without_consent(story: Story) -> None:
    editor, signatory, opr, reviewer = (
        world.editor(),
        world.signatory(),
        world.opr_secretary(),
        world.reviewer(),
    )
    official = world.official()
    staff = receivers(editor, signatory)
    desk_of = reverse("admin:plans_dossier_change", args=[world.dossier().pk])

    # On 1 May nothing was filed: the inspectorate starts enforcement.
    with clock.at("2014-04-25T09:00"):
        plan = scenes.write(story, editor)
        scenes.offer(story, editor, plan)
        story.as_(editor).send(scenes.page(plan, "consultations:ask_consent"), asked_on=scenes.today())
    home = plan.get_absolute_url()
    with clock.at("2014-04-30T09:00"):
        inspector = story.as_(reviewer)
        assert "Handhaving kan alleen als er na de uiterste datum geen plan is" in inspector.read(desk_of)
    with clock.at("2014-05-02T09:00"):
        inspector.step(desk_of, "Handhaving starten</a>", reason="Er is geen plan ontvangen.")
        assert "Er is geen plan ontvangen." in story.as_(editor).read(home)
    with clock.at("2014-05-05T09:00"):
        consent = plan.consent_requests.get()
        story.as_(opr).step(
            consent.get_absolute_url(),
            "Onthouden instemming vastleggen</a>",
            decided_on=scenes.today(),
            remarks="De OPR kreeg te weinig tijd.",
        )

    # The signatory files all the same; the page says how late that is.
    with clock.at("2014-05-06T14:30:15"):
        scenes.adopt(story, editor, plan)
        file_page = reverse("plans:transition", args=[plan.uuid, "file"])
        html = story.as_(signatory).read(file_page)
        assert "Die datum is voorbij. U kunt gewoon indienen" in html
        assert "OPR" in html
        receipt = scenes.file(story, signatory, plan)
    filing = Filing.objects.get()
    assert not filing.is_timely
    assert "6 mei 2014 14.30.15 CEST" in receipt
    assert "5 dagen 14 uur" in receipt
    assert {"late", "opr_refused", "oogo_open"} <= {row["code"] for row in filing.findings}

    # The reviewer sees it, finds it complete and ends the enforcement.
    with clock.at("2014-05-12T09:00"):
        html = inspector.read(desk_of)
        assert "5 dagen 14 uur" in html
        assert "De OPR kreeg te weinig tijd." in html
        inspector.step(desk_of, "In behandeling nemen</a>")
        inspector.step(desk_of, "Compleet bevinden</a>", reason="Alle onderdelen zijn er.")
        inspector.step(desk_of, "Handhaving beëindigen</a>", reason="Het plan is er.")
    plan = world.reload(plan)
    assert plan.enforcement_since is None
    assert Filing.objects.get().state == "complete"

    subjects = [(subject.split(":")[0], to) for subject, to in story.mails()]
    assert subjects == [
        ("Uitnodiging voor het overleg (OOGO)", receivers(official)),
        ("Instemming gevraagd", receivers(opr)),
        ("Handhaving gestart", staff),
        ("Besluit van de OPR", receivers(editor, signatory, opr)),
        (f"Ontvangstbewijs {filing.reference}", staff),
        ("Plan ontvangen (te laat)", receivers(reviewer)),
        ("Plan ingediend bij de inspectie", receivers(official)),
        ("In behandeling genomen", staff),
        ("Compleet bevonden", staff),
        ("Handhaving beëindigd", staff),
    ]
    assert str(plan) == PLAN
    assert [action for action in story.actions() if not action.startswith("consultations.")] == [
        "plans.started",
        "plans.budget_saved",
        "plans.attachment_added",
        "plans.offered",
        "plans.version_frozen",
        "plans.enforcement_started",
        "plans.adopted",
        "plans.filed",
        "plans.taken_up",
        "plans.found_complete",
        "plans.enforcement_ended",
    ]
