"""The messages of the consultations: what they say, in both languages, without HTML escapes."""

import pytest

from consultations import services
from consultations.models import ConsentRequest, Consultation, Overleg
from plans.models import Dossier
from portal import clock, outbox
from portal.models import MailMessage
from tests import world
from tests.consultations.conftest import decide, offer_again, outcome


@pytest.fixture
def people(db: None) -> None:
    world.everyone()
    world.editor("VO2203")


def message(event: str, to: str) -> tuple[str, str]:
    row = MailMessage.objects.filter(event=f"consultations/{event}", address=to).order_by("pk").last()
    assert row is not None
    return outbox.rendered(row)


def test_invitation(people: None, plan: Dossier) -> None:
    subject, text = message("invited", world.official().email)
    assert subject == f"Uitnodiging voor het overleg (OOGO): {plan}"
    for words in (
        f"{plan.partnership.display_name} nodigt de gemeente Meppel uit",
        "versie 1.",
        f"Aangeboden door: {world.editor()}",
        "leg daarna vast wat het college ervan vindt",
        f"http://127.0.0.1:8000{world.consultation(plan).get_absolute_url()}",
    ):
        assert words in text, words
    assert "Reageren uiterlijk" not in text


def test_second_invitation_has_the_term_and_what_was_said(people: None, plan: Dossier) -> None:
    world.procedure(plan, response_days=28)
    outcome(world.consultation(plan))
    offer_again(plan)
    subject, text = message("invited", world.official().email)
    assert subject == f"Nieuwe versie (2) voor het overleg: {plan}"
    assert "Reageren uiterlijk: 17 februari 2014" in text
    assert "De uitkomst die eerder is vastgelegd blijft staan" in text
    subject, text = message("overleg_invited", world.editor("VO2203").email)
    assert subject == f"Nieuwe versie (2) voor het overleg: {plan}"
    assert "legt u een nieuwe versie van het concept voor" in text


def test_invitation_of_a_partnership(people: None, plan: Dossier) -> None:
    subject, text = message("overleg_invited", world.editor("VO2203").email)
    assert subject == f"Uitnodiging voor overleg over het plan van een ander samenwerkingsverband: {plan}"
    assert "Uw gebieden overlappen." in text
    assert Overleg.objects.get(dossier=plan, counterpart__code="VO2203").get_absolute_url() in text


def test_part_of_a_municipality_is_named(people: None, db: None) -> None:
    staphorst = world.official("Staphorst")
    world.offered()
    assert (
        "Het gaat om dit deel van de gemeente: alleen postcodes 7951, 7955."
        in message("invited", staphorst.email)[1]
    )


def test_outcome_of_the_municipality(people: None, plan: Dossier, talks: Consultation) -> None:
    outcome(talks, "agree_on_behalf", evidence="Brief van 3 januari")
    subject, text = message("outcome", world.official().email)
    assert subject == f"Meppel: overeenstemming · {plan}"
    assert "(het samenwerkingsverband, namens de gemeente)" in text
    assert "Waaruit dit blijkt:\nBrief van 3 januari" in text
    assert "De gemeente kan de uitkomst zelf vastleggen" in text
    outcome(talks, "disagree", signatory="A. Bakker", remarks="Vervoer & <zorg>.")
    subject, text = message("outcome", world.editor().email)
    assert subject == f"Meppel: geen overeenstemming · {plan}"
    for words in (
        "is gecorrigeerd",
        "Uitkomst: geen overeenstemming",
        "Eerder vastgelegd: overeenstemming",
        "Versie: 1",
        "Datum van de uitkomst: 20 januari 2014",
        "Namens het college: A. Bakker",
        f"Vastgelegd door: {world.official()}",
        "Vervoer & <zorg>.",
        "geschillencommissie",
    ):
        assert words in text, words


def test_not_attended_says_how_to_go_on(people: None, plan: Dossier, talks: Consultation) -> None:
    outcome(talks, "not_attended_on_behalf")
    assert "Zo nodig wordt een nieuwe datum afgesproken." in message("outcome", world.editor().email)[1]


def test_overleg(people: None, plan: Dossier) -> None:
    row = Overleg.objects.with_names().get(dossier=plan, counterpart__code="VO2203")
    services.record_overleg(
        row, by=world.editor(), held_on=clock.today(), present="besturen", summary="Doorgaande lijn."
    )
    subject, text = message("overleg_held", world.editor("VO2203").email)
    assert subject.startswith("Overleg met VO2203")
    assert "Datum: 20 januari 2014" in text
    assert "Besproken:\nDoorgaande lijn." in text
    assert f"Vastgelegd door: {world.editor()} ({plan.partnership.organisation})" in text


def test_consent(people: None, plan: Dossier, consent: ConsentRequest) -> None:
    subject, text = message("consent_asked", world.opr_secretary().email)
    assert subject == f"Instemming gevraagd: {plan}"
    assert "Besluiten uiterlijk: 17 februari 2014" in text
    assert "Voorgelegd op: 20 januari 2014" in text
    for name, words in (
        ("refuse_on_behalf", "Pas het plan aan of ga in gesprek."),
        ("consent_with_conditions", "Het samenwerkingsverband kijkt of het plan aan de voorwaarden voldoet"),
        ("consent", "Het samenwerkingsverband kan het plan laten vaststellen en indienen."),
    ):
        decide(consent, name, remarks="Noem de ouders.")
        text = message("consent_decided", world.editor().email)[1]
        assert words in text
        assert "Noem de ouders." in text
    assert "Eerder vastgelegd: ingestemd onder voorwaarden" in text
    assert message("consent_decided", world.editor().email)[0] == f"Besluit van de OPR: ingestemd · {plan}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_renders_in_both_languages(
    people: None, plan: Dossier, consent: ConsentRequest, talks: Consultation, language: str
) -> None:
    outcome(talks, "disagree", remarks="x")
    decide(consent, "consent")
    row = Overleg.objects.with_names().filter(dossier=plan).first()
    assert row is not None
    services.record_overleg(row, by=world.editor(), held_on=clock.today(), present="x", summary="y")
    messages = MailMessage.objects.filter(event__startswith="consultations/")
    assert {row.event.split("/")[1] for row in messages} == {
        "invited", "overleg_invited", "outcome", "overleg_held", "consent_asked", "consent_decided",
    }  # fmt: skip
    for mail in messages:
        subject, text = outbox.rendered(mail, language)
        assert subject
        assert "{" not in text
        assert "\n\n\n" not in text
        assert "http://127.0.0.1:8000/" in text


def test_state_is_in_the_language_of_the_reader(people: None, plan: Dossier, talks: Consultation) -> None:
    outcome(talks, "agree")
    row = MailMessage.objects.filter(event="consultations/outcome").first()
    assert row is not None
    assert row.context["outcome"] == "agreed"
    assert outbox.rendered(row, "en")[0] != outbox.rendered(row, "nl")[0]
