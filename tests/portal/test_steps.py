"""Holding a row, the answer to a repeated request, and the page with both texts."""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from plans import services as plans
from plans.models import Chapter, ChapterRevision, Dossier
from portal import clock, profile, steps
from portal.models import AuditEntry, TakenStep, User
from portal.workflow import Conflict
from tests import world
from tests.plans.conftest import pdf

SignIn = Callable[[User], Client]
OVERTAKEN = "Dit formulier is al eens verstuurd"


@pytest.fixture
def plan(db: None) -> Dossier:
    return world.drafted()


@pytest.fixture
def editor(plan: Dossier, signed_in: SignIn) -> Client:
    return signed_in(world.editor())


def test_held_row_says_what_is_there(plan: Dossier) -> None:
    stale = world.reload(plan)
    partnership = stale.partnership
    Dossier.objects.filter(pk=plan.pk).update(title="Anders", row_version=plan.row_version + 1)
    with transaction.atomic():
        steps.hold(stale, seen=plan.row_version + 1)
        assert stale.title == "Anders"
        assert stale.partnership is partnership, "what was read along stays"
        with pytest.raises(Conflict) as caught:
            steps.hold(plan)
    assert caught.value.current.title == "Anders"


def test_key_is_made_when_the_form_is_shown_and_kept_with_errors(editor: Client, plan: Dossier) -> None:
    url = reverse("plans:transition", args=[plan.uuid, "adopt"])
    keys = {editor.get(url).context["form"]["step_key"].value() for _n in range(2)}
    assert len(keys) == 2
    assert all(len(key) > 20 for key in keys)
    data = {"row_version": plan.row_version, "step_key": "mine", "body": "bestuur"}
    answer = editor.post(url, data)
    assert answer.status_code == 422
    assert 'name="step_key" value="mine"' in answer.content.decode()
    data |= {"adopted_on": "20-1-2014"}
    first, second = editor.post(url, data), editor.post(url, data)
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert plan.adoptions.count() == 1


def test_key_with_other_words_or_another_document_is_no_repeat(editor: Client, plan: Dossier) -> None:
    """The form of before comes back with the Back button: what is typed in it now is not taken for saved."""
    url = reverse("plans:transition", args=[plan.uuid, "adopt"])
    data = {"row_version": plan.row_version, "step_key": "k", "body": "bestuur", "adopted_on": "20-1-2014"}
    assert editor.post(url, {**data, "document": pdf("besluit.pdf")}).status_code == 302
    for change in ({"body": "ledenvergadering"}, {"document": pdf("ander.pdf", "anders")}):
        answer = editor.post(url, {**data, **change})
        html = answer.content.decode()
        assert answer.status_code == 409
        assert OVERTAKEN in html
        assert 'name="step_key" value="k"' not in html, "the next try is another request"
        assert str(change.get("body", "")) in html
    assert plan.adoptions.count() == 1
    fresh = {name: answer.context["form"][name].value() for name in ("step_key", "row_version")}
    assert editor.post(url, {**data, **fresh, "body": "ledenvergadering"}).status_code == 302
    assert plan.adoptions.count() == 2


def test_key_of_somebody_else_is_refused_and_shows_nothing_of_theirs(
    editor: Client, plan: Dossier, signed_in: SignIn
) -> None:
    url = reverse("portal:profile")
    data = {"name": "Geheim van de een", "language": "nl", "row_version": "1", "step_key": "k"}
    assert editor.post(url, data).status_code == 302
    other = signed_in(world.signatory()).post(url, {**data, "name": "De ander"})
    html = other.content.decode()
    assert other.status_code == 409
    assert OVERTAKEN in html
    assert "Geheim van de een" not in html
    assert "De ander" in html
    with pytest.raises(Conflict):
        profile.save_profile(
            world.signatory(), by=world.signatory(), name="x", language="nl", sent=steps.Sent("k")
        )


def test_key_of_another_step_is_refused(plan: Dossier) -> None:
    by = world.editor()
    plans.add_chapter(plan, by=by, title="Een", sent=world.sent())
    with pytest.raises(Conflict):
        plans.save_details(
            plan,
            by=by,
            seen=plan.row_version,
            title="T",
            period_start=plan.period_start,
            period_end=plan.period_end,
            budget_years="school",
            sent=world.sent(),
        )
    assert AuditEntry.objects.filter(action="plans.details_changed").count() == 0


def test_refused_step_leaves_its_key_free(plan: Dossier) -> None:
    chapter = plan.chapters.first()
    assert chapter is not None
    values = {"by": world.editor(), "title": "T", "body": "<p>x</p>", "status": "busy", "sent": world.sent()}
    with pytest.raises(Conflict):
        plans.save_chapter(chapter, seen=chapter.row_version + 5, **values)
    assert TakenStep.objects.count() == 0
    plans.save_chapter(chapter, seen=chapter.row_version, **values)
    assert TakenStep.objects.get().led_to == "plans.Chapter"


def test_autosave_goes_on_with_a_key_of_its_own(editor: Client, plan: Dossier) -> None:
    chapter = plan.chapters.first()
    assert chapter is not None
    form = editor.get(chapter.get_absolute_url()).context["form"]
    carried = {name: form[name].value() for name in ("row_version", "step_key")}
    before = ChapterRevision.objects.count()
    for text in ("Een", "Twee", "Drie"):
        data = {"title": "T", "body": f"<p>{text}</p>", "status": "busy", **carried}
        answer = editor.post(chapter.get_absolute_url(), data, headers={"X-Autosave": "1"})
        assert answer.status_code == 200, answer.content
        repeat = editor.post(chapter.get_absolute_url(), data, headers={"X-Autosave": "1"})
        assert repeat.status_code == 200, "the connection was lost: the same again"
        carried = {name: answer.json()[name] for name in carried}
    assert Chapter.objects.get(pk=chapter.pk).body == "<p>Drie</p>"
    assert ChapterRevision.objects.count() == before + 3


def test_old_keys_are_removed_by_the_mail_command(plan: Dossier) -> None:
    plans.add_chapter(plan, by=world.editor(), title="Een", sent=world.sent(key="old"))
    then = clock.now() + dt.timedelta(days=steps.KEEP_DAYS)
    with clock.at(then - dt.timedelta(minutes=1)):
        call_command("send_mail", stdout=StringIO())
        assert TakenStep.objects.count() == 1
    with clock.at(then + dt.timedelta(minutes=1)):
        call_command("send_mail", stdout=StringIO())
    assert TakenStep.objects.count() == 0


def test_both_texts_stand_on_every_page_with_a_versioned_form() -> None:
    """A page that shows such a form in a frame of its own shows the conflict too."""
    templates = Path("templates")
    shows = {path for path in templates.rglob("*.html") if "includes/conflict.html" in path.read_text()}
    wanted = {
        "workflow/confirm.html",
        "admin/plans/confirm.html",
        "plans/chapter.html",
        "plans/details.html",
        "plans/partners.html",
        "portal/profile.html",
        "consultations/meeting.html",
        "consultations/_procedure_form.html",
    }
    assert {str(path.relative_to(templates)) for path in shows} == wanted
