"""Storing and sending files by content: what has a hash is never overwritten and never served as a page."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse

from portal.models import StoredFile


def store(content: bytes | BinaryIO, content_type: str) -> StoredFile:
    """Keep bytes under their SHA-256 and return the row; storing the same bytes again returns the same row.

    The file is complete on disk before the row exists, so a crash leaves at most an unused file.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    handle, temporary = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in _chunks(content):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        stored = StoredFile(sha256=digest.hexdigest(), size=size, content_type=content_type)
        stored.path.parent.mkdir(exist_ok=True)
        # Same hash, same bytes: replacing is harmless and atomic.
        Path(temporary).replace(stored.path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    row, _created = StoredFile.objects.get_or_create(
        sha256=stored.sha256, defaults={"size": size, "content_type": content_type}
    )
    return row


def send(stored: StoredFile, name: str) -> FileResponse:
    """A download of a stored file. The caller has checked that this person may have it."""
    response = FileResponse(
        stored.path.open("rb"), as_attachment=True, filename=name, content_type=stored.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _chunks(content: bytes | BinaryIO):  # type: ignore[no-untyped-def]
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    while chunk := content.read(1024 * 256):
        yield chunk
