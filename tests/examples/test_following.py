"""Following subjects, the digest, and stopping it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from examples import services
from examples.models import Example, Subscription
from guidance.models import Subject
from portal import clock, outbox
from portal.models import AuditEntry, MailMessage, User
from tests import world

Make = Callable[..., Example]
Sign = Callable[[User], Client]
PAGE = reverse("examples:following")


def subscribe(user: User, *keys: str, frequency: str = "weekly") -> Subscription:
    return services.save_subscription(
        user, subjects=Subject.objects.filter(key__in=keys), frequency=frequency
    )


def digests() -> list[list[str]]:
    """The titles in every digest, in order."""
    rows = MailMessage.objects.filter(event="examples/digest").order_by("pk")
    return [[example["title"] for example in row.context["examples"]] for row in rows]


def test_digest_tells_what_is_new_on_what_one_follows(example: Make) -> None:
    example("Van voor die tijd", upto="published")
    with clock.at("2014-01-21T10:00"):
        subscribe(world.official(), "jeugdhulp")
    with clock.at("2014-01-23T10:00"):
        example("Nieuw", upto="published")
        example("Over iets anders", upto="published", subjects=("leerlingenvervoer",))
        example("Niet geplaatst", upto="submitted")
        assert services.send_digests() == 0, "it is not its turn yet"
    with clock.at("2014-01-28T10:00"):
        assert services.send_digests() == 1
        assert services.send_digests() == 0
    with clock.at("2014-02-04T10:00"):
        assert services.send_digests() == 0, "nothing new, no mail"
    assert digests() == [["Nieuw"]]


@pytest.mark.parametrize(
    ("frequency", "too_early", "due"),
    [
        ("daily", "2014-01-21T09:59", "2014-01-21T10:00"),
        ("weekly", "2014-01-27T09:59", "2014-01-27T10:00"),
        ("monthly", "2014-02-19T09:59", "2014-02-19T10:00"),
    ],
)
def test_as_often_as_one_chose(example: Make, frequency: str, too_early: str, due: str) -> None:
    subscribe(world.official(), "jeugdhulp", frequency=frequency)
    with clock.at("2014-01-20T10:01"):
        example("Nieuw", upto="published")
    with clock.at(too_early):
        assert services.send_digests() == 0
    with clock.at(due):
        assert services.send_digests() == 1


def test_who_wants_no_mail_gets_none(example: Make) -> None:
    subscribe(world.official(), "jeugdhulp", frequency="never")
    example(upto="published")
    with clock.at("2014-12-01T10:00"):
        assert services.send_digests() == 0


def test_worker_that_was_away_sends_one_digest(example: Make) -> None:
    subscribe(world.official(), "jeugdhulp", frequency="daily")
    for day in range(21, 29):
        with clock.at(f"2014-01-{day}T10:00"):
            example(f"Van de {day}e", upto="published")
    with clock.at("2014-02-01T10:00"):
        assert services.send_digests() == 1
        assert services.send_digests() == 0
    assert [len(titles) for titles in digests()] == [8]


def test_published_at_the_very_moment_it_is_in_the_next_digest(example: Make) -> None:
    """Somebody may publish while the digest is made: not twice, and above all not never."""
    subscribe(world.official(), "jeugdhulp", frequency="daily")
    with clock.at("2014-01-21T09:50"):
        example("Ruim ervoor", upto="published")
    with clock.at("2014-01-21T09:58"):
        example("Op het nippertje", upto="published")
    with clock.at("2014-01-21T10:00"):
        services.send_digests()
    with clock.at("2014-01-22T10:00"):
        services.send_digests()
    assert digests() == [["Ruim ervoor"], ["Op het nippertje"]]


def test_choosing_again_skips_nothing(example: Make) -> None:
    user = world.official()
    subscribe(user, "jeugdhulp")
    with clock.at("2014-01-21T10:00"):
        example("Nieuw", upto="published")
    with clock.at("2014-01-22T10:00"):
        subscribe(user, "jeugdhulp", "leerlingenvervoer", frequency="daily")
    with clock.at("2014-01-23T10:00"):
        services.send_digests()
    assert digests() == [["Nieuw"]]


def test_page_asks_for_a_subject_or_no_mail(client_of: Sign, db: None) -> None:
    browser = client_of(world.official())
    answer = browser.post(PAGE, {"frequency": "weekly"})
    assert answer.status_code == 422
    assert "Kies ten minste één onderwerp, of kies ‘geen e-mail’." in answer.content.decode()
    subject = Subject.objects.get(key="jeugdhulp")
    assert browser.post(PAGE, {"frequency": "daily", "subjects": [subject.pk]}).status_code == 302
    row = Subscription.objects.get()
    assert (row.frequency, list(row.subjects.all())) == ("daily", [subject])
    line = AuditEntry.objects.get(action="guidance.following_changed")
    assert line.data == {"subjects": ["jeugdhulp"], "frequency": "daily"}
    assert browser.post(PAGE, {"frequency": "weekly", "subjects": ["9" * 40]}).status_code == 422


def test_following_a_subject_from_the_list(client_of: Sign, example: Make) -> None:
    example(upto="published")
    browser = client_of(world.official())
    listed = f"{reverse('examples:examples')}?onderwerp=jeugdhulp"
    assert "Volg ‘Afstemming met de jeugdhulp’" in browser.get(listed).content.decode()
    for _click in range(2):
        assert browser.post(reverse("examples:follow", args=["jeugdhulp"])).status_code == 302
    assert "U volgt ‘Afstemming met de jeugdhulp’." in browser.get(listed).content.decode()
    assert Subscription.objects.get().frequency == "weekly"
    assert AuditEntry.objects.filter(action="guidance.following_changed").count() == 1
    assert browser.post(reverse("examples:follow", args=["niets"])).status_code == 404


def test_stopping_takes_one_click_and_no_sign_in(db: None) -> None:
    row = subscribe(world.official(), "jeugdhulp")
    stranger = Client(enforce_csrf_checks=True)
    url = reverse("examples:stop_digest", args=[row.token])
    assert "Stop het overzicht" in stranger.get(url).content.decode()
    row.refresh_from_db()
    assert row.next_at is not None, "a mail scanner that looks stops nothing"
    # As a mail program does it by itself (RFC 8058).
    answer = stranger.post(url, {"List-Unsubscribe": "One-Click"})
    assert "Gestopt. U krijgt geen overzicht meer." in answer.content.decode()
    row.refresh_from_db()
    assert (row.next_at, row.frequency) == (None, "never")
    assert row.subjects.count() == 1
    stranger.post(url)
    assert AuditEntry.objects.filter(action="guidance.digest_stopped").count() == 1
    assert stranger.post(reverse("examples:stop_digest", args=["onbekend"])).status_code == 404


def test_mail_names_what_is_new_and_can_be_stopped_by_the_mail_program(example: Make, settings: Any) -> None:
    user = world.official()
    row = subscribe(user, "jeugdhulp", frequency="daily")
    with clock.at("2014-01-20T12:00"):
        made = example(upto="published")
    with clock.at("2014-01-21T12:00"):
        MailMessage.objects.update(status="sent")
        call_command("send_guidance_mail", verbosity=0)
        outbox.deliver()
    (message,) = mail.outbox
    stop = f"{settings.PUBLIC_URL}{reverse('examples:stop_digest', args=[row.token])}"
    assert message.subject == "1 nieuw voorbeeld over wat u volgt"
    assert f"{settings.PUBLIC_URL}{made.get_absolute_url()}" in str(message.body)
    assert stop in str(message.body)
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reader_of_english_gets_it_in_english(example: Make) -> None:
    user = world.official()
    user.language = "en"
    user.save()
    subscribe(user, "jeugdhulp", frequency="daily")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    with clock.at("2014-01-21T12:00"):
        services.send_digests()
    subject, text = outbox.rendered(MailMessage.objects.latest("pk"))
    assert subject == "1 new example on what you follow"
    assert "Stop, without signing in:" in text


def test_command_says_what_it_did(example: Make, capsys: Any) -> None:
    subscribe(world.official(), "jeugdhulp", frequency="daily")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    with clock.at("2014-01-21T12:00"):
        call_command("send_guidance_mail")
    assert capsys.readouterr().out == "1 digests and 0 reminders queued\n"


def test_subjects_stand_under_their_kind_and_an_error_leads_to_the_first_box(
    db: None, client_of: Sign
) -> None:
    page = client_of(world.official()).post(PAGE, {"frequency": "weekly"})
    html = page.content.decode()
    assert html.index("<legend>Onderwerp van het overleg</legend>") < html.index(
        "<legend>Onderdeel van het plan</legend>"
    )
    assert 'href="#id_subjects_0_0"' in html
    assert html.count('id="id_subjects_0_0"') == 1
