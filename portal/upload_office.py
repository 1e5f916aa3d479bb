"""The inside of DOCX, XLSX and ODT: packed parts that are counted, unpacked within limits and read without entities."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from portal.upload_types import DOCX, ODT, XLSX, UploadRefused

MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150  # unpacked : packed; texts of real life stay far below, bombs are near 1000
RATIO_FROM = 10 * 1024 * 1024
_CHUNK = 256 * 1024

_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
_REMOTE = ("http:", "https:", "ftp:", "smb:", "//", "\\\\")
_ODT_SOURCES = {"image", "section-source", "object", "template"}
_ODT_ACTIVE = {"applet", "plugin", "floating-frame", "event-listener", "object-ole"}

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    LookupError,  # a part that is not there, an encoding nobody knows
    ValueError,
)

Handler = Callable[[str, dict[str, str]], None]


def check(content: BinaryIO, depth: int = 0) -> str:
    """The content type of an office file. Raises UploadRefused when it is broken, locked, active or a bomb."""
    try:
        with zipfile.ZipFile(content) as pack:
            _check_parts(pack.infolist())
            kind = _kind(pack)
            (_check_odt if kind == ODT else _check_ooxml)(pack, depth)
            return kind
    except UploadRefused:
        raise
    except RuntimeError as error:  # what zipfile says of a part with a password
        raise (_broken() if isinstance(error, NotImplementedError) else _locked()) from error
    except _UNREADABLE as error:
        raise _broken() from error


def _broken() -> UploadRefused:
    return UploadRefused(_("Dit bestand is beschadigd en kan niet worden gelezen. Sla het opnieuw op."))


def _locked() -> UploadRefused:
    return UploadRefused(_("Dit bestand is beveiligd met een wachtwoord. Sla het zonder wachtwoord op."))


def _macros() -> UploadRefused:
    return UploadRefused(_("In dit bestand zitten macro’s. Sla het op zonder macro’s, of als PDF."))


def _active() -> UploadRefused:
    return UploadRefused(
        _("In dit bestand zit een ingesloten object dat iets kan uitvoeren. Haal het weg of sla op als PDF.")
    )


def _outside() -> UploadRefused:
    return UploadRefused(
        _(
            "Dit bestand haalt gegevens van buiten op, zoals een sjabloon, afbeelding of ander bestand. "
            "Verbreek die koppeling of sla op als PDF."
        )
    )


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()
    unsafe = any(
        "\\" in name or name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name.split("/")[0]
        for name in names
    )
    if unsafe or len(set(names)) != len(names):
        raise UploadRefused(_("De inhoud van dit bestand klopt niet. Open het en sla het opnieuw op."))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO)
    ):
        raise UploadRefused(
            _("Dit bestand wordt uitgepakt veel te groot. Maak het kleiner of sla het op als PDF.")
        )


def _kind(pack: zipfile.ZipFile) -> str:
    names = set(pack.namelist())
    if "[Content_Types].xml" in names:
        found: set[str] = set()

        def collect(_tag: str, attributes: dict[str, str]) -> None:
            content_type = attributes.get("ContentType", "")
            if "macroenabled" in content_type.lower() or content_type.endswith("vbaProject"):
                raise _macros()
            if content_type in _MAIN:
                found.add(_MAIN[content_type])

        _read_xml(pack, "[Content_Types].xml", collect)
        if len(found) == 1:
            return found.pop()
    elif "mimetype" in names and pack.read("mimetype")[:200].decode("ascii", "replace").strip() == ODT:
        return ODT
    raise UploadRefused(
        _("De inhoud van dit bestand past niet bij de naam. Sla het op als DOCX, XLSX, ODT of PDF.")
    )


def _check_ooxml(pack: zipfile.ZipFile, depth: int) -> None:
    for name in pack.namelist():
        low = name.lower()
        if low.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in low:
            raise _macros()
        if "activex" in low or "oleobject" in low:
            raise _active()
        if "/embeddings/" in low:
            _check_embedded(pack, name, depth)
        _read(pack, name, _relationship if low.endswith(".rels") else None)


def _check_embedded(pack: zipfile.ZipFile, name: str, depth: int) -> None:
    """The sheet behind a chart is fine when it would be accepted by itself; anything else embedded is not."""
    if depth or not name.lower().endswith(".xlsx"):
        raise _active()
    with pack.open(name) as part:
        check(part, depth + 1)  # type: ignore[arg-type]


def _relationship(_tag: str, attributes: dict[str, str]) -> None:
    outside = attributes.get("TargetMode", "").lower() == "external"
    if outside and not attributes.get("Type", "").endswith("/hyperlink"):
        raise _outside()


def _check_odt(pack: zipfile.ZipFile, _depth: int) -> None:
    for name in pack.namelist():
        if name.startswith(("Basic/", "Scripts/")):
            raise _macros()
        _read(pack, name, _odt_element)


def _odt_element(tag: str, attributes: dict[str, str]) -> None:
    local = tag.rpartition(":")[2]
    if local == "encryption-data":
        raise _locked()
    if local in _ODT_ACTIVE or attributes.get("manifest:media-type") == "application/vnd.sun.star.oleobject":
        raise _active()
    if local in _ODT_SOURCES and attributes.get("xlink:href", "").lower().startswith(_REMOTE):
        raise _outside()


def _read(pack: zipfile.ZipFile, name: str, handler: Handler | None) -> None:
    """Read a part to its end, so that its checksum is tested; as XML when it is that."""
    if name.lower().endswith((".xml", ".rels", ".rdf")):
        _read_xml(pack, name, handler)
        return
    with pack.open(name) as part:
        while part.read(_CHUNK):
            pass


def _read_xml(pack: zipfile.ZipFile, name: str, handler: Handler | None) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if handler:
        parser.StartElementHandler = handler
    if not pack.getinfo(name).file_size:
        return
    with pack.open(name) as part:
        parser.ParseFile(part)


def _refuse_doctype(*_arguments: object) -> None:
    raise UploadRefused(_("Dit bestand heeft een verdachte opbouw (DTD). Sla het opnieuw op, of als PDF."))
