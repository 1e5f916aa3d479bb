"""Attachments: adding, the same name twice, what is refused, downloading, removing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import Attachment, Dossier
from portal.models import AuditEntry, User
from tests import world
from tests.plans.conftest import pdf, pdf_bytes


def url(plan: Dossier) -> str:
    return reverse("plans:attachments", args=[plan.uuid])


def names(plan: Dossier) -> list[str]:
    return [row.name for row in plan.attachments.filter(removed_at=None)]


def test_attachment_is_added_listed_and_downloaded(editor: Client, plan: Dossier) -> None:
    page = editor.post(url(plan), {"document": pdf(), "description": "Verslag"}, follow=True)
    assert page.status_code == 200
    row = Attachment.objects.get(dossier=plan)
    assert (row.name, row.description, row.file.content_type) == ("verslag.pdf", "Verslag", "application/pdf")
    html = page.content.decode()
    assert "De bijlage ‘verslag.pdf’ is toegevoegd." in html
    assert "Toegevoegd door opsteller" in html
    answer = editor.get(reverse("plans:attachment", args=[plan.uuid, row.pk]))
    assert b"".join(answer) == pdf_bytes()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verslag.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.get(action="plans.attachment_added").data["sha256"] == row.file.sha256


def test_same_file_twice_changes_nothing(editor: Client, plan: Dossier) -> None:
    for _click in range(2):
        assert editor.post(url(plan), {"document": pdf()}).status_code == 302
    assert names(plan) == ["verslag.pdf"]


def test_same_name_with_other_content_is_refused(editor: Client, plan: Dossier) -> None:
    editor.post(url(plan), {"document": pdf()})
    page = editor.post(url(plan), {"document": pdf(text="anders"), "description": "Tweede"})
    assert page.status_code == 409
    html = page.content.decode()
    assert "Er is al een bijlage ‘verslag.pdf’ met een andere inhoud." in html
    assert 'value="Tweede"' in html
    assert names(plan) == ["verslag.pdf"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "Kies een bestand."),
        ({"document": SimpleUploadedFile("leeg.pdf", b"")}, "Dit bestand is leeg. Kies een ander bestand."),
        (
            {"document": SimpleUploadedFile("plan.pdf", b"MZ" * 50)},
            "De inhoud van dit bestand past niet bij de naam: het is geen PDF.",
        ),
        ({"document": SimpleUploadedFile("plan.exe", b"MZ")}, "Dit soort bestand kan niet."),
    ],
)
def test_bad_files_are_refused_with_the_reason(
    editor: Client, plan: Dossier, files: dict[str, Any], reason: str
) -> None:
    page = editor.post(url(plan), {**files, "description": "Bewaard"})
    assert page.status_code == 422
    html = page.content.decode()
    assert reason in html
    assert 'value="Bewaard"' in html
    assert "Kies het bestand opnieuw" in html
    assert names(plan) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../geheim.pdf", "geheim.pdf"),
        ("x\u202efdp.pdf", "xfdp.pdf"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_names_are_cleaned(editor: Client, plan: Dossier, sent: str, kept: str) -> None:
    assert editor.post(url(plan), {"document": pdf(sent)}).status_code == 302
    assert names(plan) == [kept]


def test_removing_asks_first_and_versions_keep_the_file(editor: Client, plan: Dossier) -> None:
    editor.post(url(plan), {"document": pdf()})
    services.offer(plan, by=world.editor())
    row = Attachment.objects.get(dossier=plan)
    remove = reverse("plans:remove_attachment", args=[plan.uuid, row.pk])
    assert "Versies die al zijn vastgelegd, houden de bijlage." in editor.get(remove).content.decode()
    for _click in range(2):
        assert editor.post(remove).url == url(plan)
    assert names(plan) == []
    assert editor.get(remove).status_code == 404
    assert editor.get(reverse("plans:attachment", args=[plan.uuid, row.pk])).status_code == 404
    assert [kept.name for kept in plan.versions.get().attachments.all()] == ["verslag.pdf"]
    assert AuditEntry.objects.filter(action="plans.attachment_removed").count() == 1


def test_attachments_of_another_partnership_are_not_found(
    editor: Client, plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    editor.post(url(plan), {"document": pdf()})
    row = Attachment.objects.get(dossier=plan)
    other = world.drafted("PO2502")
    stranger = signed_in(world.editor("PO2502"))
    for dossier in (plan, other):
        for name in ("plans:attachment", "plans:remove_attachment"):
            assert stranger.get(reverse(name, args=[dossier.uuid, row.pk])).status_code == 404
    assert stranger.post(reverse("plans:remove_attachment", args=[other.uuid, row.pk])).status_code == 404
    assert names(plan) == ["verslag.pdf"]


def test_who_lost_the_right_cannot_remove(
    editor: Client, plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.post(url(plan), {"document": pdf()})
    row = Attachment.objects.get(dossier=plan)
    monkeypatch.setattr(User, "has_perm", lambda *_arguments: False)
    page = editor.post(reverse("plans:remove_attachment", args=[plan.uuid, row.pk]))
    assert page.status_code == 403
    assert "U kunt dit plan niet bewerken." in page.content.decode()
    assert editor.post(url(plan), {"document": pdf("ander.pdf")}).status_code == 403
    assert names(plan) == ["verslag.pdf"]
