"""The bundle of a dispute: everything that is recorded about it, in one zip, the same for everybody who gets it.

What was recorded does not change, so the same state gives the same bytes: a fixed order, no date of making, no
compression. It is in Dutch for all, because it is one document.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from disputes.models import Dispute
from plans import content as contents
from portal.models import StoredFile
from portal.uploads import safe_name

CHUNK = 256 * 1024
# The earliest date a zip can hold, so that the moment of making does not show.
NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """One file of the bundle: bytes made here, or a stored file."""

    name: str
    content: bytes | StoredFile

    @property
    def sha256(self) -> str:
        if isinstance(self.content, StoredFile):
            return self.content.sha256
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        return self.content.size if isinstance(self.content, StoredFile) else len(self.content)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a piece at a time."""
        if not isinstance(self.content, StoredFile):
            yield self.content
            return
        with self.content.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def name(dispute: Dispute) -> str:
    """The file name of the bundle."""
    municipality = dispute.consultation.municipality.code
    return f"geschil-{dispute.lodged_on:%Y%m%d}-{municipality}-versie-{dispute.version.number}.zip"


def entries(dispute: Dispute) -> list[Entry]:
    """The files of the bundle in their order, the index first. FileNotFoundError when a stored file is gone."""
    with translation.override("nl"):
        found = [*_dispute(dispute), *_version(dispute), *_talks(dispute), *_papers(dispute)]
        for entry in found:
            if isinstance(entry.content, StoredFile):
                entry.content.path.stat()
        index = _text("inhoud", {"dispute": dispute, "entries": found})
    return [Entry("00-inhoud.txt", index), *found]


def stream(rows: Iterable[Entry]) -> Iterator[bytes]:
    """The zip, a piece at a time: no more than one piece of a file is in memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for entry in rows:
            with archive.open(zipfile.ZipInfo(entry.name, NO_DATE), "w") as out:
                for chunk in entry.chunks():
                    out.write(chunk)
                    yield sink.take()
    yield sink.take()


class _Sink:
    """Where the zip writes; emptied after every piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _dispute(dispute: Dispute) -> Iterator[Entry]:
    records = dispute.records.select_related("organisation", "recorded_by", "document")
    yield Entry("01-geschil.txt", _text("geschil", {"dispute": dispute, "records": records}))
    procedure = dispute.consultation.procedure
    if procedure:
        yield Entry("01-procedure.txt", _text("procedure", {"procedure": procedure}))
    if procedure and procedure.document:
        yield Entry(f"01-procedure-{safe_name(procedure.document_name)}", procedure.document)


def _version(dispute: Dispute) -> Iterator[Entry]:
    version = dispute.version
    base = f"02-plan/versie-{version.number}"
    yield Entry(f"{base}.pdf", version.pdf)
    yield Entry(f"{base}.json", contents.canonical(version.content))
    attachments = version.attachments.select_related("file").order_by("pk")
    yield from _numbered("02-plan/bijlage", ((row.name, row.file) for row in attachments))


def _talks(dispute: Dispute) -> Iterator[Entry]:
    consultation = dispute.consultation
    outcomes = consultation.outcomes.select_related("version", "document").order_by("pk")
    yield Entry("03-overleg/uitkomsten.txt", _text("uitkomsten", {"outcomes": outcomes}))
    yield from _numbered("03-overleg/uitkomst", ((row.document_name, row.document) for row in outcomes))
    meetings = consultation.meetings.select_related("minutes").order_by("held_on", "pk")
    yield Entry("03-overleg/bijeenkomsten.txt", _text("bijeenkomsten", {"meetings": meetings}))
    yield from _numbered("03-overleg/verslag", ((row.minutes_name, row.minutes) for row in meetings))


def _papers(dispute: Dispute) -> Iterator[Entry]:
    records = dispute.records.select_related("document").order_by("pk")
    yield from _numbered("04-stukken/stuk", ((row.document_name, row.document) for row in records))


def _numbered(start: str, files: Iterable[tuple[str, StoredFile | None]]) -> Iterator[Entry]:
    """The files there are, each under its number in the list: two files of one name stay apart."""
    for number, (filename, stored) in enumerate(files, 1):
        if stored:
            yield Entry(f"{start}-{number:02d}-{safe_name(filename)}", stored)


def _text(template: str, context: dict[str, Any]) -> bytes:
    text = render_to_string(f"disputes/bundle/{template}.txt", context)
    return text.strip().encode() + b"\n"
