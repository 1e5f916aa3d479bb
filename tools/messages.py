"""The message catalogues, with Babel alone (a fresh machine has no gettext programs).

`python -m tools.messages` brings `locale/en` up to date with the code, `--check` tells what is missing without changing
anything, `--compile` makes the `.mo` files. The messages in the code are Dutch, so the English catalogue holds every
message and the Dutch one only what Django and its add-ons leave untranslated; that one is kept by hand.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.own_apps import APPS

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Lines of Babel's header: dates, which would make every run a change, and blanks to fill in.
NOT_OURS = re.compile(
    rb'(?m)^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    rb"|Language-Team|Generated-By).*\n"
)
HEADER = "# Messages of the portal. `make messages` brings this file up to date with the code.\n"


def sources() -> Iterator[tuple[str, bytes]]:
    """Every file with messages: its path and its text as Python."""
    from django.utils.translation import templatize

    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            name = path.relative_to(ROOT).as_posix()
            python = templatize(path.read_text(encoding="utf-8"), origin=name)
            # The indentation of a template is none in Python; the text of the messages is quoted by now.
            yield name, re.sub(r"(?m)^[ \t]+", "", python).encode()


def aliases() -> Iterator[tuple[str, str]]:
    """The files that call a translating function by a name under which we do not look for messages."""
    for name, text in sources():
        for alias in re.findall(r"gettext\w* as (\w+)", text.decode()):
            if alias not in KEYWORDS:
                yield name, alias


def extracted() -> Catalog:
    """All messages of the code and the templates, with the files they are in."""
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for name, text in sources():
        options = {"encoding": "utf-8"}
        for _line, message, comments, context in extract("python", io.BytesIO(text), KEYWORDS, (), options):
            # Without line numbers: a catalogue should change when a text does.
            catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one when there is none yet."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, charset="utf-8")


def updated() -> bytes:
    """The English catalogue as it should be: what it had, what is new (empty), without what is gone."""
    catalog = read("en")
    catalog.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER.strip()
    for message in catalog:
        # In one order, whatever the run before left.
        message.locations = [(name, 0) for name in sorted({name for name, _line in message.locations})]
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return NOT_OURS.sub(b"", out.getvalue())


def update() -> None:
    """Write the English catalogue anew."""
    text = updated()
    path = LOCALE / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


def problems() -> list[str]:
    """What is missing, left over, unfinished or wrong in the catalogues; empty when both languages are complete."""
    wanted = {_key(message): message for message in extracted() if message.id}
    english = {_key(message): message for message in read("en") if message.id}
    found = [f"en: missing: {key[1]!r} ({_where(row)})" for key, row in wanted.items() if key not in english]
    found += [f"en: no longer used: {key[1]!r}" for key in english.keys() - wanted.keys()]
    found += [f"{name}: not read: messages under the name {alias}" for name, alias in aliases()]
    for language in ("en", "nl"):
        catalog = read(language)
        found += [f"{language}: obsolete: {key!r}" for key in catalog.obsolete]
        for message in catalog:
            if message.id:
                found += [f"{language}: {reason}: {message.id!r}" for reason in _unfinished(message, catalog)]
    return found


def _key(message: Message) -> tuple[str, str]:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (message.context or "", text)


def _where(message: Message) -> str:
    return ", ".join(sorted({name for name, _line in message.locations}))


def _unfinished(message: Message, catalog: Catalog) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(texts):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    for error in message.check(catalog):
        yield str(error)
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = _placeholders(ids[-1])
    if any(not _placeholders(text) <= wanted for text in texts) or _placeholders(texts[-1]) != wanted:
        yield "other placeholders"


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}", text))


def compile_all() -> int:
    """Make a `.mo` of every `.po` that is newer; gives how many."""
    made = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=source.parts[-3], charset="utf-8")
        out = io.BytesIO()
        write_mo(out, catalog)
        # At once in place, for two processes that do this at the same time.
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(out.getvalue())
        fresh.replace(target)
        made += 1
    return made


def main(arguments: list[str]) -> int:
    """The command; gives the exit code."""
    if "--compile" in arguments:
        compile_all()
        return 0
    if "--check" in arguments:
        found = problems()
        print("\n".join([*found[:50], f"{len(found)} problems in the catalogues"] if found else ["complete"]))
        return 1 if found else 0
    update()
    open_ends = [message for message in read("en") if message.id and not message.string]
    print(f"locale/en: {len(read('en'))} messages, {len(open_ends)} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
