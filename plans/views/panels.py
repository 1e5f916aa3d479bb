"""The parts other apps add to the pages of a dossier."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plans import extension_points
from plans.findings import Case


def panels(request: HttpRequest, case: Case) -> list[SafeString]:
    """The rendered panels this person sees with a dossier, in the order of the apps."""
    found = (panel(case, request.user) for panel in extension_points.PANELS)
    return [render_to_string(template, context, request) for template, context in filter(None, found)]
