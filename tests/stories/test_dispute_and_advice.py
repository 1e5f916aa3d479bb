"""No agreement with one municipality: to the committee and back, while the plan is filed in time."""

from django.urls import reverse

from disputes.models import Dispute
from plans.models import Filing
from portal import clock
from portal.models import AuditEntry
from tests import world
from tests.plans.conftest import pdf
from tests.stories import scenes
from tests.stories.person import Story
from tests.stories.test_all_agree import PLAN, receivers


def test_dispute_and_advice(story: Story) -> None:
    editor, signatory, official = world.editor(), world.signatory(), world.official()
    secretary, reviewer = world.committee_secretary(), world.reviewer()
    parties = receivers(editor, signatory, official)
    everyone = receivers(editor, signatory, official, secretary)
    plan = scenes.write(story, editor)
    scenes.offer(story, editor, plan)
    talks = world.consultation(plan)
    page = talks.get_absolute_url()
    story.mails()

    # Without a procedure that names a committee there is nowhere to go, and the page says so.
    with clock.at("2014-02-03T10:00"):
        story.as_(official).step(
            page,
            "Geen overeenstemming vastleggen</a>",
            decided_on=scenes.today(),
            remarks="Te weinig jeugdhulp.",
        )
        assert "De vastgelegde procedure noemt geen geschillencommissie." in story.as_(editor).read(page)
        scenes.fix_procedure(story, editor, plan)
    assert story.mails() == [(f"Meppel: geen overeenstemming · {PLAN}", parties)]

    # The partnership lodges the dispute; the committee takes it through.
    with clock.at("2014-02-10T10:00"):
        where = story.as_(editor).step(
            page,
            "Geschil voorleggen aan de commissie</a>",
            reason="Wij bieden genoeg aansluiting.",
            grounds="Wij bieden genoeg aansluiting.",
            document=pdf("verzoekschrift.pdf"),
        )
    dispute = Dispute.objects.with_names().get()
    assert where == dispute.get_absolute_url()
    assert world.consultation(plan).state == "in_dispute"
    committee = story.as_(secretary)
    assert committee.follow(reverse("disputes:disputes"), "Meppel") == where
    with clock.at("2014-02-12T10:00"):
        committee.step(where, "Ontvankelijk verklaren</a>", case_number="2014-007")
    with clock.at("2014-02-24T10:00"):
        story.as_(official).step(where, "Verweer indienen</a>", reason="Er is geen afspraak over jeugdhulp.")
    with clock.at("2014-03-05T16:00"):
        committee.step(
            where, "Gehouden zitting vastleggen</a>", happened_on="5-3-2014", reason="Beide kwamen."
        )

    # The plan is adopted and filed in time, while the dispute runs.
    with clock.at("2014-04-28T12:00"):
        scenes.adopt(story, editor, plan)
        receipt = scenes.file(story, signatory, plan)
    filing = Filing.objects.get()
    assert filing.is_timely
    assert Dispute.objects.get().state == "heard"
    assert "dispute_under_way" in {row["code"] for row in filing.findings}
    assert "Geschil" in receipt or "geschil" in receipt

    with clock.at("2014-05-06T10:00"):
        committee.step(
            where,
            "Advies uitbrengen</a>",
            happened_on="6-5-2014",
            case_number="2014-007",
            advice_number="A-12",
            reason="Leg de aansluiting op de jeugdhulp vast.",
            document=pdf("advies.pdf", "advies"),
        )
    assert world.consultation(plan).state == "not_agreed"
    for user in (editor, official, secretary):
        assert "Leg de aansluiting op de jeugdhulp vast." in story.as_(user).read(where)
    assert "Leg de aansluiting op de jeugdhulp vast." in story.as_(reviewer).read(
        reverse("admin:plans_dossier_change", args=[plan.pk])
    )

    # Both parties say what they do with it, each apart; then there is a new outcome.
    with clock.at("2014-05-07T10:00"):
        story.as_(editor).step(
            where, "Vastleggen wat u met het advies doet</a>", reason="Wij nemen het over."
        )
        story.as_(official).step(where, "Vastleggen wat u met het advies doet</a>", reason="Daarmee akkoord.")
        story.as_(official).step(
            page,
            "Overeenstemming met opmerkingen vastleggen</a>",
            decided_on=scenes.today(),
            remarks="Na het advies.",
        )
        committee.step(where, "Dossier sluiten</a>")
    row = world.consultation(plan)
    assert [outcome.kind for outcome in row.outcomes.order_by("pk")] == ["not_agreed", "agreed_with_remarks"]
    assert row.outcome is not None
    assert row.outcome.corrects == row.outcomes.order_by("pk")[0]

    def step(text: str) -> tuple[str, list[str]]:
        return f"Geschil met Meppel: {text} ({PLAN})", everyone

    assert story.mails() == [
        step("geschil aanhangig gemaakt"),
        step("ontvankelijk verklaard"),
        step("verweer ingediend"),
        step("zitting gehouden"),
        (f"Ontvangstbewijs {filing.reference}: {PLAN}", receivers(editor, signatory)),
        (f"Plan ontvangen: {PLAN}", receivers(reviewer)),
        (f"Plan ingediend bij de inspectie: {PLAN}", receivers(official)),
        step("advies uitgebracht"),
        # Two mails with one subject: what the partnership does with it, and what the municipality does.
        (step("vervolg op het advies vastgelegd")[0], sorted(everyone * 2)),
        (f"Meppel: overeenstemming met opmerkingen · {PLAN}", parties),
        step("geschil afgesloten"),
    ]
    about = AuditEntry.objects.filter(
        subject__in=["disputes.Dispute", "consultations.Consultation"]
    ).order_by("pk")
    assert list(about.exclude(action="consultations.invited").values_list("action", "actor__email")) == [
        ("consultations.not_agreed", official.email),
        ("disputes.lodged", editor.email),
        ("consultations.escalated", editor.email),
        ("disputes.admissible", secretary.email),
        ("disputes.responded", official.email),
        ("disputes.heard", secretary.email),
        ("disputes.advised", secretary.email),
        ("consultations.dispute_ended", secretary.email),
        ("disputes.followed_up", editor.email),
        ("disputes.followed_up", official.email),
        ("consultations.agreed_with_remarks", official.email),
        ("disputes.closed", secretary.email),
    ]
