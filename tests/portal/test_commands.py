"""The commands: the first administrator, the mail worker, the generated pages."""

import signal
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from portal import clock, outbox
from portal.management.commands import send_mail, write_docs
from portal.models import Invitation, MailMessage, Membership, Organisation, User
from tests import world

ADDRESS = "beheer@example.org"


def run(name: str, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def queue(count: int = 1) -> None:
    for _ in range(count):
        outbox.notify(
            "portal/joined", {"person": "x", "role": "reviewer", "path": "/"}, addresses=["a@example.org"]
        )


# --- the first administrator --------------------------------------------------------------------------------


def test_link_of_the_first_administrator_makes_the_account(db: None) -> None:
    link = run("create_administrator", ADDRESS).strip()
    invitation = Invitation.objects.get()
    assert link == f"http://127.0.0.1:8000/uitnodiging/{invitation.token}/"
    assert (invitation.role, invitation.is_manager, invitation.invited_by) == ("administrator", True, None)
    data = {"name": "Beheer", "password1": world.PASSWORD, "password2": world.PASSWORD}
    Client().post(link.removeprefix("http://127.0.0.1:8000"), data)
    assert Membership.objects.get().user == User.objects.get(email=ADDRESS)
    assert User.objects.get(email=ADDRESS).is_staff
    with pytest.raises(CommandError, match="heeft deze rol al"):
        run("create_administrator", ADDRESS)


def test_first_administrator_again_later_gets_the_same_link(db: None) -> None:
    link = run("create_administrator", ADDRESS)
    with clock.at("2014-06-01T10:00"):
        assert run("create_administrator", ADDRESS) == link


def test_first_administrator_needs_an_address_and_the_register(db: None) -> None:
    with pytest.raises(CommandError, match="geen-adres is not an e-mail address"):
        run("create_administrator", "geen-adres")
    Organisation.objects.filter(key="operator").delete()
    with pytest.raises(CommandError, match="run load_register first"):
        run("create_administrator", ADDRESS)
    assert Invitation.objects.count() == 0


# --- the worker ---------------------------------------------------------------------------------------------


def test_mail_command_sends_everything_that_is_due_once(db: None, settings: Any) -> None:
    settings.MAIL_DELIVERY = "worker"
    queue(120)
    assert run("send_mail") == "sent 120, failed 0\n"
    assert run("send_mail") == "sent 0, failed 0\n"
    assert len(mail.outbox) == 120


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
    """Runs the worker for so many turns; the last one gets the signal to stop."""
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", lambda number, handler: handlers.update({number: handler}))
    monkeypatch.setattr(send_mail, "close_old_connections", lambda: None)

    def work(turns: int) -> str:
        count = 0

        def wait(event: threading.Event, _seconds: float) -> bool:
            nonlocal count
            count += 1
            if count == turns:
                handlers[signal.SIGTERM](signal.SIGTERM, None)
            return event.is_set()

        monkeypatch.setattr(threading.Event, "wait", wait)
        return run("send_mail", forever=True, interval=0.0)

    return work


def test_worker_goes_on_until_it_is_told_to_stop(
    db: None, settings: Any, worker: Callable[[int], str]
) -> None:
    settings.MAIL_DELIVERY = "worker"
    queue(101)
    assert worker(3) == "sent 100, failed 0\nsent 1, failed 0\nstopped\n"


def test_worker_outlives_a_database_that_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch, worker: Callable[[int], str]
) -> None:
    answers: list[Any] = [OperationalError("server closed the connection"), (2, 1), (0, 0)]

    def deliver() -> tuple[int, int]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(outbox, "deliver", deliver)
    assert worker(3) == "database: server closed the connection\nsent 2, failed 1\nstopped\n"


def test_worker_tells_about_failures(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_DELIVERY = "worker"
    queue(2)
    monkeypatch.setattr(outbox, "_send", lambda _message: False)
    assert run("send_mail") == "sent 0, failed 2\n"
    assert set(MailMessage.objects.values_list("attempts", flat=True)) == {1}


# --- generated pages ----------------------------------------------------------------------------------------


def test_generated_pages_are_written_when_they_differ_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_docs, "DOCS", tmp_path)
    with pytest.raises(CommandError, match=r"Out of date: workflow\.md, roles\.md, extension_points\.md\."):
        run("write_docs", check=True)
    every = ("workflow.md", "roles.md", "extension_points.md")
    assert run("write_docs") == "".join(f"docs/{name} written\n" for name in every)
    assert run("write_docs", check=True) == run("write_docs") == ""
    (tmp_path / "roles.md").write_text("iets anders")
    assert run("write_docs") == "docs/roles.md written\n"
    assert "`declare_admissible`" in (tmp_path / "workflow.md").read_text()
    assert "secretaris geschillencommissie" in (tmp_path / "roles.md").read_text()
