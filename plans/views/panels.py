"""The parts other apps add to the pages of a dossier and of a chapter."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plans import extension_points
from plans.findings import Case
from plans.models import Chapter


def panels(request: HttpRequest, case: Case) -> list[SafeString]:
    """The rendered panels this person sees with a dossier, in the order of the apps."""
    return _rendered(request, (panel(case, request.user) for panel in extension_points.PANELS))


def chapter_panels(request: HttpRequest, chapter: Chapter) -> list[SafeString]:
    """The rendered panels this person sees with a chapter."""
    return _rendered(request, (panel(chapter, request.user) for panel in extension_points.CHAPTER_PANELS))


def _rendered(request: HttpRequest, found: Iterable[Any]) -> list[SafeString]:
    return [render_to_string(template, context, request) for template, context in filter(None, found)]
