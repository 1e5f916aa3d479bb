"""What this app adds to the werkagenda: the briefings its actions led to."""

from collections import defaultdict
from collections.abc import Sequence

from briefings.models import Briefing


def results(actions: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Per action (by key) the name and address of its briefings; those being prepared are not shown. Two queries."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for briefing in Briefing.objects.filter(actions__in=actions).distinct().prefetch_related("actions"):
        shown = [] if briefing.is_prepared else [(str(briefing), briefing.get_absolute_url())]
        for action in briefing.actions.all():
            found[action.pk] += shown
    return found
