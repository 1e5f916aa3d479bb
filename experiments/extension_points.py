"""Where the app above this one joins in, without being imported."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.models import Experiment
    from portal.models import User

# Parts of the page with the calls: (template, context).
LIST_PANELS: list[Callable[[], tuple[str, dict[str, Any]]]] = []

# Parts of the page of an experiment: each gives (template, context) or None when there is nothing to show.
EXPERIMENT_PANELS: "list[Callable[[Experiment, User], tuple[str, dict[str, Any]] | None]]" = []
