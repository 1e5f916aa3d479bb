"""What belongs to a place in the portal: documents, and what the apps above have about the same subject."""

from typing import Any

from django.template.loader import render_to_string

from guidance.extension_points import BESIDE_SUBJECT
from guidance.models import Document
from plans.models import Chapter
from portal.models import User

SHOWN = 5


def about(*subjects: str) -> list[Document]:
    """The public documents about one of these subjects (keys), at most five. One query."""
    found = Document.objects.public().filter(subjects__key__in=subjects).distinct()
    return list(found.defer("search_text")[:SHOWN])


def beside(subject: str) -> dict[str, Any]:
    """What belongs beside a subject: documents, and parts of the apps above. One query, and one for each part."""
    found = (source(subject) for source in BESIDE_SUBJECT)
    parts = [render_to_string(name, values) for name, values in filter(None, found)]
    return {"documents": about(subject), "parts": parts, "subject": subject}


def beside_chapter(chapter: Chapter, _user: User) -> tuple[str, dict[str, Any]] | None:
    """What is about the element a chapter is for; None for a chapter of one's own and when there is nothing."""
    if chapter.element is None:
        return None
    found = beside(chapter.element.key)
    return ("guidance/_beside.html", found) if found["documents"] or found["parts"] else None
