"""Writing: save, autosave, two writers, what is refused, former texts, free chapters."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import services
from plans.models import Chapter, ChapterRevision, Dossier
from plans.richtext import MAX_CHARACTERS
from portal.models import AuditEntry, User
from tests import world

GONE = "Dit hoofdstuk is intussen verwijderd. U kunt het terugzetten op de pagina van het dossier."
BEFORE = "<p>Zo regelen wij: samenhangend geheel en basisondersteuning.</p>"


def values(chapter: Chapter, **changes: Any) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "body": "<p>Nieuw.</p>",
        "status": "busy",
        "row_version": chapter.row_version,
    } | changes


def test_page_shows_text_explanation_and_neighbours(editor: Client, chapter: Chapter) -> None:
    page = editor.get(chapter.get_absolute_url())
    assert page.status_code == 200
    html = page.content.decode()
    assert page.context["former"] is None
    assert page.context["following"] == chapter.dossier.chapters.all()[1]
    assert "WPO 18a lid 8 onder a" in html
    assert "Beschrijf ook de basisondersteuning" in html
    assert "Zo regelen wij" in html
    assert 'id="id_body_label"' in html


def test_editor_keeps_to_the_content_security_policy(editor: Client, chapter: Chapter) -> None:
    page = editor.get(chapter.get_absolute_url())
    html = page.content.decode()
    nonce = page.wsgi_request.csp_nonce
    assert f'nonce="{nonce}"' in html
    assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
    assert f'<script nonce="{nonce}" type="importmap">' in html or f'type="importmap" nonce="{nonce}"' in html
    assert "style=" not in html


def test_saving_changes_text_and_keeps_the_former(editor: Client, chapter: Chapter) -> None:
    page = editor.post(chapter.get_absolute_url(), values(chapter, title="Andere titel"))
    assert page.status_code == 302
    assert page.url == chapter.get_absolute_url()
    chapter.refresh_from_db()
    assert (chapter.title, chapter.body, chapter.status) == ("Andere titel", "<p>Nieuw.</p>", "busy")
    assert chapter.updated_by == world.editor()
    assert [row.body for row in chapter.revisions.all()] == ["<p>Nieuw.</p>", BEFORE]


def test_save_and_next_goes_on(editor: Client, plan: Dossier) -> None:
    chapters = list(plan.chapters.all())
    first, last = chapters[0], chapters[-1]
    assert (
        editor.post(first.get_absolute_url(), values(first, next="1")).url == chapters[1].get_absolute_url()
    )
    assert editor.post(last.get_absolute_url(), values(last, next="1")).url == plan.get_absolute_url()


def test_script_is_taken_out(editor: Client, chapter: Chapter) -> None:
    body = (
        '<p onclick="alert(1)">Tekst<script>alert(1)</script><img src=x onerror=alert(1)></p>'
        '<a href="javascript:alert(1)">x</a><style>p{}</style><p>\x00eind</p>'
    )
    editor.post(chapter.get_absolute_url(), values(chapter, body=body))
    chapter.refresh_from_db()
    assert chapter.body == '<p>Tekst</p><a rel="noopener noreferrer">x</a><p>eind</p>'


def test_a_million_characters_are_refused_and_kept(editor: Client, chapter: Chapter) -> None:
    body = "<p>" + "a" * 1_000_000 + "</p>"
    page = editor.post(chapter.get_absolute_url(), values(chapter, body=body))
    assert page.status_code == 422
    assert page.context["form"].errors["body"] == [
        f"Deze tekst is te lang: {len(body)} tekens, en ten hoogste {MAX_CHARACTERS} kan. "
        "Verdeel de tekst over meer hoofdstukken of stuur een deel als bijlage."
    ]
    assert "a" * 1_000_000 in page.content.decode()
    assert "<title>Fout: " in page.content.decode()
    chapter.refresh_from_db()
    assert chapter.body == BEFORE


def test_a_million_characters_of_three_bytes_are_refused_like_others(
    editor: Client, chapter: Chapter
) -> None:
    assert 'enctype="multipart/form-data"' in editor.get(chapter.get_absolute_url()).content.decode()
    page = editor.post(chapter.get_absolute_url(), values(chapter, body="’" * 1_000_000))
    assert page.status_code == 422
    assert page.context["form"]["body"].value() == "’" * 1_000_000


def test_exactly_the_limit_is_saved(editor: Client, chapter: Chapter) -> None:
    body = "<p>" + "a" * (MAX_CHARACTERS - 7) + "</p>"
    assert editor.post(chapter.get_absolute_url(), values(chapter, body=body)).status_code == 302
    chapter.refresh_from_db()
    assert chapter.body == body


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": ""}, "title"), ({"status": "klaar"}, "status"), ({"row_version": "x"}, "row_version")],
)
def test_wrong_values_are_refused(editor: Client, chapter: Chapter, changes: Any, field: str) -> None:
    page = editor.post(chapter.get_absolute_url(), values(chapter, **changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "&lt;p&gt;Nieuw.&lt;/p&gt;" in page.content.decode()


def test_second_writer_sees_both_texts_and_chooses(
    editor: Client, chapter: Chapter, signed_in: Callable[[User], Client]
) -> None:
    second = signed_in(world.signatory())
    seen = values(chapter)
    editor.post(chapter.get_absolute_url(), seen | {"body": "<p>Van de eerste.</p>"})
    page = second.post(
        chapter.get_absolute_url(), seen | {"body": "<p>Van de tweede.</p>", "title": "Titel 2"}
    )
    assert page.status_code == 409
    html = page.content.decode()
    assert "<p>Van de eerste.</p>" in html
    assert "&lt;p&gt;Van de tweede.&lt;/p&gt;" in html
    assert 'value="Titel 2"' in html
    assert "Opgeslagen door opsteller, 20 januari 2014 10.00.00 CET" in html
    assert "Iemand anders was u net voor." in html
    assert "data-paused" in html
    chapter.refresh_from_db()
    assert chapter.body == "<p>Van de eerste.</p>"
    fresh = page.context["form"]["row_version"].value()
    again = second.post(chapter.get_absolute_url(), seen | {"body": "<p>Beide.</p>", "row_version": fresh})
    assert again.status_code == 302
    chapter.refresh_from_db()
    assert chapter.body == "<p>Beide.</p>"
    assert [row.body for row in chapter.revisions.all()] == ["<p>Beide.</p>", "<p>Van de eerste.</p>", BEFORE]


def test_double_click_saves_once(editor: Client, chapter: Chapter) -> None:
    for _click in range(2):
        answer = editor.post(chapter.get_absolute_url(), values(chapter, step_key="k"))
        assert answer.status_code == 302
    assert chapter.revisions.count() == 2


def quietly(client: Client, chapter: Chapter, **changes: Any) -> Any:
    return client.post(chapter.get_absolute_url(), values(chapter, **changes), headers={"X-Autosave": "1"})


def test_autosave_says_when(editor: Client, chapter: Chapter) -> None:
    answer = quietly(editor, chapter)
    assert answer.status_code == 200
    told = answer.json()
    assert told.pop("step_key"), "what is typed next is another request"
    assert told == {"message": "Opgeslagen om 10:00", "row_version": chapter.row_version + 1}
    chapter.refresh_from_db()
    assert chapter.body == "<p>Nieuw.</p>"


def test_autosave_in_english(editor: Client, chapter: Chapter) -> None:
    editor.cookies["django_language"] = "en"
    assert quietly(editor, chapter).status_code == 200


def test_autosave_tells_of_another_writer(
    editor: Client, chapter: Chapter, signed_in: Callable[[User], Client]
) -> None:
    quietly(signed_in(world.signatory()), chapter, body="<p>Eerder.</p>")
    answer = quietly(editor, chapter, body="<p>Later.</p>")
    assert answer.status_code == 409
    assert answer.json() == {
        "message": "Niet opgeslagen: indiener (tekenbevoegd) heeft dit hoofdstuk intussen ook opgeslagen. "
        "Uw tekst staat er nog. Kies ‘Opslaan’ om beide teksten naast elkaar te zien."
    }
    chapter.refresh_from_db()
    assert chapter.body == "<p>Eerder.</p>"


def test_autosave_tells_what_is_wrong(editor: Client, chapter: Chapter) -> None:
    answer = quietly(editor, chapter, title="")
    assert answer.status_code == 422
    assert answer.json() == {"message": "Geef het hoofdstuk een titel."}


def test_autosave_of_a_removed_chapter(
    editor: Client, plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = services.add_chapter(plan, by=world.editor(), title="Inleiding")
    real = services.save_chapter

    def removed_first(row: Chapter, **kwargs: Any) -> Any:
        services.remove_chapter(Chapter.objects.get(pk=row.pk), by=world.editor(), seen=row.row_version)
        return real(row, **kwargs)

    monkeypatch.setattr(services, "save_chapter", removed_first)
    answer = quietly(editor, chapter)
    assert answer.status_code == 409
    assert answer.json() == {"message": GONE}


def test_autosave_after_signing_out_redirects(chapter: Chapter) -> None:
    answer = quietly(Client(), chapter)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_former_texts_are_listed_and_put_back_in_the_form(editor: Client, chapter: Chapter) -> None:
    editor.post(chapter.get_absolute_url(), values(chapter))
    page = editor.get(reverse("plans:revisions", args=[chapter.dossier.uuid, chapter.pk]))
    assert page.status_code == 200
    former = chapter.revisions.last()
    assert f"{chapter.get_absolute_url()}?tekst={former.pk}" in page.content.decode()
    form = editor.get(f"{chapter.get_absolute_url()}?tekst={former.pk}")
    assert form.context["form"]["body"].value() == BEFORE
    assert "U ziet een eerdere tekst" in form.content.decode()
    chapter.refresh_from_db()
    assert chapter.body == "<p>Nieuw.</p>"


@pytest.mark.parametrize(("number", "status"), [("x", 200), ("²", 200), ("9" * 30, 200), ("999999", 404)])
def test_former_text_by_a_wrong_number(editor: Client, chapter: Chapter, number: str, status: int) -> None:
    assert editor.get(chapter.get_absolute_url(), {"tekst": number}).status_code == status


def test_former_text_of_another_chapter_is_not_found(editor: Client, plan: Dossier) -> None:
    one, other = plan.chapters.all()[:2]
    revision = ChapterRevision.objects.get(chapter=other)
    assert editor.get(one.get_absolute_url(), {"tekst": revision.pk}).status_code == 404


def test_free_chapter_is_added_and_removed(editor: Client, plan: Dossier) -> None:
    url = reverse("plans:add_chapter", args=[plan.uuid])
    assert editor.get(url).status_code == 200
    assert editor.post(url, {"title": ""}).status_code == 422
    page = editor.post(url, {"title": "Inleiding"})
    chapter = plan.chapters.get(element=None)
    assert page.url == chapter.get_absolute_url()
    assert plan.chapters.last() == chapter
    editor.post(chapter.get_absolute_url(), values(chapter, title="Inleiding", body="<p>Welkom.</p>"))
    chapter.refresh_from_db()
    remove = reverse("plans:remove_chapter", args=[plan.uuid, chapter.pk])
    page = editor.get(remove).content.decode()
    assert "Welkom." in page
    assert "De tekst en alle eerdere teksten blijven bewaard." in page
    stale = editor.post(remove, {"row_version": chapter.row_version - 1})
    assert stale.status_code == 409
    assert "Iemand heeft dit hoofdstuk intussen gewijzigd." in stale.content.decode()
    assert editor.post(remove, {"row_version": chapter.row_version}).url == plan.get_absolute_url()
    assert not Chapter.objects.filter(pk=chapter.pk).exists()
    assert AuditEntry.objects.get(action="plans.chapter_removed").data["body"] == "<p>Welkom.</p>"
    assert editor.post(remove, {"row_version": "x"}).url == plan.get_absolute_url()  # the second click
    assert AuditEntry.objects.filter(action="plans.chapter_removed").count() == 1
    for url in (remove, chapter.get_absolute_url()):
        assert editor.get(url).status_code == 404


def written(plan: Dossier, title: str = "Inleiding") -> Chapter:
    """A free chapter with a text."""
    row = services.add_chapter(plan, by=world.editor(), title=title)
    return services.save_chapter(
        row, by=world.editor(), seen=1, title=title, body="<p>Welkom.</p>", status="done"
    )


def test_removed_chapter_is_put_back_on_the_page_of_the_dossier(editor: Client, plan: Dossier) -> None:
    chapter, here = written(plan), plan.get_absolute_url()
    assert "Verwijderde hoofdstukken" not in editor.get(here).content.decode()
    editor.post(reverse("plans:remove_chapter", args=[plan.uuid, chapter.pk]), {"row_version": 2})
    page = editor.get(here)
    html = page.content.decode()
    assert "Het hoofdstuk ‘Inleiding’ is verwijderd. Onder de hoofdstukken kunt u het terugzetten." in html
    assert "11 van 11 hoofdstukken afgerond" in html
    assert "Verwijderde hoofdstukken</" not in html  # with their number
    assert "Verwijderde hoofdstukken (1)" in html
    assert "Verwijderd 20 januari 2014 10.00.00 CET" in html
    assert chapter.get_absolute_url() + '"' not in html
    restore = reverse("plans:restore_chapter", args=[plan.uuid, chapter.pk])
    assert f'action="{restore}"' in html
    for _click in range(2):
        answer = editor.post(restore)
        assert answer.url == here
    assert editor.get(restore).url == here
    html = editor.get(here).content.decode()
    assert "Het hoofdstuk ‘Inleiding’ is teruggezet." in html
    assert "12 van 12 hoofdstukken afgerond" in html
    assert "Verwijderde hoofdstukken" not in html
    assert "Hoofdstuk teruggezet" in html  # in the latest events
    assert AuditEntry.objects.filter(action="plans.chapter_restored").count() == 1
    former = editor.get(reverse("plans:revisions", args=[plan.uuid, chapter.pk])).content.decode()
    assert "Welkom." in former


def test_putting_back_asks_for_a_token_of_the_page(plan: Dossier) -> None:
    chapter = written(plan)
    services.remove_chapter(chapter, by=world.editor(), seen=2)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.editor())
    answer = client.post(reverse("plans:restore_chapter", args=[plan.uuid, chapter.pk]))
    assert answer.status_code == 403
    assert not Chapter.objects.filter(pk=chapter.pk).exists()


def test_nobody_puts_back_in_another_dossier_or_before_the_start(editor: Client, plan: Dossier) -> None:
    chapter = written(plan)
    services.remove_chapter(chapter, by=world.editor(), seen=2)
    other = world.drafted("PO2502")
    for uuid, pk in ((other.uuid, chapter.pk), (plan.uuid, other.chapters.first().pk), (plan.uuid, 10**9)):
        assert editor.post(reverse("plans:restore_chapter", args=[uuid, pk])).status_code == 404
    Dossier.objects.filter(pk=plan.pk).update(state="not_started")
    answer = editor.post(reverse("plans:restore_chapter", args=[plan.uuid, chapter.pk]), follow=True)
    assert "Begin eerst met het plan." in answer.content.decode()
    assert not Chapter.objects.filter(pk=chapter.pk).exists()


def test_saving_a_chapter_that_is_gone_keeps_what_was_typed(editor: Client, plan: Dossier) -> None:
    chapter = written(plan)
    services.remove_chapter(chapter, by=world.editor(), seen=2)
    typed = values(chapter, body="<p>Nog iets.</p>")
    page = editor.post(chapter.get_absolute_url(), typed)
    assert page.status_code == 409
    html = page.content.decode()
    assert GONE in html
    assert "&lt;p&gt;Nog iets.&lt;/p&gt;" in html
    assert reverse("plans:revisions", args=[plan.uuid, chapter.pk]) not in html
    assert page.context["former"] == plan.chapters.last()
    assert quietly(editor, chapter).json() == {"message": GONE}
    services.restore_chapter(chapter, by=world.editor())
    assert editor.post(chapter.get_absolute_url(), typed).status_code == 302
    chapter.refresh_from_db()
    assert (chapter.body, chapter.removed_at) == ("<p>Nog iets.</p>", None)


def test_dossier_page_with_one_removed_chapter_and_with_five(editor: Client, plan: Dossier) -> None:
    numbers = []
    for title in ("Een", "Twee", "Drie", "Vier", "Vijf"):
        services.remove_chapter(written(plan, title), by=world.editor(), seen=2)
        editor.get(plan.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            editor.get(plan.get_absolute_url())
        numbers.append(len(found))
    assert len(set(numbers)) == 1, numbers


def test_mandatory_chapter_cannot_be_removed(editor: Client, chapter: Chapter) -> None:
    url = reverse("plans:remove_chapter", args=[chapter.dossier.uuid, chapter.pk])
    assert "kan niet weg" in editor.get(url).content.decode()
    page = editor.post(url, {"row_version": chapter.row_version})
    assert page.status_code == 409
    assert Chapter.objects.filter(pk=chapter.pk).exists()


def test_chapter_of_another_dossier_is_not_found(editor: Client, plan: Dossier) -> None:
    other = world.drafted("PO2502").chapters.first()
    assert other is not None
    assert editor.get(other.get_absolute_url()).status_code == 404
    assert editor.get(reverse("plans:chapter", args=[plan.uuid, other.pk])).status_code == 404
    assert editor.post(other.get_absolute_url(), values(other)).status_code == 404


def test_before_the_start_there_is_nothing_to_write(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    client = signed_in(world.editor())
    url = reverse("plans:add_chapter", args=[plan.uuid])
    assert client.get(url).url == plan.get_absolute_url()
    page = client.post(url, {"title": "Inleiding"})
    assert page.status_code == 409
    assert 'value="Inleiding"' in page.content.decode()
    assert "Begin eerst met het plan." in page.content.decode()
