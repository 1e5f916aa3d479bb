"""Showing what the apps above add to a page."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def rendered(found: Iterable[tuple[str, dict[str, Any]] | None], request: HttpRequest) -> list[SafeString]:
    """The parts, each given as (template, context), or None when there is nothing to show."""
    return [render_to_string(name, values, request) for name, values in filter(None, found)]
