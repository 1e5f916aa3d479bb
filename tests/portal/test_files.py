"""Files by content: once per bytes, never overwritten, never served as a page."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError

from portal import files
from portal.form_fields import DocumentField
from portal.models import StoredFile
from tests.portal.test_uploads import BROKEN, a_docx, packed, types


@pytest.fixture
def folder(db: None, tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "files")  # type: ignore[attr-defined]
    return tmp_path / "files"


def test_bytes_are_kept_under_their_hash(folder: Path) -> None:
    stored = files.store(b"hallo", "text/plain")
    digest = hashlib.sha256(b"hallo").hexdigest()
    assert (stored.sha256, stored.size, stored.content_type) == (digest, 5, "text/plain")
    assert stored.path == folder / digest[:2] / digest
    assert stored.read() == b"hallo"
    assert str(stored) == digest


def test_same_bytes_again_are_the_same_row_and_file(folder: Path) -> None:
    first = files.store(b"hallo", "text/plain")
    again = files.store(io.BytesIO(b"hallo"), "application/pdf")
    assert again == first
    assert again.content_type == "text/plain"
    assert StoredFile.objects.count() == 1
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.sha256]


def test_upload_in_pieces_and_half_read_is_stored_whole(folder: Path) -> None:
    content = bytes(range(256)) * 3000
    upload = SimpleUploadedFile("../../etc/passwd", content)
    upload.read(100)
    stored = files.store(upload, "application/pdf")
    assert stored.read() == content
    assert stored.size == len(content)
    assert stored.path.parent.parent == folder


def uploaded(content: bytes) -> TemporaryUploadedFile:
    """A large upload, as Django keeps it on disk."""
    upload = TemporaryUploadedFile("verslag.pdf", "application/pdf", len(content), None)
    upload.write(content)
    return upload


@pytest.mark.parametrize("kind", [bytes, io.BytesIO, uploaded])
def test_files_that_begin_alike_stay_two(folder: Path, kind: Callable[[bytes], Any]) -> None:
    """The hash is that of all bytes, however many pieces they are read in."""
    start = bytes(range(256)) * 4096  # a megabyte: some pieces
    contents = [start + b"eerste", start + b"tweede", start[:-1] + b"x" + b"eerste"]
    rows = [files.store(kind(content), "application/pdf") for content in contents]
    assert [row.sha256 for row in rows] == [hashlib.sha256(content).hexdigest() for content in contents]
    assert len({row.pk for row in rows}) == len({row.path for row in rows}) == 3
    assert [row.read() for row in rows] == contents
    assert [row.size for row in rows] == [len(content) for content in contents]
    for row in rows:
        assert hashlib.sha256(row.path.read_bytes()).hexdigest() == row.path.name


def test_empty_file_is_kept_too(folder: Path) -> None:
    assert files.store(b"", "text/plain").read() == b""


def test_trouble_leaves_no_half_file(folder: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, *_args: object) -> bytes:
            raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        files.store(Broken(b"x"), "text/plain")
    assert list(folder.iterdir()) == []
    assert StoredFile.objects.count() == 0


def test_row_that_cannot_be_made_leaves_at_most_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_values: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(StoredFile.objects, "get_or_create", refuse)
    with pytest.raises(DatabaseError):
        files.store(b"hallo", "text/plain")
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [
        hashlib.sha256(b"hallo").hexdigest()
    ]


def test_download_is_an_attachment_that_no_browser_runs(folder: Path) -> None:
    stored = files.store(b"<script>1</script>", "text/html")
    answer = files.send(stored, "verslag é.pdf")
    assert b"".join(answer.streaming_content) == b"<script>1</script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''verslag%20%C3%A9.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def marked(content: bytes, method: int) -> bytes:
    """A pack whose parts are said to be packed by another method."""
    spoilt = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = spoilt.find(mark)
        while start >= 0:
            spoilt[start + offset : start + offset + 2] = method.to_bytes(2, "little")
            start = spoilt.find(mark, start + 4)
    return bytes(spoilt)


def spoilt_lzma() -> bytes:
    """A document with a part in LZMA, as no office program makes it, that is broken halfway."""
    out = io.BytesIO(packed({"[Content_Types].xml": types()}))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_LZMA) as pack:
        pack.writestr("word/document.bin", bytes(range(256)) * 40)
    content = bytearray(out.getvalue())
    at = content.find(b"word/document.bin") + len(b"word/document.bin")
    content[at + 4 : at + 9] = b"\xff" * 5  # what says how it was packed
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        a_docx(**{"word/styles.xml": '<?xml version="1.0" encoding="windows-9999"?><styles/>'}),
        a_docx(**{"word/styles.xml": '<?xml version="1.0" encoding="utf-7"?><styles/>'}),
        spoilt_lzma(),
        marked(a_docx(), zipfile.ZIP_LZMA),
        marked(a_docx(), zipfile.ZIP_BZIP2),
        marked(a_docx(), 9),
        marked(a_docx(), 93),
    ],
    ids=["unknown encoding", "other encoding", "broken lzma", "no lzma", "no bzip2", "deflate64", "zstd"],
)
def test_office_file_that_cannot_be_read_is_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DocumentField().clean(SimpleUploadedFile("plan.docx", content))
    assert refused.value.messages == [BROKEN]
