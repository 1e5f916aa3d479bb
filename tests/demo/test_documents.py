"""The example documents are real files that the portal accepts."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo import documents
from demo.people import slug
from portal import uploads


@pytest.mark.parametrize("title", documents.ATTACHMENTS)
def test_pdf_is_accepted_as_an_upload(title: str) -> None:
    upload = SimpleUploadedFile(f"{title}.pdf", documents.pdf(title))
    assert uploads.check(upload) == "application/pdf"
    assert uploads.safe_name(upload.name or "") == f"{title}.pdf"


def test_pdf_of_the_same_text_is_the_same() -> None:
    assert documents.pdf("Één (titel)", "regel") == documents.pdf("Één (titel)", "regel")


def test_pdf_carries_title_and_language() -> None:
    with pikepdf.open(io.BytesIO(documents.pdf("Voorbeeld"))) as document:
        assert (str(document.docinfo["/Title"]), str(document.Root.Lang)) == ("Voorbeeld", "nl-NL")
        assert len(document.pages) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bergen (NH.)", "bergen-nh"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("'s-Gravenhage", "s-gravenhage"),
    ],
)
def test_slug_makes_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected
