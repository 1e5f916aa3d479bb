"""Where the apps above this one join in, without being imported: they register in their `AppConfig.ready()`.

The direction of imports is portal <- register <- plans <- guidance <- consultations <- disputes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.workflow import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from plans.findings import Case, Finding
    from plans.models import Chapter, Dossier, PlanVersion
    from portal.models import User
    from portal.parties import ReadToo


@dataclass(frozen=True, kw_only=True)
class OverviewCell:
    """What the overview says of one dossier in one column.

    `sort` orders the column, `state` gives the tone of a badge (without it the text stands alone), `tags` are the
    values of the column's filter that this dossier falls under.
    """

    text: str
    sort: int | str = ""
    state: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OverviewColumn:
    """A column of the overview, and the choices of its filter (value, label) when it has one."""

    key: str
    label: Text
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, kw_only=True)
class OverviewSource:
    """Columns that are filled together, with one query for any number of dossiers.

    `load` takes the dossiers and gives, per dossier and column, the cell; what it leaves out is shown empty.
    """

    columns: tuple[OverviewColumn, ...]
    load: "Callable[[QuerySet[Dossier]], dict[int, dict[str, OverviewCell]]]"


# Columns of the inspectorate's overview, in the order of the apps.
OVERVIEW: list[OverviewSource] = []

# Called in the transaction of an offer: make what the offer sets in motion.
ON_OFFERED: "list[Callable[[Dossier, PlanVersion, User], None]]" = []

# The rules of the legal check, in the order they are shown.
FINDINGS: "list[Callable[[Case], Iterable[Finding]]]" = []

# Parts of the dossier page: each gives (template, context) or None when there is nothing to show. What the rules have
# read for the case of the page need not be read again (`Case.once`).
PANELS: "list[Callable[[Case, User], tuple[str, dict[str, Any]] | None]]" = []

# Parts of the page of a chapter, below the form: each gives (template, context) or None when there is nothing to show.
CHAPTER_PANELS: "list[Callable[[Chapter, User], tuple[str, dict[str, Any]] | None]]" = []

# Read-only parts of the reviewer's dossier page in the admin: likewise.
REVIEW_PANELS: "list[Callable[[Case, User], tuple[str, dict[str, Any]] | None]]" = []

# Who else than the partnership reads a frozen version.
VERSION_READERS: "list[ReadToo]" = []

# Who hears that a plan was filed, besides the partnership and the inspectorate: who holds a right for a party of some
# rows. Gives the right, the party and the rows.
FILING_AUDIENCE: "list[Callable[[Dossier], tuple[str, str, Iterable[Any]]]]" = []
