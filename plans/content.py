"""The content of a plan as plain data: the one form in which it is checked, frozen, hashed, printed and compared."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import translation

from plans.models import BudgetHeading, Chapter, Dossier
from portal import clock
from register import selectors

FORMAT = 1
Content = dict[str, Any]


def of_working_copy(dossier: Dossier, chapters: Iterable[Chapter] | None = None) -> Content:
    """The content of the working copy as it is now (texts in Dutch, amounts in euro cents, dates as jjjj-mm-dd).

    Reads the chapters, unless the page that shows them gives those it has, each with its element.
    """
    partnership = dossier.partnership
    if chapters is None:
        chapters = dossier.chapters.select_related("element")
    return {
        "format": FORMAT,
        "title": dossier.title,
        "partnership": {
            "code": partnership.code,
            "sector": partnership.sector,
            "name": partnership.name,
            "display_name": partnership.display_name,
            "area": partnership.area_label,
        },
        "round": dossier.round.name,
        "period": {"start": dossier.period_start.isoformat(), "end": dossier.period_end.isoformat()},
        "chapters": [
            {
                "title": row.title,
                "body": row.body,
                "status": row.status,
                "element": row.element.key if row.element else None,
                "letter": row.element.letter if row.element else "",
                "article": row.element.article if row.element else "",
            }
            for row in chapters
        ],
        "budget": budget(dossier),
        "attachments": [
            {
                "name": row.name,
                "description": row.description,
                "sha256": row.file.sha256,
                "size": row.file.size,
                "content_type": row.file.content_type,
            }
            for row in dossier.attachments.filter(removed_at=None).select_related("file")
        ],
    }


def with_partners(content: Content, dossier: Dossier) -> Content:
    """The content with the municipalities and partnerships the plan is about, as the register has them today."""
    with translation.override("nl"):  # whoever freezes it, in whatever language
        scope = municipalities(dossier)
    return {
        **content,
        "municipalities": [
            {"code": row.municipality.code, "name": row.municipality.name, "part": row.part, "via": row.via}
            for row in scope
        ],
        "partnerships": [
            {"key": row.organisation.key, "code": row.code, "name": row.display_name}
            for row in partnerships(dossier)
        ],
    }


def municipalities(dossier: Dossier) -> list[selectors.ScopeRow]:
    """The municipalities the OOGO is held with: the area, or for a national partnership the chosen list."""
    if dossier.partnership.is_national:
        chosen = dossier.chosen_municipalities.select_related("organisation")
        return [selectors.ScopeRow(municipality, "") for municipality in chosen]
    return selectors.scope(dossier.partnership, clock.today())


def has_municipalities(dossier: Dossier) -> bool:
    """Whether `municipalities` gives any; without working out which and how, so in one query."""
    if dossier.partnership.is_national:
        return dossier.chosen_municipalities.exists()
    return selectors.has_scope(dossier.partnership, clock.today())


def partnerships(dossier: Dossier) -> list[Any]:
    """The partnerships of the other sector to consult: overlapping areas, or for a national one the chosen list."""
    if dossier.partnership.is_national:
        return list(dossier.chosen_partnerships.select_related("organisation"))
    return selectors.overlapping(dossier.partnership, clock.today())


def budget(dossier: Dossier) -> dict[str, Any]:
    """The multi-year budget: years, lines with an amount in cents per year, and the totals."""
    years = dossier.years()
    lines = [
        {
            "kind": row.heading.kind,
            "heading": row.heading.key,
            "heading_name": row.heading.name,
            "description": row.description,
            "amounts": {
                str(amount.year): amount.cents for amount in row.amounts.all() if amount.year in dict(years)
            },
        }
        for row in dossier.budget_lines.select_related("heading").prefetch_related("amounts")
    ]
    lines.sort(key=lambda line: line["kind"] != BudgetHeading.Kind.INCOME)  # income first
    return {
        "year_kind": dossier.budget_years,
        "years": [[year, label] for year, label in years],
        "lines": lines,
    }


def totals(budget_content: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Income, expenditure and result per year, in cents."""
    years = [str(year) for year, _label in budget_content["years"]]
    sums = {
        kind: {
            year: sum(
                line["amounts"].get(year, 0) for line in budget_content["lines"] if line["kind"] == kind
            )
            for year in years
        }
        for kind in ("income", "expenditure")
    }
    sums["result"] = {year: sums["income"][year] - sums["expenditure"][year] for year in years}
    return sums


def lines_by_kind(budget_content: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The budget lines, income first, each with its amounts (`cells`, cents or None) in the order of the years."""
    years = [str(year) for year, _label in budget_content["years"]]
    return [
        (
            kind,
            [
                {**line, "cells": [line["amounts"].get(year) for year in years]}
                for line in budget_content["lines"]
                if line["kind"] == kind
            ],
        )
        for kind in ("income", "expenditure")
    ]


def canonical(content: Content) -> bytes:
    """The bytes that are hashed and offered as JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: Content) -> str:
    """The SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()


def same_text(one: Content, other: Content) -> bool:
    """Whether two contents say the same: what the partnership wrote, apart from the statuses of the chapters.

    What comes from the register or the law (partners, names of round and headings, letters) may be put right there
    without the plan having changed.
    """

    def written(rows: list[Any], *names: str) -> list[dict[str, Any]]:
        return [{name: row[name] for name in names} for row in rows]

    def text(content: Content) -> bytes:
        budget_content = content["budget"]
        lines = written(budget_content["lines"], "kind", "heading", "description", "amounts")
        return canonical(
            {
                "title": content["title"],
                "period": content["period"],
                "chapters": written(content["chapters"], "element", "title", "body"),
                "year_kind": budget_content["year_kind"],
                "lines": lines,
                "attachments": written(content["attachments"], "name", "description", "sha256"),
            }
        )

    return text(one) == text(other)
