"""Searching by words, for everything with a `search_text`."""

from typing import Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, models

M = TypeVar("M", bound=models.Model)


class Searchable(models.QuerySet[M]):
    """Rows whose `search_text` holds everything people may look for, in lower case."""

    def search(self, words: str) -> Self:
        """Those in whose texts all words occur: by stem in Dutch on PostgreSQL (by an index), as typed on SQLite."""
        words = words.replace("\x00", "").strip()
        if not words:
            return self
        if connection.vendor == "postgresql":
            vector = SearchVector("search_text", config="dutch")
            query = SearchQuery(words, config="dutch", search_type="websearch")
            return self.annotate(found_in=vector).filter(found_in=query)
        found = self
        for word in words.casefold().split():
            found = found.filter(search_text__contains=word)
        return found
