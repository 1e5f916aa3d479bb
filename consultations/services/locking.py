"""How a step holds its row: lock first, then compare with what the writer saw, then write."""

from django.utils.translation import gettext as _

from portal.models import User
from portal.workflow import StaleState, Stateful, check, find


def hold(obj: Stateful, name: str, by: User, seen: int | None) -> None:
    """Check a step and lock its row, before anything is written; in the caller's transaction.

    Of two writers at the same moment the second waits here and then gets StaleState. Raises a Refused.
    """
    check(find(obj._meta.label, name), obj, by)
    current = type(obj)._base_manager.select_for_update().values_list("row_version", flat=True).get(pk=obj.pk)
    if current != (obj.row_version if seen is None else seen):
        raise StaleState(
            _("Iemand anders was u net voor. Bekijk de huidige stand en probeer het zo nodig opnieuw.")
        )


def is_repeat(obj: Stateful, seen: int | None) -> bool:
    """Whether a refused step may be the second click of the one just taken: exactly one change since it was shown."""
    current = type(obj)._base_manager.values_list("row_version", flat=True).get(pk=obj.pk)
    return seen is not None and current == seen + 1
