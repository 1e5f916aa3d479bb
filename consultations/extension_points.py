"""Where the app above this one joins in, without being imported."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consultations.models import Consultation
    from portal.models import User

# Parts of the page of a consultation: each gives (template, context) or None when there is nothing to show.
PANELS: "list[Callable[[Consultation, User], tuple[str, dict[str, Any]] | None]]" = []
