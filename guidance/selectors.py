"""What of the library belongs to a place in the portal."""

from typing import Any

from guidance.models import Document
from plans.models import Chapter
from portal.models import User

SHOWN = 5


def about(*subjects: str) -> list[Document]:
    """The public documents about one of these subjects (keys), at most five. One query."""
    found = Document.objects.public().filter(subjects__key__in=subjects).distinct()
    return list(found.defer("search_text")[:SHOWN])


def beside_chapter(chapter: Chapter, _user: User) -> tuple[str, dict[str, Any]] | None:
    """The documents about the element a chapter is for; None for a chapter of one's own and when there are none."""
    if chapter.element is None or not (documents := about(chapter.element.key)):
        return None
    return "guidance/_beside.html", {"documents": documents, "subject": chapter.element.key}
