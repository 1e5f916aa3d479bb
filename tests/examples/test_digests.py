"""The digest over time: who gets it when, what is in it, and what stops it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from examples import services
from examples.models import Example, Subscription
from guidance.models import Subject
from portal import clock, outbox
from portal.models import AuditEntry, MailMessage, User
from tests import world

pytestmark = pytest.mark.django_db
Make = Callable[..., Example]
Sign = Callable[[User], Client]
PAGE = reverse("examples:following")


def subscribe(user: User, *keys: str, frequency: str = "daily") -> Subscription:
    return services.save_subscription(
        user, subjects=Subject.objects.filter(key__in=keys), frequency=frequency
    )


def digests() -> list[tuple[str, list[str]]]:
    """Receiver and titles of every digest, in order."""
    rows = MailMessage.objects.filter(event="examples/digest").order_by("pk")
    return [(row.address, [example["title"] for example in row.context["examples"]]) for row in rows]


def send(moment: str) -> int:
    with clock.at(moment):
        return services.send_digests()


def test_everybody_gets_what_they_follow(example: Make) -> None:
    official, editor = world.official(), world.editor()
    subscribe(official, "jeugdhulp", "leerlingenvervoer")
    subscribe(editor, "leerlingenvervoer")
    with clock.at("2014-01-20T12:00"):
        example("Jeugd", upto="published", subjects=("jeugdhulp",))
        example("Beide", upto="published", subjects=("jeugdhulp", "leerlingenvervoer"))
    assert send("2014-01-21T10:00") == 2
    assert digests() == [(official.email, ["Jeugd", "Beide"]), (editor.email, ["Beide"])]


def test_taken_off_the_site_before_the_digest_it_is_not_in_it(example: Make) -> None:
    subscribe(world.official(), "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        row = example(upto="published")
        services.take_back_example(row, name="take_back", by=world.editor())
    assert send("2014-01-21T10:00") == 0
    assert digests() == []


def test_published_in_the_seconds_before_it_comes_once(example: Make) -> None:
    user = world.official()
    subscribe(user, "jeugdhulp")
    for time in ("09:54:59", "09:55:00", "09:55:01", "10:00:00"):
        with clock.at(f"2014-01-21T{time}"):
            example(time, upto="published")
    for day in range(21, 25):
        send(f"2014-01-{day}T10:00")
    assert digests() == [
        (user.email, ["09:54:59", "09:55:00"]),
        (user.email, ["09:55:01", "10:00:00"]),
    ]


def test_published_while_the_first_digest_was_not_yet_due_and_written_late(example: Make) -> None:
    """A publication whose transaction ends after the digest was made carries a moment from before it."""
    user = world.official()
    subscribe(user, "jeugdhulp")
    assert send("2014-01-21T10:00") == 0
    with clock.at("2014-01-21T09:59:58"):
        example("Laat vastgelegd", upto="published")
    send("2014-01-22T10:00")
    assert digests() == [(user.email, ["Laat vastgelegd"])]


def test_digest_keeps_its_hour_when_the_worker_is_a_few_seconds_early_or_late(example: Make) -> None:
    """The worker runs every hour, never to the second: nobody's morning mail becomes an evening mail."""
    subscribe(world.official(), "jeugdhulp")
    for day, second in zip(range(21, 31), (9, 7, 5, 8, 3, 9, 1, 6, 2, 4), strict=True):
        for hour in range(24):
            send(f"2014-01-{day}T{hour:02}:00:{second:02}")
        with clock.at(f"2014-01-{day}T23:30"):
            example(f"Van de {day}e", upto="published")
    queued = MailMessage.objects.filter(event="examples/digest").order_by("pk")
    assert [row.created_at.astimezone(clock.AMSTERDAM).hour for row in queued] == [10] * 9


def test_somebody_who_left_gets_none(example: Make) -> None:
    user = world.official()
    subscribe(user, "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert send("2014-01-21T10:00") == 0


def test_digest_that_another_worker_sent_meanwhile_is_left_alone(example: Make) -> None:
    from examples.services import digests as module

    row = subscribe(world.official(), "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    with clock.at("2014-01-21T10:00"):
        assert [module._send(row.pk), module._send(row.pk)] == [True, False]
    assert len(digests()) == 1


def test_who_begins_again_hears_nothing_of_the_time_between(example: Make) -> None:
    user = world.official()
    row = subscribe(user, "jeugdhulp")
    services.stop_digest(row)
    with clock.at("2014-01-22T10:00"):
        example("Tussendoor", upto="published")
    with clock.at("2014-01-23T10:00"):
        assert services.follow(user, Subject.objects.get(key="leerlingenvervoer"))
    with clock.at("2014-01-23T10:01"):
        example("Daarna", upto="published")
    row.refresh_from_db()
    assert (row.frequency, row.subjects.count()) == ("weekly", 2)
    assert send("2014-01-30T10:00") == 1
    assert digests() == [(user.email, ["Daarna"])]


def test_saving_the_same_again_does_not_put_off_the_digest(client_of: Sign) -> None:
    user = world.official()
    row = subscribe(user, "jeugdhulp", frequency="weekly")
    due = row.next_at
    with clock.at("2014-01-26T10:00"):
        subscribe(user, "jeugdhulp", "leerlingenvervoer", frequency="weekly")
    row.refresh_from_db()
    assert row.next_at == due
    html = client_of(user).get(PAGE).content.decode()
    assert "Het volgende overzicht is van 27 januari 2014." in html


def test_refused_page_keeps_what_was_chosen(client_of: Sign) -> None:
    answer = client_of(world.official()).post(PAGE, {"frequency": "monthly"})
    assert answer.status_code == 422
    assert answer.context["form"]["frequency"].value() == "monthly"
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("data", [{}, {"frequency": "hourly"}])
def test_frequency_that_is_none_is_refused(client_of: Sign, data: dict[str, str]) -> None:
    answer = client_of(world.official()).post(PAGE, data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["frequency"]


def test_no_mail_needs_no_subject(client_of: Sign) -> None:
    assert client_of(world.official()).post(PAGE, {"frequency": "never"}).status_code == 302
    row = Subscription.objects.get()
    assert (row.frequency, row.next_at) == ("never", None)


def test_pages_of_following_are_for_who_is_signed_in(client: Client) -> None:
    for answer in (
        client.get(PAGE),
        client.post(PAGE, {"frequency": "never"}),
        client.post(reverse("examples:follow", args=["jeugdhulp"])),
    ):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_login"))
    assert not Subscription.objects.exists()


def test_saving_needs_the_token_of_the_form(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.official())
    assert browser.post(PAGE, {"frequency": "never"}).status_code == 403
    assert browser.post(reverse("examples:follow", args=["jeugdhulp"])).status_code == 403
    assert not Subscription.objects.exists()


def test_stop_page_is_not_indexed_and_tells_no_names(client: Client) -> None:
    user = world.official()
    row = subscribe(user, "jeugdhulp")
    answer = client.get(reverse("examples:stop_digest", args=[row.token]))
    # The secret goes to no other site; here the button for the other language needs to know where it came from.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert user.email not in answer.content.decode()
    assert client.head(reverse("examples:stop_digest", args=[row.token])).status_code == 200
    row.refresh_from_db()
    assert row.next_at is not None


def test_stopped_by_the_link_nothing_comes_and_the_trail_tells_who(example: Make, client: Client) -> None:
    user, other = world.official(), world.editor()
    row = subscribe(user, "jeugdhulp")
    subscribe(other, "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    client.post(reverse("examples:stop_digest", args=[row.token]))
    assert send("2014-01-21T10:00") == 1
    assert digests() == [(other.email, ["Samen aan tafel"])]
    line = AuditEntry.objects.get(action="guidance.digest_stopped")
    assert (line.actor, line.subject_id) == (user, str(row.pk))
    html = client.get(reverse("examples:stop_digest", args=[row.token])).content.decode()
    assert "U krijgt al geen overzicht." in html


def test_secret_stands_nowhere_in_the_audit_trail(client: Client) -> None:
    row = subscribe(world.official(), "jeugdhulp")
    client.post(reverse("examples:stop_digest", args=[row.token]))
    lines = AuditEntry.objects.filter(subject="examples.Subscription")
    assert lines.count() == 2
    for line in lines:
        assert row.token not in f"{line.data}{line.subject_text}{line.reason}{line.subject_id}"


def test_digest_is_mailed_after_the_commit_with_names_as_they_are(
    example: Make, django_capture_on_commit_callbacks: Any
) -> None:
    user = world.official()
    subscribe(user, "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        example("Samen & 'apart'", upto="published")
        example("Twee", upto="published")
    MailMessage.objects.update(status="sent")
    mail.outbox.clear()
    with clock.at("2014-01-21T10:00"), django_capture_on_commit_callbacks(execute=True):
        services.send_digests()
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([user.email], "2 nieuwe voorbeelden over wat u volgt")
    assert "- Samen & 'apart'\n  " in message.body
    assert f"{world.partnership().organisation.name} · Meppel" in message.body
    assert "Stoppen, zonder in te loggen:" in message.body


def test_only_the_digest_can_be_stopped_by_a_mail_program(
    example: Make, django_capture_on_commit_callbacks: Any
) -> None:
    world.guidance_editor()
    with django_capture_on_commit_callbacks(execute=True):
        example(upto="submitted")
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_copy_in_the_portal_is_read_in_english(example: Make) -> None:
    user = world.official()
    subscribe(user, "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        example(upto="published")
    send("2014-01-21T10:00")
    subject, _text = outbox.shown(MailMessage.objects.latest("pk"), "en")
    assert subject == "1 new example on what you follow"


def test_mended_and_published_again_it_is_no_news(example: Make) -> None:
    user, newcomer = world.official(), world.editor()
    subscribe(user, "jeugdhulp")
    with clock.at("2014-01-20T12:00"):
        row = example(upto="published")
    assert send("2014-01-21T10:00") == 1
    with clock.at("2014-01-21T11:00"):
        subscribe(newcomer, "jeugdhulp")
    with clock.at("2014-01-21T12:00"):
        services.decide_example(row, name="take_down", by=world.guidance_editor(), reason="Een typefout.")
        services.submit_example(row, by=world.editor())
        services.decide_example(row, name="publish", by=world.guidance_editor())
    assert send("2014-01-22T13:00") == 1, "who follows since then has not read of it"
    assert digests() == [(user.email, ["Samen aan tafel"]), (newcomer.email, ["Samen aan tafel"])]
