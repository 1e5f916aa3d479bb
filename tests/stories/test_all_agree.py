"""Everybody agrees: from an empty dossier to found complete, with one repair on the way."""

from django.urls import reverse

from plans import standing
from plans.models import Filing
from portal import clock
from portal.models import User
from portal.rights import Role
from tests import world
from tests.stories import scenes
from tests.stories.person import Story

PLAN = "PO2203 · Vereniging Samenwerkingsverband Passend Onderwijs PO 2203 · Ondersteuningsplan 2014"


def receivers(*people: User) -> list[str]:
    return sorted(user.email for user in people)


def test_all_agree(story: Story) -> None:
    editor, signatory, opr, reviewer = (
        world.editor(),
        world.signatory(),
        world.opr_secretary(),
        world.reviewer(),
    )
    staff = (editor, signatory)

    # Writing.
    plan = scenes.write(story, editor)
    check = story.as_(editor).read(scenes.page(plan, "plans:check"))
    assert "heeft nog geen tekst" not in check
    assert "De vaststelling is nog niet vastgelegd." in check
    assert story.mails() == []

    # The concept goes to seven municipalities and two partnerships; not all of them have somebody in the portal yet.
    names = [
        "De Wolden",
        "Hoogeveen",
        "Meppel",
        "Staphorst",
        "Steenwijkerland",
        "Westerveld",
        "Zwartewaterland",
    ]
    officials = [world.official(name) for name in names]
    neighbour = world.person(Role.PARTNERSHIP_EDITOR, world.partnership("VO2203").organisation)
    scenes.offer(story, editor, plan)
    assert [row.municipality.name for row in plan.consultations.select_related("municipality")] == names
    assert story.mails() == [
        (f"Uitnodiging voor het overleg (OOGO): {PLAN}", receivers(*officials)),
        (
            f"Uitnodiging voor overleg over het plan van een ander samenwerkingsverband: {PLAN}",
            receivers(neighbour),
        ),
    ]
    scenes.fix_procedure(story, editor, plan)
    story.as_(editor).send(
        scenes.page(plan, "consultations:new_meeting"),
        consultations=[row.pk for row in plan.consultations.all()],
        held_on=scenes.today(),
        place="Raadhuis Meppel",
        present="J. Jansen, wethouder Meppel\nP. Pietersen, directeur",
        subjects="Het concept; aansluiting op de jeugdhulp.",
    )
    assert story.mails() == []

    with clock.at("2014-01-27T11:00"):
        for official in officials:
            scenes.agree(story, plan, official)
    assert story.mails() == [
        (f"{name}: overeenstemming · {PLAN}", receivers(*staff, official))
        for name, official in zip(names, officials, strict=True)
    ]
    matrix = story.as_(editor).read(scenes.page(plan, "consultations:matrix"))
    assert "Alle gemeenten hebben een uitkomst." in matrix

    # The partnership of the other sector, from both sides.
    with clock.at("2014-01-28T11:00"):
        for overleg in plan.overleggen.with_names().order_by("counterpart__code"):
            by = neighbour if overleg.counterpart.code == "VO2203" else editor
            story.as_(by).step(
                overleg.get_absolute_url(),
                "Overleg vastleggen</a>",
                held_on=scenes.today(),
                present="Beide besturen",
                summary="De plannen sluiten aan.",
            )
    held = dict(story.mails())
    rows = list(plan.overleggen.with_names())
    subjects = {
        row.counterpart.code: f"Overleg met {row.counterpart.display_name} vastgelegd: {PLAN}" for row in rows
    }
    assert set(held) == set(subjects.values())
    assert held.pop(subjects["VO2203"]) == receivers(*staff, neighbour)
    assert list(held.values()) == [receivers(*staff)]

    # The consent of the OPR.
    with clock.at("2014-01-30T09:00"):
        story.as_(editor).send(scenes.page(plan, "consultations:ask_consent"), asked_on=scenes.today())
    with clock.at("2014-02-20T09:00"):
        consent = plan.consent_requests.get()
        story.as_(opr).step(
            consent.get_absolute_url(), "Instemming vastleggen</a>", decided_on=scenes.today()
        )
    assert story.mails() == [
        (f"Instemming gevraagd: {PLAN}", receivers(opr)),
        (f"Besluit van de OPR: ingestemd · {PLAN}", receivers(*staff, opr)),
    ]

    # Adoption and filing: the check has nothing left to say.
    with clock.at("2014-04-14T15:00"):
        scenes.adopt(story, editor, plan)
        assert "Alles in orde" in story.as_(signatory).read(
            reverse("plans:transition", args=[plan.uuid, "file"])
        )
    with clock.at("2014-04-15T10:30:07"):
        receipt = scenes.file(story, signatory, plan)
    first = Filing.objects.get()
    assert (first.sequence, first.is_timely, first.findings) == (1, True, [])
    assert "15 april 2014 10.30.07 CEST" in receipt
    for row in first.manifest():
        assert row["sha256"] in receipt
    assert story.mails() == [
        (f"Ontvangstbewijs {first.reference}: {PLAN}", receivers(*staff)),
        (f"Plan ontvangen: {PLAN}", receivers(reviewer)),
        (f"Plan ingediend bij de inspectie: {PLAN}", receivers(*officials)),
    ]

    # The inspectorate asks for repair; the partnership repairs, adopts and files again.
    desk = reverse("admin:plans_dossier_change", args=[plan.pk])
    element = plan.elements().get(letter="a")
    with clock.at("2014-04-22T09:00"):
        inspector = story.as_(reviewer)
        assert PLAN.split(" · ")[1] in inspector.read(reverse("admin:index"))
        inspector.step(desk, "In behandeling nemen</a>")
        inspector.step(
            desk,
            "Herstelopdracht geven</a>",
            due="20-5-2014",
            reason="De basisondersteuning is niet beschreven.",
            **{f"element_{element.pk}": "Noem de voorzieningen."},
        )
    assert [subject for subject, _to in story.mails()] == [
        f"In behandeling genomen: {first.reference}",
        f"Herstelopdracht, uiterlijk 20 mei 2014: {first.reference}",
    ]
    assert "Noem de voorzieningen." in story.as_(editor).read(plan.get_absolute_url())
    with clock.at("2014-05-12T09:00"):
        chapter = plan.chapters.get(element=element)
        story.as_(editor).send(
            chapter.get_absolute_url(),
            title=chapter.title,
            body="<p>Elke school biedt dit.</p>",
            status="done",
        )
        scenes.adopt(story, editor, plan)
        again = scenes.file(story, signatory, plan)
    second = Filing.objects.get(sequence=2)
    assert second.in_answer_to == first
    assert "12 mei 2014 09.00.00 CEST" in again
    assert standing.fold(plan.filings.order_by("sequence")).current_filing == second
    with clock.at("2014-05-20T09:00"):
        inspector.step(desk, "In behandeling nemen</a>")
        inspector.step(desk, "Compleet bevinden</a>", reason="Alle onderdelen zijn er.")
    assert [subject for subject, _to in story.mails()] == [
        f"Ontvangstbewijs {second.reference}: {PLAN}",
        f"Plan ontvangen: {PLAN}",
        f"Plan ingediend bij de inspectie: {PLAN}",
        f"In behandeling genomen: {second.reference}",
        f"Compleet bevonden: {second.reference}",
    ]
    assert "compleet bevonden" in story.as_(editor).read(plan.get_absolute_url())
    first.refresh_from_db()
    assert (first.state, Filing.objects.get(sequence=2).state) == ("repair_requested", "complete")

    assert list(story.actions()) == [
        "plans.started",
        "plans.budget_saved",
        "plans.attachment_added",
        "plans.offered",
        "plans.version_frozen",
        *["consultations.invited"] * 7,
        *["consultations.overleg_invited"] * 2,
        "consultations.procedure_fixed",
        *["consultations.meeting_recorded", "consultations.talks_started"] * 7,
        *["consultations.agreed"] * 7,
        *["consultations.overleg_held"] * 2,
        "consultations.consent_asked",
        "consultations.consented",
        "plans.adopted",
        "plans.filed",
        "plans.taken_up",
        "plans.repair_requested",
        "plans.version_frozen",
        "plans.adopted",
        "plans.filed",
        "plans.taken_up",
        "plans.found_complete",
    ]
