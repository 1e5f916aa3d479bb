"""Reads a tagged PDF as assistive technology does: the tree of structure, and the text that hangs in it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """One element of structure: its tag, its own dictionary, what hangs under it, and the text in reading order."""

    tag: str
    raw: Any
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> Iterator["Element"]:
        """This element and those below it, in reading order; only those with one of the tags, when given."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            yield from child.all(*tags)


class Reading:
    """A PDF that is open, with its structure."""

    def __init__(self, document: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(document))
        self.pages = {page.objgen: _texts(page) for page in self.pdf.pages}
        self.root = self._element(self.pdf.Root.StructTreeRoot.K[0], None)

    def all(self, *tags: str) -> list[Element]:
        return list(self.root.all(*tags))

    def texts(self, *tags: str) -> list[str]:
        return [element.text.strip() for element in self.root.all(*tags)]

    def outline(self) -> list[tuple[int, str]]:
        """The bookmarks: how deep, and what they say."""
        with self.pdf.open_outline() as outline:
            return list(_bookmarks(outline.root, 1))

    def fonts(self) -> list[Any]:
        return [obj for obj in self.pdf.objects if _is(obj, "/Font") and obj.get("/Subtype") != "/Type0"]

    def lines(self, page: Any) -> list[tuple[float, float, str]]:
        """The text of a page outside drawings: where each piece begins and ends (points from the left), and its text."""
        return [
            (piece.left, piece.end, piece.text.strip()) for piece in _pieces(page) if piece.tag != "/Figure"
        ]

    def _element(self, raw: Any, page: Any) -> Element:
        page = raw.get("/Pg", page)
        element = Element(str(raw.S).lstrip("/"), raw)
        kids = raw.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                element.text += self.pages[page.objgen].get(kid, "")
            elif kid.get("/Type") != "/OBJR":
                child = self._element(kid, page)
                element.children.append(child)
                element.text += child.text
        if element.tag in {"H1", "H2", "H3", "H4", "H5", "P", "TH", "TD", "LI", "Caption"}:
            element.text += "\n"
        return element


def _is(obj: Any, kind: str) -> bool:
    return isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == kind


def _bookmarks(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _bookmarks(item.children, depth + 1)


@dataclass
class Piece:
    """A piece of text: the tag and the number of the marked content it is in, and its place in points."""

    tag: str
    mark: int | None
    left: float
    end: float
    text: str


def _texts(page: Any) -> dict[int, str]:
    """The text of a page by the number of its marked content."""
    found: dict[int, str] = {}
    for piece in _pieces(page):
        if piece.mark is not None:
            found[piece.mark] = found.get(piece.mark, "") + piece.text
    return found


def _pieces(page: Any) -> list[Piece]:
    """Every piece of text of a page; the place is right for text outside drawings."""
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: list[Piece] = []
    marks: list[tuple[str, int | None]] = [("", None)]
    font, size, left = None, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            extra = operands[1] if len(operands) > 1 else None
            mark = extra.get("/MCID") if isinstance(extra, pikepdf.Dictionary) else None
            marks.append((str(operands[0]), mark))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif name == "Tm":
            left = float(operands[4])
        elif name == "TJ" and font:
            text, width = font.read(operands[0])
            found.append(Piece(*marks[-1], left * 0.75, (left + width * size) * 0.75, text))
    return found


class _Font:
    """A font of the PDF: which text each glyph stands for, and how wide it is."""

    def __init__(self, font: Any) -> None:
        table = font.ToUnicode.read_bytes().decode("ascii")
        pairs = re.findall(r"<([0-9a-fA-F]{4})>\s+<([0-9a-fA-F]+)>\s*\n", table)
        self.texts = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
        self.widths: dict[int, float] = {}
        spans = list(font.DescendantFonts[0].W)
        for first, widths in zip(spans[::2], spans[1::2], strict=True):
            self.widths |= {int(first) + n: float(width) for n, width in enumerate(widths)}

    def read(self, parts: Any) -> tuple[str, float]:
        """The text of a run of glyphs, and its width in ems."""
        text, width = "", 0.0
        for part in parts:
            if isinstance(part, pikepdf.String):
                raw = bytes(part)
                codes = [int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2)]
                text += "".join(self.texts.get(code, "?") for code in codes)
                width += sum(self.widths.get(code, 0) for code in codes)
            else:
                width -= float(part)
        return text, width / 1000
