"""Bringing the facts of the werkagenda into the database. What an editor added or changed is left alone."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from guidance.extension_points import LOADERS
from guidance.models import (
    AgendaAction,
    AgendaDate,
    CommitteePage,
    Document,
    DocumentVersion,
    Party,
    Subject,
)
from plans.models import Element
from portal.models import Organisation

DATA = Path(__file__).resolve().parent / "data" / "guidance.json"


@transaction.atomic
def load(path: Path = DATA) -> int:
    """Add the parties, subjects, documents, committees, actions and dates that are not there yet; gives how many.

    Needs the register (organisations) and the law (elements of the plan, each of which is a subject).
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    added = sum(_add(Party, row) for row in data["parties"])
    added += sum(_add(Subject, row) for row in data["subjects"])
    added += sum(_add(Subject, row) for row in _elements())
    added += sum(_add_document(row) for row in data["documents"])
    added += sum(_add_committee(row) for row in data["committees"])
    added += sum(_add_action(row) for row in data["actions"])
    added += sum(_add(AgendaDate, row) for row in data["dates"])
    return added


@transaction.atomic
def load_all() -> int:
    """The same, and what the apps above load besides; gives how many."""
    return load() + sum(loader() for loader in LOADERS)


def _add(model: Any, row: dict[str, Any]) -> bool:
    _found, created = model.objects.get_or_create(key=row["key"], defaults=row)
    return bool(created)


def _elements() -> list[dict[str, Any]]:
    """Every element of a plan as a subject; what both sectors have is one subject."""
    rows: dict[str, Element] = {}
    for row in Element.objects.order_by("sector", "position"):
        rows.setdefault(row.key, row)
    return [
        {"kind": Subject.Kind.ELEMENT, "key": row.key, "name": row.title, "name_en": row.title_en}
        for row in rows.values()
    ]


def _add_document(row: dict[str, Any]) -> bool:
    versions, issuers, subjects = row.pop("versions"), row.pop("issuers"), row.pop("subjects")
    document, created = Document.objects.get_or_create(key=row["key"], defaults=row)
    if created:
        document.issuers.set(Party.objects.filter(key__in=issuers))
        document.subjects.set(Subject.objects.filter(key__in=subjects))
        DocumentVersion.objects.bulk_create(
            DocumentVersion(document=document, **version) for version in versions
        )
        document.refresh_search()
    return created


def _add_committee(row: dict[str, Any]) -> bool:
    organisation = Organisation.objects.get(key=row.pop("organisation"))
    row["rules"] = Document.objects.get(key=row["rules"])
    _page, created = CommitteePage.objects.get_or_create(organisation=organisation, defaults=row)
    return created


def _add_action(row: dict[str, Any]) -> bool:
    parties, document, committee = row.pop("parties"), row.pop("document", None), row.pop("committee", None)
    row["document"] = Document.objects.get(key=document) if document else None
    row["committee"] = CommitteePage.objects.get(organisation__key=committee) if committee else None
    action, created = AgendaAction.objects.get_or_create(key=row["key"], defaults=row)
    if created:
        action.parties.set(Party.objects.filter(key__in=parties))
    return created
