"""The messages of the plan: what they say, in both languages, without HTML escapes."""

import pytest
from django.core import mail

from plans import services
from plans.models import Filing
from portal import clock, outbox
from portal.models import MailMessage
from tests import world


@pytest.fixture
def filing(db: None) -> Filing:
    plan = world.adopted(agree=False)
    with clock.at("2014-04-14T09:03:07"):
        return services.file_plan(plan, by=world.signatory())


def message(event: str, to: str) -> tuple[str, str]:
    return outbox.rendered(MailMessage.objects.get(event=f"plans/{event}", address=to))


def test_receipt_mail_has_all_facts(filing: Filing, settings: object) -> None:
    subject, text = message("filed", world.editor().email)
    assert subject == f"Ontvangstbewijs {filing.reference}: {filing.dossier}"
    for words in (
        f"Kenmerk: {filing.reference}",
        "Ontvangen: 14 april 2014 09.03.07 CEST",
        "Dat is op tijd: vóór 1 mei 2014 00.00.00 CEST.",
        f"Ingediend door: {filing.filed_by_name}",
        f"Namens: {filing.filed_for_name}",
        filing.version.sha256,
        filing.version.pdf.sha256,
        f"http://127.0.0.1:8000{filing.get_absolute_url()}",
    ):
        assert words in text, words
    assert "&lt;" not in text
    assert "{" not in text


def test_inspectorate_and_municipalities_hear_of_it(db: None) -> None:
    reviewer, official = world.reviewer(), world.official()
    filing = world.filed(agree=False)
    subject, text = message("received", reviewer.email)
    assert subject == f"Plan ontvangen: {filing.dossier}"
    assert filing.version.sha256 in text
    subject, text = message("filed_notice", official.email)
    assert subject == f"Plan ingediend bij de inspectie: {filing.dossier}"
    assert "U hoeft niets te doen." in text


def test_late_filing_says_so(db: None) -> None:
    reviewer, plan = world.reviewer(), world.adopted(agree=False)
    with clock.at("2014-05-02T09:00"):
        services.file_plan(plan, by=world.signatory())
    for event, to in (("filed", world.editor().email), ("received", reviewer.email)):
        assert (
            "Dat is 1 dag 9 uur te laat: het plan moest er zijn vóór 1 mei 2014 00.00.00 CEST. "
            "De indiening telt; zij is als te laat gemarkeerd.\n"
        ) in message(event, to)[1]
    assert message("received", reviewer.email)[0].startswith("Plan ontvangen (te laat): ")


@pytest.mark.parametrize(
    ("when", "line"),
    [
        ("2014-04-30T23:59:59", "Dat is op tijd: vóór 1 mei 2014 00.00.00 CEST."),
        (
            "2014-05-20T12:00",
            "Dit is het antwoord op een herstelopdracht bij {}; "
            "de uiterste datum van de ronde was 19 dagen 12 uur eerder.",
        ),
    ],
)
def test_answer_to_a_repair_request_is_called_timely_only_when_it_is(
    filing: Filing, when: str, line: str
) -> None:
    reviewer, plan = world.reviewer(), filing.dossier
    services.take_up(filing, by=reviewer)
    services.request_repair(filing, by=reviewer, reason="Te mager.", due=world.day("2014-06-01"))
    MailMessage.objects.all().delete()
    with clock.at(when):
        services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=world.signatory())
    text = message("filed", world.editor().email)[1]
    assert line.format(filing.reference) in text.splitlines()
    assert ("op tijd" in text) == line.startswith("Dat is op tijd")
    subject, text = message("received", reviewer.email)
    assert line.format(filing.reference) in text.splitlines()
    assert subject == f"Plan ontvangen: {plan}"


def test_decisions_of_the_inspectorate(filing: Filing) -> None:
    reviewer, to = world.reviewer(), world.editor().email
    services.take_up(filing, by=reviewer)
    assert message("taken_up", to)[0] == f"In behandeling genomen: {filing.reference}"
    element = filing.dossier.elements().first()
    services.request_repair(
        filing,
        by=reviewer,
        reason="Niet <genoeg> & te laat.",
        due=world.day("2014-05-20"),
        element_findings=[(element, "Noem alles."), (None, "Ook dit.")],
    )
    subject, text = message("repair_requested", to)
    assert subject == f"Herstelopdracht, uiterlijk 20 mei 2014: {filing.reference}"
    assert "Niet <genoeg> & te laat." in text
    assert f"- {element}: Noem alles.\n- Ook dit.\n" in text
    services.reconsider(filing, by=reviewer, reason="Toch anders.")
    assert "Toch anders." in message("reconsidered", to)[1]
    services.find_complete(filing, by=reviewer, reason="Goed zo.")
    subject, text = message("found_complete", to)
    assert subject == f"Compleet bevonden: {filing.reference}"
    assert "Goed zo." in text


def test_enforcement(plan: object) -> None:
    dossier = world.dossier()
    with clock.at("2014-05-02T09:00"):
        services.start_enforcement(dossier, by=world.reviewer(), reason="Niets ontvangen.")
        services.end_enforcement(dossier, by=world.reviewer(), reason="Het plan is er.")
    assert "Niets ontvangen." in message("enforcement_started", world.editor().email)[1]
    assert "Het plan is er." in message("enforcement_ended", world.editor().email)[1]


@pytest.mark.django_db(transaction=False)
def test_all_messages_are_really_sent(filing: Filing, django_capture_on_commit_callbacks: object) -> None:
    mail.outbox.clear()
    MailMessage.objects.exclude(event__startswith="plans/").delete()
    with clock.at("2014-04-15T09:00"):
        sent, failed = outbox.deliver()
    assert failed == 0
    assert sent == MailMessage.objects.filter(event__startswith="plans/").count()


def test_messages_exist_in_english_too(filing: Filing) -> None:
    row = MailMessage.objects.get(event="plans/filed", address=world.editor().email)
    _subject, text = outbox.rendered(row, "en")
    assert filing.version.sha256 in text
