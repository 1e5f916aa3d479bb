"""What may be uploaded: PDF, DOCX, XLSX and ODT that can be parsed and hold nothing active.

A file is judged by what is in it, never by its name or by what the browser says; every refusal has its own message.
"""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import upload_office
from portal.upload_types import PDF, TYPES, UploadRefused

HELP = gettext_lazy("PDF, DOCX, XLSX of ODT, ten hoogste 25 MB, zonder wachtwoord en zonder macro’s")

MAX_NAME = 150

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files from before 2007, and newer ones with a password
_ZIP = b"PK\x03\x04"


def safe_name(name: str) -> str:
    """The bare file name: no path, no control or direction characters, at most 150 characters with its extension."""
    bare = PurePosixPath(name.replace("\x00", "").replace("\\", "/")).name
    bare = "".join(c for c in unicodedata.normalize("NFC", bare) if unicodedata.category(c)[0] != "C")
    bare = re.sub(r'[<>:"|?*]', "_", " ".join(bare.split())).strip(". ")
    path = PurePosixPath(bare)
    suffix = path.suffix[:10]
    stem = path.name.removesuffix(path.suffix).strip(". ") or "document"
    return stem[: MAX_NAME - len(suffix)] + suffix


def check(upload: Any) -> str:
    """The content type of an upload, found by parsing it. Raises UploadRefused with the reason.

    Takes an uploaded file (anything with `name`, `size`, `read` and `seek`).
    """
    if not upload.size:
        raise UploadRefused(_("Dit bestand is leeg. Kies een ander bestand."))
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise UploadRefused(
            _("Dit bestand is te groot: het is %(size)s MB, en ten hoogste %(limit)s MB kan.")
            % {
                "size": -(-upload.size // 1_048_576),
                "limit": settings.MAX_UPLOAD_BYTES // 1_048_576,
            }
        )
    name = safe_name(upload.name)
    wanted = TYPES.get(PurePosixPath(name).suffix.lower())
    if wanted is None:
        raise UploadRefused(
            _("Dit soort bestand kan niet. U kunt PDF, DOCX, XLSX of ODT sturen. Sla het op als PDF.")
        )
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    if wanted == PDF:
        _expect(head.startswith(b"%PDF-"), name)
        check_pdf(upload)
    else:
        if head == _OLE:
            raise UploadRefused(
                _(
                    "Dit bestand heeft een wachtwoord, of is van een oud soort. "
                    "Haal het wachtwoord weg en sla het op als DOCX, XLSX of PDF."
                )
            )
        _expect(head.startswith(_ZIP), name)
        _expect(upload_office.check(upload) == wanted, name)
    upload.seek(0)
    return wanted


def _expect(as_named: bool, name: str) -> None:
    if not as_named:
        raise UploadRefused(
            _(
                "De inhoud van dit bestand past niet bij de naam: het is geen %(kind)s. "
                "Open het en sla het opnieuw op."
            )
            % {"kind": PurePosixPath(name).suffix[1:].upper()}
        )


# What a PDF may not hold. The expression finds the few objects worth a closer look among many thousands.
_SUSPECT = re.compile(
    rb"/(JavaScript|JS|Launch|AA|EF|RichMedia|Movie|Sound|3D|XFA|SubmitForm|ImportData|GoToE)\b"
)
_ACTIVE_SUBTYPES = {"/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"}
_ACTIVE_ACTIONS = {"/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}


def check_pdf(content: BinaryIO) -> None:
    """Raise UploadRefused for a PDF that is broken, locked or does something by itself."""
    try:
        with pikepdf.open(content, suppress_warnings=True, attempt_recovery=False) as document:
            if document.is_encrypted:
                raise _locked()
            if not len(document.pages):
                raise _broken()
            _check_opening(document.Root)
            for obj in document.objects:
                _check_object(obj)
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise _broken() from error


def _locked() -> UploadRefused:
    return UploadRefused(
        _("Deze PDF is beveiligd met een wachtwoord of met rechten. Sla hem zonder beveiliging op.")
    )


def _broken() -> UploadRefused:
    return UploadRefused(_("Deze PDF is beschadigd en kan niet worden gelezen. Maak hem opnieuw."))


def _check_opening(root: Any) -> None:
    """What happens when the document is opened: showing a page is fine, anything else is not."""
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in {
        "/GoTo",
        "/JavaScript",
        "/Launch",
    }:
        raise UploadRefused(_("Deze PDF doet vanzelf iets bij het openen. Sla hem op zonder openingsactie."))
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        raise _embedded()


def _embedded() -> UploadRefused:
    return UploadRefused(
        _("In deze PDF zitten andere bestanden. Haal ze eruit en stuur ze als eigen bijlage.")
    )


def _check_object(obj: Any) -> None:
    if isinstance(obj, pikepdf.Stream):
        obj = obj.stream_dict
    if not isinstance(obj, pikepdf.Dictionary | pikepdf.Array) or not _SUSPECT.search(
        obj.unparse(resolved=True)
    ):
        return
    for row in _dictionaries(obj):
        _check_dictionary(row)


def _dictionaries(obj: Any) -> Any:
    """The dictionary and those written inside it; what it points to is an object of its own."""
    if isinstance(obj, pikepdf.Dictionary):
        yield obj
        children = [value for _key, value in obj.items()]
    else:
        children = list(obj)
    for child in children:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect:
            yield from _dictionaries(child)


def _check_dictionary(row: Any) -> None:
    action, subtype = str(row.get("/S", "")), str(row.get("/Subtype", ""))
    if "/JS" in row or "/JavaScript" in row or action == "/JavaScript":
        raise UploadRefused(_("In deze PDF zit een script (JavaScript). Sla hem zonder script op."))
    if action == "/Launch" or "/Launch" in row:
        raise UploadRefused(
            _("Deze PDF kan een programma starten. Haal die verwijzing weg en sla hem opnieuw op.")
        )
    if "/EF" in row:
        raise _embedded()
    if "/AA" in row:
        raise UploadRefused(_("Deze PDF doet vanzelf iets tijdens het lezen. Sla hem op zonder acties."))
    if "/XFA" in row or action in _ACTIVE_ACTIONS or subtype in _ACTIVE_SUBTYPES:
        raise UploadRefused(
            _(
                "In deze PDF zit een actief formulier, film of geluid. Maak er een gewone PDF van (afdrukken naar PDF)."
            )
        )
