"""The parties of a row: the organisations with a part in it.

A model declares them once, as paths to organisations, with the right by which it is read. From that and the tables of
rights follow both what `has_perm(name, row)` asks (`party_ids`) and which rows somebody sees (`visible_to`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from portal.models import User
from portal.rights import ANYWHERE, organisations_by_party
from portal.workflow import Text

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class ReadToo:
    """Rows that somebody reads without holding the reading right: for whom and when in words, and which."""

    who: Text
    rows: Callable[[User], Q]


class HasParties(models.Model):
    """A model whose rows belong to organisations."""

    # Per party: the way to its organisation, as in a query. What is no field (the other side of a dispute) is a
    # property with the same name and `_id` behind it; no right to read may be held for such a party.
    PARTIES: ClassVar[dict[str, str]]
    READING: ClassVar[str]  # the name of the right to read a row
    READ_TOO: ClassVar[Sequence[ReadToo]] = ()

    class Meta:
        abstract = True

    def party_ids(self) -> dict[str, set[int]]:
        """Per party the key of its organisation, for the tables of rights; an empty set when there is none."""
        found = {party: _at(self, path) for party, path in self.PARTIES.items()}
        return {party: set() if pk is None else {pk} for party, pk in found.items()}


class PartyQuerySet(models.QuerySet[M]):
    """Rows with parties."""

    model: Any

    def visible_to(self, user: User) -> Self:
        """The rows that somebody holds the reading right on, and those they read besides."""
        condition = held_on(self.model, user)
        if not condition:  # held anywhere
            return self.all()
        for too in self.model.READ_TOO:
            condition |= too.rows(user)
        return self.filter(condition)


def held_on(model: Any, user: User, permission: str = "", way: str = "") -> Q:
    """The rows of a model on which somebody holds a right (without a name: the right to read), as a condition.

    `way` is the path to the model from the one that is asked, as in `dossier__`.
    """
    condition = Q(pk__in=[])
    for party, organisations in organisations_by_party(user, permission or model.READING).items():
        if party == ANYWHERE:
            return Q()
        if party in model.PARTIES:
            condition |= Q(**{f"{way}{model.PARTIES[party]}__in": organisations})
    return condition


def _at(row: Any, path: str) -> int | None:
    """The key at the end of a path from a row, without reading the organisation itself."""
    *way, last = path.split("__")
    for step in way:
        row = getattr(row, step)
        if row is None:
            return None
    key: int | None = getattr(row, f"{last}_id")
    return key
