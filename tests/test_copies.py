"""A copied world is what the services build, and is put down only where it belongs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from plans.models import Dossier, Filing
from portal import clock
from portal.files import store
from portal.models import AuditEntry, StoredFile, User
from tests import copies, reference, stage, world

CALLS: list[str] = []


@copies.copied
def editor(code: str = "PO2203") -> User:
    CALLS.append(code)
    return world.editor(code)


@copies.copied
def stored() -> StoredFile:
    return store(b"inhoud", "text/plain")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_worlds", {})
    CALLS.clear()


def whole() -> dict[str, Any]:
    """Every row of every table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: copies._rows(model._meta.db_table) for model in models}


@pytest.mark.parametrize("build", [world.filed, stage.own])
def test_copy_is_what_was_built(db: None, build: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[dict[str, Any]] = []

    def look() -> Any:
        answer = build()
        built.append(whole())
        return answer

    bare = whole()
    answer = copies.copied(look)()
    (there,) = built
    assert whole() == there
    changed = {name for name in there if there[name] != bare[name]}
    # Rows that came, a row that changed, and a table between two others.
    assert changed > {
        "plans_filing",
        "plans_dossier",
        "consultations_consultation_offered",
        "portal_auditentry",
    }
    assert getattr(answer, "filing", answer) == Filing.objects.get()


def test_services_run_once_and_every_answer_is_a_new_one(db: None) -> None:
    answers = []
    for _time in range(3):
        with transaction.atomic():
            answers.append(editor())
            assert User.objects.get(pk=answers[-1].pk).email == answers[0].email
            transaction.set_rollback(True)
    assert CALLS == ["PO2203"]
    assert answers[0] == answers[1]
    assert answers[0] is not answers[1]


def test_another_argument_moment_or_ground_is_another_world(db: None) -> None:
    for code, moment in (("PO2203", "2014-03-01"), ("PO2502", "2014-03-01"), ("PO2203", "2014-03-02")):
        with clock.at(f"{moment}T10:00"), transaction.atomic():
            editor(code)
            transaction.set_rollback(True)
    world.dossier()
    editor()
    assert CALLS == ["PO2203", "PO2502", "PO2203", "PO2203"]


def test_signing_in_leaves_the_ground_as_it_is(db: None) -> None:
    for _time in range(2):
        with transaction.atomic():
            Client().force_login(world.reviewer())
            editor()
            transaction.set_rollback(True)
    assert CALLS == ["PO2203"]


def test_after_any_other_write_it_is_built(db: None) -> None:
    for name in ("Een", "Twee"):
        with transaction.atomic():
            User.objects.create_user(f"{name}@example.org", "x", name=name)
            editor()
            transaction.set_rollback(True)
    assert CALLS == ["PO2203", "PO2203"]


def test_with_other_settings_it_is_built(db: None, settings: Any) -> None:
    settings.PUBLIC_URL = "https://portaal.example.org"
    for _time in range(2):
        with transaction.atomic():
            editor()
            transaction.set_rollback(True)
    assert CALLS == ["PO2203", "PO2203"]


def test_what_a_refused_builder_wrote_stays_as_it_would(db: None) -> None:
    @copies.copied
    def refused() -> None:
        editor()
        raise LookupError

    with pytest.raises(LookupError):
        refused()
    assert User.objects.filter(memberships__role="partnership_editor").exists()
    assert copies._worlds == {}


def test_file_that_a_test_took_away_is_there_again(db: None) -> None:
    for _time in range(2):
        with transaction.atomic():
            file = stored()
            assert file.path.read_bytes() == b"inhoud"
            file.path.unlink()
            transaction.set_rollback(True)


def test_mail_waits_for_the_commit_as_it_would(
    db: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sent = []
    for _time in range(2):
        mail.outbox.clear()
        with transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                world.filed()
            sent.append([(message.subject, message.to) for message in mail.outbox])
            transaction.set_rollback(True)
    assert sent[0] == sent[1]
    assert len(sent[0]) > 3


def test_real_transactions_leave_the_reference(parallel_db: None) -> None:
    reference.put_back()
    before = whole()
    first = world.filed().pk
    assert Dossier.objects.filter(state="filed").exists()
    reference.put_back()
    assert whole() == before
    # The numbering begins again, and the evidence is still guarded.
    assert world.filed().pk == first
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()
