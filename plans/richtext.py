"""Rich text: the few elements a plan needs; everything else is taken out on the way in."""

import re

import nh3
from django.utils.html import strip_tags

MAX_CHARACTERS = 400_000
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
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)
_EMPTY = re.compile(r"^(<p>(<br>)?</p>|\s)*$")


def clean(html: str) -> str:
    """The text with only the allowed elements and attributes; empty when nothing is left."""
    cleaned = _cleaner.clean(html.replace("\x00", ""))
    return "" if _EMPTY.match(cleaned) else cleaned


def plain(html: str) -> str:
    """The words of a rich text."""
    return " ".join(strip_tags(html.replace("<", " <")).split())
