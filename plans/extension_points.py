"""Where the apps above this one join in, without being imported: they register in their `AppConfig.ready()`.

The direction of imports is portal <- register <- plans <- consultations <- disputes.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.findings import Case, Finding
    from plans.models import Dossier, PlanVersion
    from portal.models import User

# Called in the transaction of an offer: make what the offer sets in motion.
ON_OFFERED: "list[Callable[[Dossier, PlanVersion, User], None]]" = []

# The rules of the legal check, in the order they are shown.
FINDINGS: "list[Callable[[Case], Iterable[Finding]]]" = []

# Parts of the dossier page: each gives (template, context) or None when there is nothing to show.
PANELS: "list[Callable[[Dossier, User], tuple[str, dict[str, Any]] | None]]" = []

# Read-only parts of the reviewer's dossier page in the admin: likewise.
REVIEW_PANELS: "list[Callable[[Dossier, User], tuple[str, dict[str, Any]] | None]]" = []

# Who else than the partnership and the inspectorate may see a frozen version.
VERSION_READERS: "list[Callable[[PlanVersion, User], bool]]" = []

# Who hears that a plan was filed, besides the partnership and the inspectorate.
# Gives the organisations and the roles in them.
FILING_AUDIENCE: "list[Callable[[Dossier], tuple[Iterable[Any], Iterable[str]]]]" = []
