"""The in-portal copies: one's own, unread first seen, page by page, in the language of the page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock, outbox
from portal.models import MailMessage, User
from portal.templatetags.people import unread
from tests import world

CONTEXT = {
    "person": "Jan & <b>Co</b>",
    "organisation": "PO2203",
    "role": "partnership_editor",
    "path": "/start/",
}


@pytest.fixture
def reader(manager: User) -> User:
    return manager


@pytest.fixture
def client(reader: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reader)


def queue(user: User, count: int = 1) -> list[MailMessage]:
    for _ in range(count):
        outbox.notify("portal/joined", CONTEXT, people=[user])
    return list(MailMessage.objects.filter(user=user).order_by("-created_at", "-pk"))


LIST = "/berichten/"


def test_no_messages_is_said(client: Client) -> None:
    html = client.get(LIST).content.decode()
    assert "U hebt nog geen berichten." in html
    assert "Alles als gelezen markeren" not in html


def test_list_shows_ones_own_messages_latest_first(client: Client, reader: User) -> None:
    first = queue(reader)[0]
    queue(world.editor("PO2502"))
    with clock.at("2014-02-01T10:00"):
        second = queue(reader)[0]
    page = client.get(LIST)
    assert [message for message, _subject in page.context["rows"]] == [second, first]
    html = page.content.decode()
    assert html.count("Uitnodiging aangenomen: Jan &amp; &lt;b&gt;Co&lt;/b&gt;") == 2
    assert html.count("tone-busy") == 2


def test_opening_a_message_reads_it_once(client: Client, reader: User) -> None:
    message = queue(reader)[0]
    assert unread(reader) == 1
    menu = client.get(LIST).content.decode()
    assert '<span class="count">1 ' in menu
    page = client.get(reverse("portal:message", args=[message.pk]))
    message.refresh_from_db()
    assert message.read_at == clock.now()
    assert unread(reader) == 0
    html = page.content.decode()
    assert "<h1>Uitnodiging aangenomen: Jan &amp; &lt;b&gt;Co&lt;/b&gt;</h1>" in html
    assert 'href="http://testserver/start/"' in html
    with clock.at("2014-03-01T10:00"):
        client.get(reverse("portal:message", args=[message.pk]))
    assert MailMessage.objects.get().read_at == message.read_at


def test_messages_of_others_do_not_exist(client: Client) -> None:
    theirs = queue(world.editor("PO2502"))[0]
    assert client.get(reverse("portal:message", args=[theirs.pk])).status_code == 404
    assert MailMessage.objects.get().read_at is None
    for address in (LIST, reverse("portal:message", args=[theirs.pk]), reverse("portal:messages_read")):
        assert Client().get(address).url == f"/account/login/?next={address}"


def test_marking_everything_as_read_is_only_about_ones_own(client: Client, reader: User) -> None:
    queue(reader, 3)
    theirs = queue(world.editor("PO2502"))[0]
    assert client.get(reverse("portal:messages_read")).url == LIST
    assert unread(reader) == 3
    assert client.post(reverse("portal:messages_read")).url == LIST
    assert unread(reader) == 0
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_many_messages_are_shown_page_by_page_in_as_many_queries(client: Client, reader: User) -> None:
    counts = []
    for size in (1, 3, 60):
        queue(reader, size - MailMessage.objects.count())
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert len(page.context["rows"]) == 25
    assert "Bladzijde 1 van 3" in page.content.decode()
    assert len(client.get(LIST, {"page": "3"}).context["rows"]) == 10
    assert len(client.get(LIST, {"page": "99"}).context["rows"]) == 10
    assert len(client.get(LIST, {"page": "x"}).context["rows"]) == 25


@pytest.mark.parametrize(
    ("status", "attempts", "text"),
    [
        ("queued", 0, "De e-mail aan {} staat klaar om te verzenden."),
        ("sent", 1, "Ook per e-mail verzonden aan {}."),
        ("failed", 2, "De e-mail aan {} is nog niet verzonden. Het portaal probeert het opnieuw."),
        ("failed", 6, "De e-mail aan {} kon niet worden verzonden. Het bericht staat alleen hier."),
    ],
)
def test_message_says_what_became_of_the_mail(
    client: Client, reader: User, status: str, attempts: int, text: str
) -> None:
    message = queue(reader)[0]
    MailMessage.objects.update(status=status, attempts=attempts)
    html = client.get(reverse("portal:message", args=[message.pk])).content.decode()
    assert text.format(reader.email) in html


def test_copy_is_read_in_the_language_of_the_page(client: Client, reader: User) -> None:
    message = queue(reader)[0]
    client.cookies["django_language"] = "en"
    subject, text = outbox.rendered(message, "en")
    html = client.get(reverse("portal:message", args=[message.pk])).content.decode()
    assert subject.split(":")[0] in html
    assert text.split(",")[0].split("Co</b>")[1] in html
    assert outbox.rendered(message, "nl")[0] != subject


def test_old_event_without_texts_does_not_break_the_list(client: Client, reader: User) -> None:
    queue(reader)
    MailMessage.objects.update(event="plans/from_another_time")
    assert (
        "De tekst van dit bericht is niet meer beschikbaar."
        in client.get(reverse("portal:message", args=[MailMessage.objects.get().pk])).content.decode()
    )
    assert client.get(LIST).status_code == 200
