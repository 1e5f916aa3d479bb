"""The mail queue: one row per event and address, sent once, failures kept and tried again."""

import datetime as dt
import socket
import uuid
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist

from portal import clock, outbox, workflow
from portal.models import AuditEntry, MailMessage, Organisation, User
from portal.rights import Role
from register.models import Partnership
from tests import world

EVENT = "portal/joined"
CONTEXT = {
    "person": "Jan <jan@example.org>",
    "organisation": "PO2203",
    "role": "partnership_editor",
    "path": "/x/",
}
Capture = Callable[..., Any]


@pytest.fixture
def reader(manager: User) -> User:
    return manager


@pytest.fixture
def worker_mode(settings: Any) -> None:
    """Nothing is sent by the process that queues."""
    settings.MAIL_DELIVERY = "worker"


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception | None]:
    """A mail server that can be told to fail."""
    trouble: dict[str, Exception | None] = {"error": None}
    send = EmailMessage.send

    def sending(self: EmailMessage, fail_silently: bool = False) -> int:
        if trouble["error"]:
            raise trouble["error"]
        return send(self, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", sending)
    return trouble


def queue(*people: User, addresses: tuple[str, ...] = (), event: str = EVENT) -> list[MailMessage]:
    outbox.notify(event, CONTEXT, people=people, addresses=addresses)
    return list(MailMessage.objects.order_by("pk"))


def later(minutes: float) -> Any:
    return clock.at(clock.now() + dt.timedelta(minutes=minutes))


# --- queueing -----------------------------------------------------------------------------------------------


def test_message_is_queued_with_its_event_and_nothing_is_sent(worker_mode: None, reader: User) -> None:
    identity = uuid.uuid4()
    outbox.notify(EVENT, CONTEXT, people=[reader], dossier=identity)
    row = MailMessage.objects.get()
    assert (row.event, row.context, row.user, row.address, row.language, row.dossier) == (
        EVENT, CONTEXT, reader, reader.email, "nl", identity
    )  # fmt: skip
    assert (row.status, row.attempts, row.sent_at, row.error, row.read_at) == ("queued", 0, None, "", None)
    assert str(row) == f"portal/joined → {reader.email}"
    assert mail.outbox == []


def test_one_message_per_address_however_often_it_is_named(
    worker_mode: None, reader: User, member: User
) -> None:
    rows = queue(
        reader, member, reader, addresses=(reader.email.upper(), "bureau@example.org", "Bureau@example.org")
    )
    assert [(row.address, row.user) for row in rows] == [
        (reader.email, reader), (member.email, member), ("bureau@example.org", None)
    ]  # fmt: skip
    assert len({row.event_id for row in rows}) == 1


def test_database_refuses_a_second_message_of_an_event_to_an_address(worker_mode: None, reader: User) -> None:
    row = queue(reader)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        MailMessage.objects.create(event=EVENT, event_id=row.event_id, address=row.address)


def test_nobody_to_tell_is_no_message(worker_mode: None, reader: User) -> None:
    assert queue() == []


@pytest.mark.django_db(transaction=True)
def test_event_that_is_rolled_back_leaves_no_message(settings: Any) -> None:
    user = User.objects.create_user("jan@example.org", world.PASSWORD, name="Jan")

    def stumble() -> None:
        with transaction.atomic():
            outbox.notify(EVENT, CONTEXT, people=[user])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stumble()
    assert MailMessage.objects.count() == 0
    assert mail.outbox == []


def test_who_holds_a_right_is_told_or_an_organisation_at_its_general_address(
    worker_mode: None, organisation: Organisation
) -> None:
    editor, signatory = world.editor(), world.signatory()
    empty = world.partnership("PO2502").organisation
    Organisation.objects.filter(pk__in=[organisation.pk, empty.pk]).update(contact_email="bureau@example.org")
    silent = world.partnership("PO2707").organisation
    partnerships = Partnership.objects.filter(organisation__in=[organisation.pk, empty.pk, silent.pk])
    outbox.notify_holders(EVENT, CONTEXT, "plans.file_plan", *partnerships)
    rows = MailMessage.objects.order_by("pk")
    told = [(row.address, row.user) for row in rows]
    assert told == [(signatory.email, signatory), ("bureau@example.org", None)]
    outbox.notify_holders(EVENT, CONTEXT, "plans.edit_dossier", partnerships.get(organisation=organisation))
    assert {row.user for row in rows.all()[2:]} == {editor, signatory}


def test_a_right_for_another_party_is_not_told(db: None, worker_mode: None) -> None:
    """Of two partnerships in one overleg only the one that is asked hears that it is asked."""
    plan = world.offered()
    overleg = plan.overleggen.select_related("counterpart__organisation").first()
    assert overleg is not None
    own = world.editor()
    other = world.person(Role.PARTNERSHIP_EDITOR, overleg.counterpart.organisation, name="anderen")
    MailMessage.objects.all().delete()
    outbox.notify_holders(EVENT, CONTEXT, "consultations.record_overleg", overleg, party="counterpart")
    assert {row.user for row in MailMessage.objects.exclude(user=None)} == {other}
    outbox.notify_holders(EVENT, CONTEXT, "consultations.record_overleg", overleg)
    assert {row.user for row in MailMessage.objects.exclude(user=None)} >= {own, other}


# --- delivering ---------------------------------------------------------------------------------------------


def test_delivering_sends_once_in_the_language_of_the_reader(
    worker_mode: None, reader: User, member: User
) -> None:
    User.objects.filter(pk=member.pk).update(language="en")
    queue(reader, User.objects.get(pk=member.pk))
    assert outbox.deliver() == (2, 0)
    assert outbox.deliver() == (0, 0)
    dutch, english = mail.outbox
    assert (dutch.to, dutch.subject) == ([reader.email], "Uitnodiging aangenomen: Jan <jan@example.org>")
    assert "als opsteller." in dutch.body
    assert "http://127.0.0.1:8000/x/" in dutch.body
    assert english.to == [member.email]
    assert english.subject.endswith(": Jan <jan@example.org>")
    assert english.subject != dutch.subject
    row = MailMessage.objects.order_by("pk")[0]
    assert dutch.extra_headers == {"Message-ID": f"<{row.event_id}.{row.pk}@portaal>"}
    assert (row.status, row.attempts, row.sent_at, row.error) == ("sent", 1, clock.now(), "")


def test_failure_is_kept_and_tried_again_after_1_5_30_120_and_720_minutes(
    worker_mode: None, reader: User, mail_server: dict[str, Any]
) -> None:
    mail_server["error"] = ConnectionRefusedError("no mail server there")
    queue(reader)
    moment = clock.now()
    for attempt, wait in enumerate([1, 5, 30, 120, 720], start=1):
        with clock.at(moment):
            assert outbox.deliver() == (0, 1)
            row = MailMessage.objects.get()
            assert (row.status, row.attempts) == ("failed", attempt)
            assert row.error == "ConnectionRefusedError: no mail server there"
            assert not outbox.given_up(row)
            assert outbox.deliver() == (0, 0)
        moment += dt.timedelta(minutes=wait)
        with clock.at(moment - dt.timedelta(seconds=1)):
            assert not outbox.due().exists()
    with clock.at(moment):
        assert outbox.deliver() == (0, 1)
    with clock.at(moment + dt.timedelta(days=365)):
        assert outbox.deliver() == (0, 0)
    assert outbox.given_up(MailMessage.objects.get())


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), TimeoutError(), SMTPServerDisconnected(), socket.gaierror()]
)
def test_mail_server_that_does_not_answer_is_asked_once_per_turn(
    worker_mode: None, reader: User, member: User, mail_server: dict[str, Any], error: Exception
) -> None:
    mail_server["error"] = error
    first, second = queue(reader, member)
    assert outbox.deliver() == (0, 1)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.status, first.attempts, second.status, second.attempts) == ("failed", 1, "queued", 0)
    mail_server["error"] = None
    assert outbox.deliver() == (1, 0)
    with later(1):
        assert outbox.deliver() == (1, 0)


def test_page_waits_once_for_a_mail_server_that_does_not_answer(
    reader: User,
    member: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    asked = []

    def wait(self: EmailMessage, fail_silently: bool = False) -> int:
        asked.append(self.to)
        raise TimeoutError

    monkeypatch.setattr(EmailMessage, "send", wait)
    with django_capture_on_commit_callbacks(execute=True):
        queue(reader, member)
    assert asked == [[reader.email]]


def test_failure_that_passes_is_sent_and_forgets_its_error(
    worker_mode: None, reader: User, mail_server: dict[str, Any]
) -> None:
    mail_server["error"] = TimeoutError("slow")
    queue(reader)
    outbox.deliver()
    mail_server["error"] = None
    with later(1):
        assert outbox.deliver() == (1, 0)
    row = MailMessage.objects.get()
    assert (row.status, row.attempts, row.error) == ("sent", 2, "")
    assert len(mail.outbox) == 1


def test_one_failure_does_not_hold_up_the_others(worker_mode: None, reader: User, member: User) -> None:
    first, _second = queue(reader, member)
    MailMessage.objects.filter(pk=first.pk).update(event="portal/never_written")
    assert outbox.deliver() == (1, 1)
    first.refresh_from_db()
    assert (first.status, first.error) == (
        "failed",
        "TemplateDoesNotExist: email/portal/never_written_subject.txt",
    )
    assert [message.to for message in mail.outbox] == [[member.email]]


def test_long_error_is_cut(worker_mode: None, reader: User, mail_server: dict[str, Any]) -> None:
    mail_server["error"] = OSError("x" * 5000)
    queue(reader)
    outbox.deliver()
    assert len(MailMessage.objects.get().error) == 2000


def test_message_another_worker_claimed_is_left_alone(
    worker_mode: None, reader: User, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, second = queue(reader, member)
    send = outbox._send

    def meanwhile(message: MailMessage) -> bool:
        MailMessage.objects.filter(pk=second.pk).update(attempts=1)
        return send(message)

    monkeypatch.setattr(outbox, "_send", meanwhile)
    assert outbox.deliver() == (1, 0)
    assert [message.to for message in mail.outbox] == [[reader.email]]


def test_message_whose_worker_died_half_way_is_tried_again(
    worker_mode: None, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_message: MailMessage) -> bool:
        raise KeyboardInterrupt

    queue(reader)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_send", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver()
    assert outbox.deliver() == (0, 0)
    with later(1):
        assert outbox.deliver() == (1, 0)


def test_limit_leaves_the_rest_for_the_next_turn(worker_mode: None, reader: User) -> None:
    for _ in range(3):
        queue(reader)
    assert outbox.deliver(limit=2) == (2, 0)
    assert outbox.deliver(limit=None) == (1, 0)


# --- without a worker ---------------------------------------------------------------------------------------


def test_immediate_mode_sends_after_the_commit_and_takes_leftovers_along(
    reader: User, mail_server: dict[str, Any], django_capture_on_commit_callbacks: Capture
) -> None:
    mail_server["error"] = OSError("away")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(outbox.LEFTOVERS + 2):
            queue(reader)
        assert mail.outbox == []
    assert set(MailMessage.objects.values_list("status", flat=True)) == {"failed"}
    mail_server["error"] = None
    with later(60), django_capture_on_commit_callbacks(execute=True):
        queue(reader)
    assert len(mail.outbox) == 1 + outbox.LEFTOVERS


def test_trouble_with_the_queue_does_not_break_the_page(
    reader: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    def explode(**_arguments: Any) -> tuple[int, int]:
        raise RuntimeError("the queue is broken")

    monkeypatch.setattr(outbox, "deliver", explode)
    with django_capture_on_commit_callbacks(execute=True):
        queue(reader)
    assert MailMessage.objects.get().status == "queued"


# --- offering again -----------------------------------------------------------------------------------------


def test_administrator_offers_a_failed_message_again(
    reader: User, mail_server: dict[str, Any], django_capture_on_commit_callbacks: Capture
) -> None:
    mail_server["error"] = OSError("away")
    queue(reader)
    MailMessage.objects.update(
        attempts=6, status="failed", next_attempt_at=clock.now() + dt.timedelta(days=9)
    )
    mail_server["error"] = None
    administrator = world.administrator()
    with django_capture_on_commit_callbacks(execute=True):
        assert outbox.retry(MailMessage.objects.all(), by=administrator) == 1
    row = MailMessage.objects.get()
    assert (row.status, row.attempts) == ("sent", 6)
    entry = AuditEntry.objects.get(action="portal.mail_retried")
    assert (entry.actor, entry.subject_id) == (administrator, str(row.pk))
    assert outbox.retry(MailMessage.objects.all(), by=administrator) == 0
    assert len(mail.outbox) == 1


def test_offering_again_with_a_worker_leaves_it_to_the_worker(worker_mode: None, reader: User) -> None:
    queue(reader)
    MailMessage.objects.update(attempts=6, status="failed")
    outbox.retry(MailMessage.objects.all(), by=world.administrator())
    assert mail.outbox == []
    assert outbox.deliver() == (1, 0)


def test_only_an_administrator_offers_messages_again(worker_mode: None, reader: User) -> None:
    queue(reader)
    MailMessage.objects.update(status="failed")
    with pytest.raises(workflow.NotAllowed):
        outbox.retry(MailMessage.objects.all(), by=reader)
    assert AuditEntry.objects.count() == 0


# --- texts --------------------------------------------------------------------------------------------------


def test_subject_is_one_line_whatever_is_in_it(worker_mode: None, reader: User) -> None:
    row = queue(reader)[0]
    row.context = {**CONTEXT, "person": "Jan\r\nBcc: iedereen@example.org"}
    subject, text = outbox.rendered(row)
    assert subject == "Uitnodiging aangenomen: Jan Bcc: iedereen@example.org"
    assert text.startswith("Jan")
    assert text.endswith("http://127.0.0.1:8000/x/\n")


def test_names_are_not_escaped_in_a_mail(worker_mode: None, reader: User) -> None:
    row = queue(reader)[0]
    row.context = {**CONTEXT, "person": "O'Neil & zn"}
    assert outbox.rendered(row)[0] == "Uitnodiging aangenomen: O'Neil & zn"
    assert "&amp;" not in outbox.rendered(row)[1]


def test_copy_of_a_message_without_templates_is_shown_as_such(worker_mode: None, reader: User) -> None:
    row = queue(reader, event="plans/from_another_time")[0]
    assert outbox.shown(row, "nl") == ("Bericht", "De tekst van dit bericht is niet meer beschikbaar.")
    with pytest.raises(TemplateDoesNotExist):
        outbox.rendered(row)


@pytest.mark.parallel
def test_two_workers_send_every_message_once(parallel_db: None, settings: Any) -> None:
    settings.MAIL_DELIVERY = "worker"
    from tests.parallel.together import together

    user = User.objects.create_user("jan@example.org", world.PASSWORD, name="Jan")
    for _ in range(10):
        outbox.notify(EVENT, CONTEXT, people=[user])
    sent = together([outbox.deliver, outbox.deliver, outbox.deliver])
    assert sum(row[0] for row in sent) == 10
    assert [row[1] for row in sent] == [0, 0, 0]
    assert len(mail.outbox) == 10
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 10


def test_each_gets_a_message_of_their_own_about_one_event(
    worker_mode: None, reader: User, member: User
) -> None:
    outbox.notify_each(EVENT, [(user, {**CONTEXT, "path": f"/{user.pk}/"}) for user in (reader, member)])
    rows = list(MailMessage.objects.order_by("pk"))
    assert [(row.user, row.context["path"]) for row in rows] == [
        (reader, f"/{reader.pk}/"),
        (member, f"/{member.pk}/"),
    ]
    assert len({row.event_id for row in rows}) == 1
    outbox.notify_each(EVENT, [])
    assert MailMessage.objects.count() == 2
