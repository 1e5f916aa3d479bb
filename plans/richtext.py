"""Rich text: the few elements a plan needs; everything else is taken out on the way in."""

import html as html_text
import re

import nh3
from django.utils.html import strip_tags

MAX_CHARACTERS = 400_000
MAX_SPAN = 20  # columns or rows of one cell; the PDF draws every one of them
MAX_ROUNDS = 5
MAX_DEPTH = 40  # elements in each other; the PDF goes down by recursion
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
}
_TAGS = {
    "p", "br", "strong", "b", "em", "i", "h2", "h3", "h4", "ul", "ol", "li", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip


def _attribute(_element: str, name: str, value: str) -> str | None:
    if name in {"colspan", "rowspan"}:
        return value if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MAX_SPAN else None
    return value


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes={"*": set(), "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    attribute_filter=_attribute,
)
_only_words = nh3.Cleaner(tags={"br"}, clean_content_tags={"script", "style"}, attributes={"*": set()})
_TAG = re.compile(r"<(/?)(\w+)(?:[^>\"]|\"[^\"]*\")*>")
_EMPTY = re.compile(r"^(<p>(<br>)?</p>|\s)*$")


def clean(html: str) -> str:
    """The text with only the allowed elements and attributes; empty when nothing is left."""
    before, cleaned = "", html.replace("\x00", "")
    # What is out of place (a list item straight in a table) is put where a reader of HTML wants it, which may give
    # something to put right again: what is stored is what every later reader makes of it.
    for _round in range(MAX_ROUNDS):
        before, cleaned = cleaned, _cleaner.clean(cleaned)
        if cleaned == before:
            break
    if cleaned != before or _depth(cleaned) > MAX_DEPTH:  # nobody writes that; keep the words
        cleaned = _only_words.clean(cleaned)
    return "" if _EMPTY.match(cleaned) else cleaned


def plain(html: str) -> str:
    """The words of a rich text."""
    return " ".join(html_text.unescape(strip_tags(html.replace("<", " <"))).replace("\u200b", "").split())


def _depth(html: str) -> int:
    """How deep the elements of a cleaned text lie in each other."""
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if name != "br":
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
