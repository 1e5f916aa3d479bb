"""What of the library belongs to a place in the portal."""

from typing import Any

from guidance.models import Document, Example
from plans.models import Chapter
from portal.models import User

SHOWN = 5


def about(*subjects: str) -> list[Document]:
    """The public documents about one of these subjects (keys), at most five. One query."""
    found = Document.objects.public().filter(subjects__key__in=subjects).distinct()
    return list(found.defer("search_text")[:SHOWN])


def examples_about(*subjects: str) -> list[Example]:
    """The latest published examples about one of these subjects (keys), at most five. One query."""
    found = Example.objects.public().filter(subjects__key__in=subjects).distinct()
    return list(found.select_related("organisation").only("uuid", "title", "organisation__name")[:SHOWN])


def beside(subject: str) -> dict[str, Any]:
    """What belongs beside a subject: documents and examples. Two queries."""
    return {"documents": about(subject), "examples": examples_about(subject), "subject": subject}


def beside_chapter(chapter: Chapter, _user: User) -> tuple[str, dict[str, Any]] | None:
    """What is about the element a chapter is for; None for a chapter of one's own and when there is nothing."""
    if chapter.element is None:
        return None
    found = beside(chapter.element.key)
    return ("guidance/_beside.html", found) if found["documents"] or found["examples"] else None
