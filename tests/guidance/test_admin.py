"""What an editor keeps: documents, versions with files, the werkagenda; with an audit line, and nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guidance.models import AgendaAction, Document, Party, Subject
from portal import clock
from portal.models import AuditEntry
from tests.plans.conftest import pdf_bytes

pytestmark = pytest.mark.django_db
ADD = reverse("admin:guidance_document_add")


def change(obj: Any) -> str:
    return reverse(f"admin:guidance_{obj._meta.model_name}_change", args=[obj.pk])


def pdf(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text), "application/pdf")


def version(**values: Any) -> dict[str, Any]:
    """The fields of one new version."""
    row = {"position": "1", "label": "eerste", **values}
    return {
        "versions-TOTAL_FORMS": "1",
        "versions-INITIAL_FORMS": "0",
        **{f"versions-0-{name}": value for name, value in row.items()},
    }


def document(**values: Any) -> dict[str, Any]:
    return {
        "title": "Praktische tips",
        "kind": "guide",
        "audience": "both",
        "language": "nl",
        "is_public": "on",
        "versions-TOTAL_FORMS": "0",
        "versions-INITIAL_FORMS": "0",
        **values,
    }


def as_shown(client: Client, obj: Any) -> dict[str, Any]:
    """The page of a row without rows below it, as a browser would send it back unchanged."""
    form = client.get(change(obj)).context["adminform"].form
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, list):
            data[field.html_name] = [str(getattr(row, "pk", row)) for row in value]
        elif value not in (None, False, ""):
            data[field.html_name] = "on" if value is True else str(value)
    return data


def error_list(answer: Any) -> list[str]:
    return [row["text"] for row in answer.context["error_rows"]]


def test_new_document_with_a_file(editor: Client, client: Client) -> None:
    upload = pdf("../tips.pdf", "tips")
    data = document(
        issuers=[str(Party.objects.get(key="vng").pk)],
        subjects=[str(Subject.objects.get(key="leerplicht").pk)],
        **version(upload=upload, url="https://www.voorbeeld.nl/tips"),
    )
    assert editor.post(ADD, data).status_code == 302
    made = Document.objects.get(key="praktische_tips")
    row = made.versions.get()
    assert (row.file_name, row.url) == ("tips.pdf", "https://www.voorbeeld.nl/tips")
    assert row.file is not None
    assert row.file.read() == pdf_bytes("tips")
    found = client.get(reverse("guidance:library"), {"q": "thuiszitters vng"}).context["page"]
    assert [one.key for one in found] == ["praktische_tips"]  # by its subject and its issuer
    entry = AuditEntry.objects.get(action="portal.reference_added")
    assert entry.actor_role == "guidance_editor"


def test_refusals_are_told_next_to_the_field_and_keep_what_was_typed(editor: Client) -> None:
    fake = SimpleUploadedFile("nep.pdf", b"geen pdf", "application/pdf")
    answer = editor.post(ADD, document(**version(upload=fake, url="http://10.0.0.1/x")))
    assert answer.status_code == 422
    assert any("afgesloten netwerk" in text for text in error_list(answer))
    assert len(error_list(answer)) == 2
    assert "Praktische tips" in answer.content.decode()
    assert not Document.objects.filter(title="Praktische tips").exists()


def test_two_versions_on_one_place(editor: Client) -> None:
    data = document(**version(), **{"versions-1-position": "1", "versions-1-label": "nog een"})
    answer = editor.post(ADD, {**data, "versions-TOTAL_FORMS": "2"})
    assert answer.status_code == 422
    assert error_list(answer)


def test_version_that_is_there_stays(editor: Client) -> None:
    html = editor.get(change(Document.objects.get(key="modelprocedure-oogo"))).content.decode()
    assert "DELETE" not in html
    assert "versions-0-position" in html


def test_key_is_made_of_the_title_and_then_fixed(editor: Client) -> None:
    made = Document.objects.get(key="de-verbinding")
    form = editor.get(change(made)).context["adminform"].form
    assert "key" not in form.fields


def test_two_documents_with_one_key(editor: Client) -> None:
    answer = editor.post(ADD, document(key="de-verbinding"))
    assert answer.status_code == 422


def test_two_editors_of_the_parties_of_an_action(editor: Client) -> None:
    """What a row is linked to counts as what its writer saw."""
    action = AgendaAction.objects.get(key="meetings")
    data = as_shown(editor, action)
    action.parties.set(Party.objects.filter(key="vng"))
    answer = editor.post(change(action), {**data, "title": "Bijeenkomsten"})
    assert answer.status_code == 409
    assert "Nu opgeslagen" in error_list(answer)[0]
    assert "VNG" in error_list(answer)[0]
    assert AgendaAction.objects.get(key="meetings").parties.count() == 1
    again = answer.context["adminform"].form
    data |= {"seen": again["seen"].value(), "title": "Bijeenkomsten"}
    assert editor.post(change(action), data).status_code == 302
    assert AgendaAction.objects.get(key="meetings").title == "Bijeenkomsten"
    line = AuditEntry.objects.filter(action="portal.reference_changed").latest("pk").data["changed"]
    assert line["parties"][0] == "VNG"
    assert line["parties"][1].startswith("PO-Raad, VNG, VO-raad")


def test_saying_that_an_action_is_done(editor: Client) -> None:
    action = AgendaAction.objects.get(key="meetings")
    data = as_shown(editor, action)
    wrong = editor.post(change(action), {**data, "done_on": "1-12-2013"})
    assert error_list(wrong) == ["Er staat een dag waarop het is gedaan. Zet dan ook ‘gedaan’ aan."]
    future = editor.post(change(action), {**data, "is_done": "on", "done_on": "1-12-2015"})
    assert "Deze dag ligt in de toekomst." in error_list(future)
    backwards = editor.post(change(action), {**data, "planned_to": "1-12-2011"})
    assert "De periode eindigt voordat zij begint." in error_list(backwards)
    assert editor.post(change(action), {**data, "is_done": "on", "done_on": "1-12-2013"}).status_code == 302
    saved = AgendaAction.objects.get(key="meetings")
    assert (saved.is_done, saved.done_on) == (True, dt.date(2013, 12, 1))


def test_new_name_of_a_subject_is_found_in_its_documents(editor: Client, client: Client) -> None:
    subject = Subject.objects.get(key="jeugdhulp")
    assert (
        editor.post(change(subject), {**as_shown(editor, subject), "name": "Kinderopvang"}).status_code == 302
    )
    found = client.get(reverse("guidance:library"), {"q": "kinderopvang"}).context["page"]
    assert [row.key for row in found] == ["de-verbinding"]


def test_editor_touches_nothing_but_guidance(editor: Client) -> None:
    html = editor.get(reverse("admin:index")).content.decode()
    assert "/beheer/guidance/" in html
    for other in ("/beheer/plans/", "/beheer/register/", "/beheer/portal/"):
        assert other not in html
    assert editor.get(reverse("admin:plans_overview")).status_code == 403
    assert editor.get(reverse("admin:plans_overview_csv")).status_code == 403


def test_queue_of_an_editor(editor: Client) -> None:
    assert "Van geen actie is de termijn voorbij." in editor.get(reverse("admin:index")).content.decode()
    with clock.at("2014-08-01T09:00"):
        html = editor.get(reverse("admin:index")).content.decode()
    assert html.count("gepland tot en met 31 juli 2014") == 3
    assert change(AgendaAction.objects.get(key="meetings")) in html


def test_former_file_is_found_again(editor: Client) -> None:
    assert editor.post(ADD, document(**version(upload=pdf("tips.pdf", "eerste")))).status_code == 302
    made = Document.objects.get(key="praktische_tips")
    row = made.versions.get()
    first = row.file
    assert first is not None
    seen = editor.get(change(made)).context["adminform"].form["seen"].value()
    data = document(**version(upload=pdf("beter.pdf", "tweede")), seen=seen, key=made.key)
    there = {"versions-INITIAL_FORMS": "1", "versions-0-id": row.pk, "versions-0-document": made.pk}
    assert editor.post(change(made), data | there).status_code == 302
    row.refresh_from_db()
    assert row.file is not None
    line = AuditEntry.objects.filter(action="portal.reference_changed").latest("pk")
    assert f"tips.pdf (sha256 {first.sha256})" in str(line.data)
    assert f"beter.pdf (sha256 {row.file.sha256})" in str(line.data)
