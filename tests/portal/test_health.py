"""What machines ask: alive, ready, and who may look."""

import datetime as dt
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import clock
from portal.models import MailMessage


def test_alive_answers_without_the_database(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        b"ok\n",
        "text/plain",
    )
    assert len(queries) == 0


def test_ready_tells_how_long_the_oldest_mail_waits(db: None) -> None:
    ready = {"ready": True, "database": True, "pending_migrations": 0}
    assert Client().get("/readyz").json() == ready | {"oldest_mail_seconds": 0}
    MailMessage.objects.create(event="portal/joined", address="a@example.org")
    MailMessage.objects.create(event="portal/joined", address="b@example.org", status="sent")
    with clock.at(clock.now() + dt.timedelta(minutes=2)):
        MailMessage.objects.create(event="portal/joined", address="c@example.org")
        assert Client().get("/readyz").json() == ready | {"oldest_mail_seconds": 120}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_not_ready_when_the_database_is_away(db: None, monkeypatch: pytest.MonkeyPatch, error: type) -> None:
    def away(*_args: Any) -> None:
        raise error("no database there")

    monkeypatch.setattr("portal.views.health.MigrationExecutor", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": False})


def test_not_ready_while_a_migration_is_pending(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_args: ["one", "two"])
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["ready"], answer.json()["pending_migrations"]) == (False, 2)


def test_search_engines_are_kept_out(db: None) -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_security_txt_is_there_when_an_address_is(db: None, settings: Any) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:veilig@example.org"
    settings.PUBLIC_URL = "https://portaal.example.org"
    assert Client().get("/.well-known/security.txt").content.decode().splitlines() == [
        "Contact: mailto:veilig@example.org",
        "Expires: 2014-07-19T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: https://portaal.example.org/.well-known/security.txt",
    ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt"])
def test_machines_only_look(db: None, path: str) -> None:
    assert Client().post(path).status_code == 405
