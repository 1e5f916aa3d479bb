"""Somebody of the partnership, signed in, and quick files to upload."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.models import Chapter, Dossier
from portal.models import User
from tests import world


@pytest.fixture
def plan(db: None) -> Dossier:
    """A dossier with a text in every chapter."""
    return world.drafted()


@pytest.fixture
def editor(plan: Dossier, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(world.editor())


@pytest.fixture
def chapter(plan: Dossier) -> Chapter:
    found = plan.chapters.first()
    assert found is not None
    return found


def pdf_bytes(text: str = "") -> bytes:
    """A real PDF of one page; another text gives other bytes."""
    document = pikepdf.Pdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def pdf(name: str = "verslag.pdf", text: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text), "application/pdf")
