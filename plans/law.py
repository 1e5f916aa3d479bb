"""Bringing the law as data into the database. What an administrator added or changed is left alone."""

import json
from pathlib import Path

from django.db import transaction

from plans.models import BudgetHeading, Element, FilingRound, LawVersion, Milestone
from portal import clock

DATA = Path(__file__).resolve().parent / "data" / "law.json"


@transaction.atomic
def load(path: Path = DATA) -> int:
    """Add the law versions, elements, budget headings and rounds that are not there yet; gives how many rows."""
    data = json.loads(path.read_text(encoding="utf-8"))
    added = 0
    for row in data["law_versions"]:
        elements = row.pop("elements")
        version, _created = LawVersion.objects.get_or_create(key=row.pop("key"), defaults=row)
        for element in elements:
            key = {"law_version": version, "sector": element.pop("sector"), "key": element.pop("key")}
            added += Element.objects.get_or_create(**key, defaults=element)[1]
    for row in data["headings"]:
        added += BudgetHeading.objects.get_or_create(key=row.pop("key"), defaults=row)[1]
    for row in data["rounds"]:
        added += _load_round(row)
    return added


def _load_round(row: dict) -> int:  # type: ignore[type-arg]
    milestones = row.pop("milestones")
    row["law_version"] = LawVersion.objects.get(key=row.pop("law"))
    row["deadline"] = clock.parse_moment(row["deadline"])
    filing_round, created = FilingRound.objects.get_or_create(name=row.pop("name"), defaults=row)
    if created:
        Milestone.objects.bulk_create(Milestone(round=filing_round, **milestone) for milestone in milestones)
    return int(created)
