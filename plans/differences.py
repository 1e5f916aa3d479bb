"""What two frozen versions of a plan say differently, word by word where that can be done in reasonable time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from plans import richtext
from plans.content import Content, totals

# Comparing is quadratic: above this many words on either side, whole paragraphs are shown as replaced.
MAX_WORDS = 1_500
MAX_BLOCKS = 3_000

_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|td|th|tr|blockquote)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A run of text that is the same ("same"), only in the later ("new") or only in the earlier ("gone")."""

    kind: str
    text: str


@dataclass(frozen=True)
class ChapterDifference:
    """One chapter: "same", "changed", "new" or "gone", with its paragraphs as runs."""

    kind: str
    title: str
    former_title: str
    blocks: list[list[Piece]]


def between(earlier: Content, later: Content) -> dict[str, Any]:
    """The differences of two contents: facts, chapters, budget and attachments."""
    return {
        "facts": _facts(earlier, later),
        "chapters": list(_chapters(earlier, later)),
        "budget": _budget(earlier, later),
        "attachments": _attachments(earlier, later),
    }


def _facts(earlier: Content, later: Content) -> list[tuple[str, str, str]]:
    pairs = [
        ("title", earlier["title"], later["title"]),
        ("start", earlier["period"]["start"], later["period"]["start"]),
        ("end", earlier["period"]["end"], later["period"]["end"]),
    ]
    return [(name, old, new) for name, old, new in pairs if old != new]


def _by_key(chapters: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The chapters by element, free ones by title; a number tells those of the same title apart."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in chapters:
        key = row["element"] or f"free:{row['title']}"
        number = 0
        while (key, number) in found:
            number += 1
        found[key, number] = row
    return found


def _chapters(earlier: Content, later: Content) -> Iterator[ChapterDifference]:
    before, after = _by_key(earlier["chapters"]), _by_key(later["chapters"])
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            yield ChapterDifference("new", row["title"], "", texts("", row["body"]))
        elif (old["title"], old["body"]) == (row["title"], row["body"]):
            yield ChapterDifference("same", row["title"], "", [])
        else:
            former = old["title"] if old["title"] != row["title"] else ""
            yield ChapterDifference("changed", row["title"], former, texts(old["body"], row["body"]))
    for key, row in before.items():
        if key not in after:
            yield ChapterDifference("gone", row["title"], "", texts(row["body"], ""))


def blocks(html: str) -> list[str]:
    """The paragraphs, list items and cells of a rich text, as words."""
    found = (richtext.plain(part) for part in _BLOCK_END.split(html))
    return [text for text in found if text]


def texts(old: str, new: str) -> list[list[Piece]]:
    """The paragraphs of two rich texts, each as runs; paragraphs that stayed the same are there once."""
    before, after = blocks(old), blocks(new)
    if max(len(before), len(after)) > MAX_BLOCKS:
        return [*([Piece("gone", text)] for text in before), *([Piece("new", text)] for text in after)]
    found: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [[Piece("same", text)] for text in before[a:b]]
            continue
        pairs = min(b - a, d - c)
        found += [_words(before[a + n], after[c + n]) for n in range(pairs)]
        found += [[Piece("gone", text)] for text in before[a + pairs : b]]
        found += [[Piece("new", text)] for text in after[c + pairs : d]]
    return found


def _words(old: str, new: str) -> list[Piece]:
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > MAX_WORDS:
        return [Piece("gone", old), Piece("new", new)]
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", " ".join(before[a:b])))
            continue
        if b > a:
            found.append(Piece("gone", " ".join(before[a:b])))
        if d > c:
            found.append(Piece("new", " ".join(after[c:d])))
    return found


def _budget(earlier: Content, later: Content) -> list[dict[str, Any]]:
    """The results per year where the budget changed; empty when it is the same."""
    if earlier["budget"] == later["budget"]:
        return []
    old, new = totals(earlier["budget"]), totals(later["budget"])
    labels = {str(year): label for year, label in [*earlier["budget"]["years"], *later["budget"]["years"]]}
    return [
        {
            "label": labels[year],
            **{
                kind: (old[kind].get(year), new[kind].get(year))
                for kind in ("income", "expenditure", "result")
            },
        }
        for year in sorted(labels)
    ]


def _attachments(earlier: Content, later: Content) -> list[tuple[str, str]]:
    """What became of the attachments: (kind, name) with "new", "gone" or "changed"."""
    old = {row["name"]: row["sha256"] for row in earlier["attachments"]}
    new = {row["name"]: row["sha256"] for row in later["attachments"]}
    return [
        *(("new", name) for name in new if name not in old),
        *(("changed", name) for name in new if name in old and new[name] != old[name]),
        *(("gone", name) for name in old if name not in new),
    ]
