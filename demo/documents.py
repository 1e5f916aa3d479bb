"""Small but real PDF files, so that the demo has attachments, letters and minutes to open."""

import io

import pikepdf

from portal.files import store
from portal.models import StoredFile

PDF = "application/pdf"
ATTACHMENTS = ("Voorbeeld profielen van de scholen", "Voorbeeld reglement van de commissie")
NOTICE = "Voorbeelddocument voor de demonstratie. Geen echt stuk van een echte organisatie."


def pdf(title: str, *lines: str) -> bytes:
    """One page with a title and some lines (Latin-1). The same text gives the same bytes."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    operations = [_line(18, title), *(_line(11, text) for text in (NOTICE, "", *lines))]
    page.Contents = document.make_stream(b"BT 60 760 Td " + b" ".join(operations) + b" ET")
    document.docinfo["/Title"] = title
    document.Root.Lang = pikepdf.String("nl-NL")
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def keep(title: str, *lines: str) -> StoredFile:
    """The same, stored."""
    return store(pdf(title, *lines), PDF)


def _line(size: int, text: str) -> bytes:
    shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"/F1 %d Tf (%s) Tj 0 -%d Td" % (size, shown, size + 9)
