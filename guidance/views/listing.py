"""What the lists of documents and examples share: search words, a choice per filter, an order, and their addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import HttpRequest


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, what can be chosen, and how the rows follow from a choice."""

    name: str
    label: str
    rows: list[tuple[str, Any]]
    narrow: Callable[[Any, str], Any]


class ListQuery:
    """What the address of a list asks. What is no choice counts as not asked.

    Subclasses say which filters there are and by what the columns sort: per name the label and the expression.
    """

    usual: ClassVar[str]  # the order when nothing is asked, `-` in front for descending

    def __init__(self, request: HttpRequest) -> None:
        self.words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        self.filters = self.get_filters()
        self.sorts = self.get_sorts()
        self.chosen = {
            row.name: asked
            for row in self.filters
            if (asked := one_of(request.GET.get(row.name), [value for value, _label in row.rows]))
        }
        asked = request.GET.get("sorteer", "")
        self.sort = asked if asked.removeprefix("-") in self.sorts else self.usual

    def get_filters(self) -> list[Filter]:
        raise NotImplementedError

    def get_sorts(self) -> dict[str, tuple[str, str]]:
        raise NotImplementedError

    @property
    def sort_asked(self) -> str:
        """How it is sorted, when that is not the usual way."""
        return "" if self.sort == self.usual else self.sort

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.chosen)

    @property
    def order(self) -> OrderBy:
        """What the rows are ordered by; on every database what has no value comes last."""
        expression = F(self.sorts[self.sort.removeprefix("-")][1])
        return (
            expression.desc(nulls_last=True) if self.sort.startswith("-") else expression.asc(nulls_last=True)
        )

    def narrowed(self, found: Any) -> Any:
        """The rows in which all words occur and that answer every filter."""
        found = found.search(self.words)
        for row in self.filters:
            if row.name in self.chosen:
                found = row.narrow(found, self.chosen[row.name])
        return found

    def address(self, **changes: str) -> str:
        """The query string of the same question with some parts changed; empty parts are left out."""
        values = {"q": self.words, **self.chosen, "sorteer": self.sort_asked, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def columns(self) -> list[dict[str, str]]:
        """The heads of the table: label, the address that sorts by it, and how it is sorted now."""
        now = "descending" if self.sort.startswith("-") else "ascending"
        return [
            {
                "label": label,
                "url": self.address(sorteer=f"-{name}" if name == self.sort else name),
                "sorted": now if name == self.sort.removeprefix("-") else "",
            }
            for name, (label, _expression) in self.sorts.items()
        ]

    def choices(self) -> list[dict[str, Any]]:
        """The filters for the page: name, label, what can be chosen and what is chosen."""
        return [
            {"name": row.name, "label": row.label, "rows": row.rows, "chosen": self.chosen.get(row.name, "")}
            for row in self.filters
        ]


def one_of(asked: str | None, known: list[str]) -> str:
    """What was asked, when it is one of the choices; empty otherwise."""
    return asked if asked in known else ""  # type: ignore[return-value]
