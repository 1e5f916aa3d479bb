"""Budgets as the tables of the pages show them."""

from typing import Any


def lines_by_kind(budget: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The budget lines, income first, each with its amounts (`cells`, cents or None) in the order of the years."""
    years = [str(year) for year, _label in budget["years"]]
    return [
        (
            kind,
            [
                {**line, "cells": [line["amounts"].get(year) for year in years]}
                for line in budget["lines"]
                if line["kind"] == kind
            ],
        )
        for kind in ("income", "expenditure")
    ]
