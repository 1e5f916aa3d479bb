"""What `guidance` held before the rooms is there in the new apps: every row, page, mail and line, on a schema like new."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.landed.schema import describe, differences
from tests.rooms_upgrade import BEFORE, NOW

EVENTS = {
    "guidance/registered": "briefings/registered",
    "guidance/meeting_cancelled": "briefings/briefing_cancelled",
    "guidance/reminder": "briefings/reminder",
    "guidance/experiment_applied": "experiments/experiment_applied",
    "guidance/experiment_decided": "experiments/experiment_decided",
    "guidance/experiment_reported": "experiments/experiment_reported",
    "guidance/example_submitted": "examples/example_submitted",
    "guidance/example_decided": "examples/example_decided",
    "guidance/digest": "examples/digest",
}


@pytest.fixture(scope="module")
def empty_database(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """The address of a database with nothing in it, on the same kind of server."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('rooms') / 'before.sqlite3'}"
        return
    server = settings.DATABASES["default"]
    name = f"rooms_{os.getpid()}"

    def run(statement: str) -> None:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(statement)

    run(f"CREATE DATABASE {name}")
    account = f"{server['USER']}:{server['PASSWORD']}".rstrip(":")
    yield f"postgres://{account}@{server['HOST']}:{server['PORT']}/{name}"
    run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def upgraded(empty_database: str, tmp_path_factory: Any) -> dict[str, Any]:
    """What an installation from before has after `migrate`."""
    environment = {
        **os.environ,
        "DATABASE_URL": empty_database,
        "PORTAL_VAR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.rooms_upgrade"],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def before() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(BEFORE.read_text(encoding="utf-8"))
    return found


def test_every_table_of_before_has_a_row_in_the_file(before: list[dict[str, Any]]) -> None:
    assert {row["model"] for row in before} >= {*NOW, "guidance.agendaaction", "guidance.linkcheck"}
    assert any(row["fields"].get("told") for row in before)
    assert any(row["fields"].get("meeting") for row in before if row["model"] == "guidance.agendaaction")


def as_now(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the file as the apps of today store it."""
    fields = {name.replace("meeting", "briefing"): value for name, value in row["fields"].items()}
    if row["model"] == "guidance.agendaaction":
        del fields["briefing"]
    if row["model"] == "portal.mailmessage":
        fields["event"] = EVENTS.get(fields["event"], fields["event"])
        # What leads to the secret address of a digest: since then made when it is read.
        fields["context"] = {name: text for name, text in fields["context"].items() if name != "stop_path"}
    return fields


def test_every_row_is_there_with_its_key_and_content(
    upgraded: dict[str, Any], before: list[dict[str, Any]]
) -> None:
    found = {(row["model"], row["pk"]): row["fields"] for row in upgraded["rows"]}
    for row in before:
        now = found[NOW.get(row["model"], row["model"]), row["pk"]]
        now.get("context", {}).pop("secret_paths", None)
        expected = as_now(row)
        # Later migrations may have taken a column away or added one; what is in both says the same.
        assert {name: now[name] for name in expected if name in now} == {
            name: value for name, value in expected.items() if name in now
        }, row
    for label in NOW:
        there = [row["pk"] for row in before if row["model"] == label]
        assert [row["pk"] for row in upgraded["rows"] if row["model"] == NOW[label]] == there
    assert upgraded["next_key"] == 3, "keys go on where they were"


def test_briefing_knows_the_actions_that_led_to_it(upgraded: dict[str, Any]) -> None:
    actions = {
        row["pk"]: row["fields"]["actions"]
        for row in upgraded["rows"]
        if row["model"] == "briefings.briefing"
    }
    assert actions == {1: [1, 2], 2: []}
    assert upgraded["pages"][" /invoering/"][2].count(">Aan tafel</a>") == 2


def test_schema_is_that_of_a_new_installation(upgraded: dict[str, Any], db: None) -> None:
    migrated = {table: set(lines) for table, lines in upgraded["schema"].items()}
    assert differences(describe(connection), migrated) == []
    gone = [f"guidance_{label.split('.')[1]}" for label in NOW]
    assert [
        line for table in migrated for line in (table, *migrated[table]) if any(name in line for name in gone)
    ] == []


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        (" /invoering/voorbeelden/?q=overleg", ["Samen aan tafel", "1 voorbeeld"]),
        (" /invoering/bijeenkomsten/", ["Aan tafel", "Nog eens", "vol, met wachtlijst"]),
        (" /invoering/aanbod/", ["AVS", "Cursus", "Jeugdhulp"]),
        (" /invoering/experimenten/", ["SWV Noord", "Experimenten 2013/14"]),
        (
            " /invoering/volgen/stop/2OGD7Nbi9HUgpOVHav1XLPmSUPBEhaE8cGtAlgwsu3U/",
            ["Stop het overzicht"],  # by the link of a mail from before
        ),
        ("ambtenaar@example.org /agenda/", ["Uw bijeenkomsten", "Aan tafel"]),
        ("ambtenaar@example.org /invoering/volgen/", ["Jeugdhulp", "checked"]),
        (
            "opsteller@example.org /invoering/voorbeelden/6b6dcc9f-c2a3-4577-a0c8-a6b7b9edd285/",
            ["bijlage.pdf", "Voorbeeld begonnen", "Bijlage toegevoegd", "Voorbeeld gepubliceerd"],
        ),
        (
            "opsteller@example.org /invoering/voorbeelden/c2581440-336d-47af-88d6-9c79e6456346/",
            ["Uit een experiment", "Voorbeeld begonnen uit een experiment"],
        ),
        (
            "opsteller@example.org /invoering/experimenten/25ef0879-0dae-446d-a09b-891e06c746fd/",
            ["verslag.pdf", "Gekozen voor het experiment", "Lessen van het experiment in 2013/14"],
        ),
        (
            "redacteur@example.org /invoering/bijeenkomsten/e4c52fd8-f42c-42f5-a7f2-bd24330e9168/",
            ["Bijeenkomst aangekondigd", "Dia&#x27;s"],
        ),
        (
            "redacteur@example.org /invoering/bijeenkomsten/e4c52fd8-f42c-42f5-a7f2-bd24330e9168/deelnemers/",
            ["Ambtenaar", "Rolstoel", "Tweede"],
        ),
        ("redacteur@example.org /beheer/examples/example/2/history/", ["Voorbeeld gepubliceerd"]),
    ],
)
def test_pages_show_what_was_there(upgraded: dict[str, Any], address: str, texts: list[str]) -> None:
    status, _location, html = upgraded["pages"][address]
    assert status == 200
    assert [text for text in texts if text not in html] == []


def test_mails_that_were_sent_can_still_be_read(
    upgraded: dict[str, Any], before: list[dict[str, Any]]
) -> None:
    sent = [row for row in before if row["model"] == "portal.mailmessage"]
    assert len(upgraded["mails"]) == len(sent) == 11
    assert {row["fields"]["event"] for row in sent} == set(EVENTS)
    for (status, _location, html), row in zip(upgraded["mails"], sent, strict=True):
        assert status == 200
        context = row["fields"]["context"]
        what = context.get("title") or context.get("call") or context["examples"][0]["title"]
        assert what in html or context["organisation"] in html


def test_lines_from_before_are_found_and_named(
    upgraded: dict[str, Any], before: list[dict[str, Any]]
) -> None:
    lines = [row["fields"] for row in before if row["model"] == "portal.auditentry"]
    stored = [row["fields"]["subject"] for row in upgraded["rows"] if row["model"] == "portal.auditentry"]
    assert stored == [line["subject"] for line in lines], "nobody rewrites the trail"
    for former, now in NOW.items():
        about = [line for line in lines if line["subject"].lower() == former and line["subject_id"] == "1"]
        assert sorted(action for action, _label in upgraded["history"][now]) == sorted(
            line["action"] for line in about
        )
    _status, _location, listed = upgraded["pages"]["beheerder@example.org /beheer/portal/auditentry/"]
    moved = {line["subject"] for line in lines if line["subject"].lower() in NOW}
    assert [former for former in moved if f"subject={former}" in listed] == []
    assert "?subject=briefings.Briefing" in listed
    status, _location, narrowed = upgraded["pages"][
        "beheerder@example.org /beheer/portal/auditentry/?subject=guidance.Meeting"
    ]
    assert status == 200
    assert narrowed.count("Bijeenkomst aangekondigd") == 2
    assert "Voorbeeld gepubliceerd" not in narrowed
    _status, _location, line = upgraded["pages"]["beheerder@example.org /beheer/portal/auditentry/16/change/"]
    for text in ("Voorbeeld", "ingestuurd", "gepubliceerd"):
        assert text in line


def test_addresses_of_the_admin_from_before_lead_on(upgraded: dict[str, Any]) -> None:
    status, location, _html = upgraded["pages"][" /beheer/guidance/example/2/change/?_popup=1"]
    assert (status, location) == (301, "/beheer/examples/example/2/change/?_popup=1")
