"""`python -m tests.rooms_upgrade`: an installation from before the rooms, migrated to the present; prints what is there.

Runs in a process of its own, on the empty database in `DATABASE_URL`. The rows in `rooms_before.json` were made through
the services of commit 55a2874, in every table of `guidance` as it was, with their audit lines and mails.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.landed.schema import describe

BEFORE = Path(__file__).parent / "rooms_before.json"
# The last migrations of that commit.
LANDED = [
    ("portal", "0003_editors"),
    ("register", "0001_initial"),
    ("plans", "0004_milestones_of_partnerships"),
    ("guidance", "0007_meetings_and_digests"),
    ("consultations", "0004_model_procedure"),
    ("disputes", "0002_append_only"),
]


def load(apps: Any, rows: list[dict[str, Any]]) -> None:
    """Store the rows with the models of the time; those a row points to may come later."""
    from django.db import transaction

    with transaction.atomic():
        made = [(apps.get_model(row["model"]), row) for row in rows]
        for model, row in made:
            fields = {field.name: field for field in model._meta.concrete_fields}
            known = {name: value for name, value in row["fields"].items() if name in fields}
            values = {fields[name].attname: fields[name].to_python(value) for name, value in known.items()}
            model(pk=row["pk"], **values).save(force_insert=True)
        for model, row in made:
            for field in model._meta.local_many_to_many:
                if field.name in row["fields"]:
                    getattr(model(pk=row["pk"]), field.name).set(row["fields"][field.name])


def stored(labels: set[str]) -> Iterator[dict[str, Any]]:
    """Every row of these models, as it is in the file."""
    from django.apps import apps
    from django.core import serializers

    for label in sorted(labels):
        rows = apps.get_model(label)._base_manager.order_by("pk")
        yield from json.loads(serializers.serialize("json", rows))


def main() -> None:
    import django.apps

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.test import Client

    from examples.models import Example
    from portal import audit, clock
    from portal.models import MailMessage, User

    rows = json.loads(BEFORE.read_text(encoding="utf-8"))
    load(MigrationExecutor(connection).migrate(LANDED).apps, rows)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)

    def page(email: str, url: str) -> list[Any]:
        client = Client(SERVER_NAME="localhost")
        if email:
            client.force_login(User.objects.get(email=email))
        with clock.at("2014-02-01T10:00"):
            answer = client.get(url)
        return [
            answer.status_code,
            answer.headers.get("Location", ""),
            answer.content.decode(errors="replace"),
        ]

    def find(label: str) -> Any:
        return django.apps.apps.get_model(label).objects.earliest("pk")

    parts = {label.rsplit(".", 1)[0] for label in NOW.values()} | {"guidance", "portal"}
    models = {row._meta.label_lower for row in django.apps.apps.get_models() if row._meta.app_label in parts}
    there = list(stored(models))  # before anybody reads a message or signs in
    mails = [page(row.user.email, f"/berichten/{row.pk}/") for row in MailMessage.objects.order_by("pk")]
    found = {
        "rows": there,
        "schema": {table: sorted(lines) for table, lines in describe(connection).items()},
        "pages": {f"{email} {url}": page(email, url) for email, url in PAGES},
        "mails": mails,
        "history": {
            label: [[line.action, audit.label_of(line.action)] for line in audit.history(find(label))]
            for label in NOW.values()
        },
        "next_key": Example.objects.create(organisation_id=1, title="Nieuw", state="draft", begun_by_id=1).pk,
    }
    print(json.dumps(found))


NOW = {
    "guidance.example": "examples.example",
    "guidance.exampleattachment": "examples.exampleattachment",
    "guidance.subscription": "examples.subscription",
    "guidance.experiment": "experiments.experiment",
    "guidance.experimentcall": "experiments.experimentcall",
    "guidance.experimentreport": "experiments.experimentreport",
    "guidance.meeting": "briefings.briefing",
    "guidance.meetingdocument": "briefings.briefingdocument",
    "guidance.registration": "briefings.registration",
    "guidance.offer": "courses.offer",
}
PAGES = [
    ("", "/invoering/"),
    ("", "/invoering/voorbeelden/?q=overleg"),
    ("", "/invoering/bijeenkomsten/"),
    ("", "/invoering/aanbod/"),
    ("", "/invoering/experimenten/"),
    ("", "/invoering/volgen/stop/2OGD7Nbi9HUgpOVHav1XLPmSUPBEhaE8cGtAlgwsu3U/"),
    ("", "/beheer/guidance/example/2/change/?_popup=1"),
    ("ambtenaar@example.org", "/agenda/"),
    ("ambtenaar@example.org", "/invoering/volgen/"),
    ("opsteller@example.org", "/invoering/voorbeelden/6b6dcc9f-c2a3-4577-a0c8-a6b7b9edd285/"),
    ("opsteller@example.org", "/invoering/voorbeelden/c2581440-336d-47af-88d6-9c79e6456346/"),
    ("opsteller@example.org", "/invoering/experimenten/25ef0879-0dae-446d-a09b-891e06c746fd/"),
    ("redacteur@example.org", "/invoering/bijeenkomsten/e4c52fd8-f42c-42f5-a7f2-bd24330e9168/"),
    ("redacteur@example.org", "/invoering/bijeenkomsten/e4c52fd8-f42c-42f5-a7f2-bd24330e9168/deelnemers/"),
    ("beheerder@example.org", "/beheer/portal/auditentry/"),
    ("beheerder@example.org", "/beheer/portal/auditentry/?subject=guidance.Meeting"),
    ("beheerder@example.org", "/beheer/portal/auditentry/16/change/"),
    ("redacteur@example.org", "/beheer/examples/example/2/history/"),
]

if __name__ == "__main__":
    main()
