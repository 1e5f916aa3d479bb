"""Drafting: two writers, retries, and what is refused."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from plans import content as contents
from plans import findings, guards, services
from plans.models import Attachment, BudgetHeading, Chapter, ChapterRevision, Dossier
from plans.services.drafting import BudgetRow
from portal import clock
from portal.models import AuditEntry, StoredFile
from portal.workflow import Blocked, Conflict, NotAllowed, StaleState
from register.models import Municipality, Partnership
from tests import world
from tests.plans.conftest import pdf

CONFLICT = "Iemand anders was u net voor. Bekijk de huidige stand en probeer het zo nodig opnieuw."


def save(chapter: Chapter, body: str, seen: int, **values: Any) -> Chapter:
    values = {"by": world.editor(), "title": chapter.title, "status": "busy", **values}
    return services.save_chapter(chapter, body=body, seen=seen, **values)


def details(plan: Dossier, seen: int, **values: Any) -> Dossier:
    values = {
        "by": world.editor(),
        "title": plan.title,
        "period_start": plan.period_start,
        "period_end": plan.period_end,
        "budget_years": plan.budget_years,
        **values,
    }
    return services.save_details(plan, seen=seen, **values)


def actions(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_chapter_is_cleaned_kept_and_signed(chapter: Chapter) -> None:
    with clock.at("2014-02-01T12:00"):
        saved = save(chapter, "<p onclick=x>Een</p><script>x</script>", chapter.row_version)
    assert (saved.body, saved.status, saved.row_version) == ("<p>Een</p>", "busy", 3)
    assert saved.updated_by == world.editor()
    assert saved.updated_at == clock.parse_moment("2014-02-01T12:00")
    revision = ChapterRevision.objects.filter(chapter=chapter).first()
    assert revision is not None
    assert (revision.body, revision.row_version, revision.saved_by) == ("<p>Een</p>", 3, world.editor())
    assert str(revision) == f"{chapter.pk} v3"


def test_second_writer_gets_a_conflict_with_what_stands_there(chapter: Chapter) -> None:
    seen = chapter.row_version
    save(chapter, "<p>Eerder</p>", seen)
    with pytest.raises(Conflict) as caught:
        save(chapter, "<p>Later</p>", seen, by=world.signatory())
    assert caught.value.messages == [CONFLICT]
    assert caught.value.current.body == "<p>Eerder</p>"
    assert Chapter.objects.get(pk=chapter.pk).body == "<p>Eerder</p>"


def test_retry_of_a_save_is_the_same_save(chapter: Chapter) -> None:
    seen = chapter.row_version
    first = save(chapter, "<p>Een</p>", seen, sent=world.sent())
    assert save(chapter, "<p>Een</p>", seen, sent=world.sent()).row_version == first.row_version
    assert ChapterRevision.objects.filter(chapter=chapter, body="<p>Een</p>").count() == 1


def test_saving_a_removed_chapter_says_so(plan: Dossier) -> None:
    chapter = services.add_chapter(plan, by=world.editor(), title="Inleiding")
    stale = Chapter.objects.get(pk=chapter.pk)
    services.remove_chapter(chapter, by=world.editor(), seen=1)
    with pytest.raises(StaleState) as caught:
        save(stale, "<p>Een</p>", 1)
    assert caught.value.messages == [
        "Dit hoofdstuk is intussen verwijderd. U kunt het terugzetten op de pagina van het dossier."
    ]
    services.restore_chapter(chapter, by=world.editor())
    assert save(stale, "<p>Een</p>", 1).body == "<p>Een</p>"


def test_adding_a_chapter_twice_gives_one_until_it_is_written(plan: Dossier) -> None:
    values = {"by": world.editor(), "title": "Inleiding", "sent": world.sent()}
    first, again = (services.add_chapter(plan, **values) for _click in range(2))
    assert first == again
    assert first.position == max(row.position for row in plan.chapters.all())
    assert actions("plans.chapter_added") == 1
    save(first, "<p>Een</p>", first.row_version)
    assert services.add_chapter(plan, by=world.editor(), title="Inleiding") != first


def test_removing_a_chapter_keeps_its_text_in_the_trail(plan: Dossier) -> None:
    chapter = services.add_chapter(plan, by=world.editor(), title="Inleiding")
    save(chapter, "<p>Bewaar mij</p>", 1)
    with pytest.raises(Conflict):
        services.remove_chapter(chapter, by=world.editor(), seen=1)
    for _click in range(2):
        services.remove_chapter(chapter, by=world.editor(), seen=2)
    entry = AuditEntry.objects.get(action="plans.chapter_removed")
    assert (entry.data["title"], entry.data["body"]) == ("Inleiding", "<p>Bewaar mij</p>")


def test_removed_chapter_is_out_of_the_plan_and_comes_back_where_it_stood(plan: Dossier) -> None:
    first, chapter = (services.add_chapter(plan, by=world.editor(), title=title) for title in ("Een", "Twee"))
    save(chapter, "<p>Eerder</p>", 1)
    save(chapter, "<p>Bewaar mij</p>", 2)
    before = contents.of_working_copy(plan)
    services.remove_chapter(chapter, by=world.editor(), seen=3)
    assert contents.of_working_copy(plan) == before | {"chapters": before["chapters"][:-1]}
    assert list(plan.chapters.filter(element=None)) == [first]
    later = services.add_chapter(plan, by=world.editor(), title="Drie")
    assert plan.chapters.last() == later
    for _click in range(2):
        services.restore_chapter(chapter, by=world.editor())
    assert actions("plans.chapter_restored") == 1
    assert list(plan.chapters.filter(element=None)) == [first, chapter, later]
    services.remove_chapter(later, by=world.editor(), seen=1)
    assert contents.of_working_copy(plan) == before
    found = plan.chapters.get(pk=chapter.pk)
    assert (found.body, found.row_version) == ("<p>Bewaar mij</p>", 3)
    assert [row.body for row in found.revisions.all()] == ["<p>Bewaar mij</p>", "<p>Eerder</p>"]


def test_text_of_a_removed_chapter_does_not_hold_back_or_count(plan: Dossier) -> None:
    """What is removed is no text to offer, no chapter that is busy, and no name that is taken."""
    chapter = services.add_chapter(plan, by=world.editor(), title="Inleiding")
    save(chapter, "<p>Weg</p>", 1, status="busy")
    plan.chapters.exclude(pk=chapter.pk).update(body="")
    services.remove_chapter(chapter, by=world.editor(), seen=2)
    assert guards.concept_has_text(world.reload(plan))
    assert services.add_chapter(plan, by=world.editor(), title="Inleiding") != chapter
    codes = {(row.code, row.url) for row in findings.check(findings.Case(world.reload(plan)))}
    assert not any(chapter.get_absolute_url() == url for _code, url in codes)


def test_database_keeps_a_mandatory_chapter(chapter: Chapter) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.filter(pk=chapter.pk).update(removed_at=clock.now())


def test_only_who_may_edit_puts_a_chapter_back(plan: Dossier) -> None:
    chapter = services.add_chapter(plan, by=world.editor(), title="Inleiding")
    services.remove_chapter(chapter, by=world.editor(), seen=1)
    for by in (world.official(), world.reviewer(), world.editor("PO2502")):
        with pytest.raises(NotAllowed):
            services.restore_chapter(chapter, by=by)
    services.restore_chapter(chapter, by=world.signatory())


def test_mandatory_chapter_stays(chapter: Chapter) -> None:
    with pytest.raises(Blocked, match="hoort bij een verplicht onderdeel"):
        services.remove_chapter(chapter, by=world.editor(), seen=chapter.row_version)


def test_details_conflict_and_retry(plan: Dossier) -> None:
    seen = plan.row_version
    details(plan, seen, title="Eerder", sent=world.sent())
    assert details(plan, seen, title="Eerder", sent=world.sent()).row_version == seen + 1
    assert actions("plans.details_changed") == 1
    with pytest.raises(Conflict) as caught:
        details(plan, seen, title="Later")
    assert caught.value.current.title == "Eerder"


def test_other_years_make_an_open_budget_out_of_date(plan: Dossier) -> None:
    seen = plan.budget_version
    details(plan, plan.row_version, title="Andere titel")
    assert plan.budget_version == seen
    details(plan, plan.row_version, budget_years="calendar")
    assert plan.budget_version == seen + 1
    with pytest.raises(Conflict):
        services.save_budget(plan, by=world.editor(), seen=seen, rows=[])
    assert plan.budget_lines.count() == 2


def test_budget_is_replaced_and_second_writer_gets_a_conflict(plan: Dossier) -> None:
    heading = BudgetHeading.objects.get(key="arrangementen")
    seen = plan.budget_version
    services.save_budget(
        plan, by=world.editor(), seen=seen, rows=[BudgetRow(heading, "nieuw", {2014: -5, 2015: 7})]
    )
    line = plan.budget_lines.get()
    assert str(line) == "nieuw"
    assert dict(line.amounts.values_list("year", "cents")) == {2014: -5, 2015: 7}
    with pytest.raises(Conflict) as caught:
        services.save_budget(plan, by=world.signatory(), seen=seen, rows=[])
    assert caught.value.current.budget_version == seen + 1
    assert plan.budget_lines.get() == line


def test_only_a_national_partnership_chooses_its_partners(plan: Dossier) -> None:
    with pytest.raises(Blocked, match="volgen uit het gebied"):
        services.choose_partners(plan, by=world.editor(), municipalities=[], partnerships=[])


def test_partners_of_a_national_partnership_are_recorded_once(db: None) -> None:
    partnership = Partnership.objects.filter(scope="national", sector="PO").get()
    by = world.person("partnership_editor", partnership.organisation)
    plan = services.dossier_of(partnership, world.first_round())
    services.start(plan, by=by)
    meppel, other = Municipality.objects.get(name="Meppel"), world.partnership("VO2203")
    values = {"by": by, "municipalities": [meppel], "partnerships": [other], "sent": world.sent()}
    for _click in range(2):
        services.choose_partners(plan, **values)
    entry = AuditEntry.objects.get(action="plans.scope_chosen")
    assert entry.data == {"municipalities": [meppel.code], "partnerships": ["VO2203"]}
    services.choose_partners(plan, by=by, municipalities=[], partnerships=[other])
    assert list(plan.chosen_municipalities.all()) == []
    assert list(plan.chosen_partnerships.all()) == [other]
    assert actions("plans.scope_chosen") == 2


def add(plan: Dossier, name: str = "a.pdf", text: str = "", **values: Any) -> Attachment:
    values = {"by": world.editor(), "content_type": "application/pdf", **values}
    return services.add_attachment(plan, upload=pdf(name, text), **values)


def test_same_file_again_changes_nothing_and_other_content_is_refused(plan: Dossier) -> None:
    first = add(plan, description="Verslag")
    assert add(plan) == first
    assert str(first) == "a.pdf"
    with pytest.raises(Blocked, match=r"Er is al een bijlage ‘a\.pdf’ met een andere inhoud"):
        add(plan, text="anders")
    assert actions("plans.attachment_added") == 1
    # The same bytes under another name are another attachment of one stored file.
    assert add(plan, "b.pdf").file == first.file


def test_other_click_that_was_faster_gives_its_attachment(
    plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(plan)
    real = Attachment.objects.filter

    class Late:
        """The rows as they were before the other click; after the refusal as they are."""

        def __init__(self) -> None:
            self.asked = 0

        def filter(self, **kwargs: Any) -> Any:
            self.asked += 1
            return real(pk=None) if self.asked == 1 else real(pk=first.pk, **kwargs)

    monkeypatch.setattr(Attachment.objects, "filter", lambda **_kwargs: Late())
    assert add(plan) == first


def test_removed_attachment_makes_room_for_the_name(plan: Dossier) -> None:
    first = add(plan)
    for _click in range(2):
        services.remove_attachment(first, by=world.editor())
    assert actions("plans.attachment_removed") == 1
    second = add(plan, text="anders")
    assert list(plan.attachments.filter(removed_at=None)) == [second]
    assert StoredFile.objects.filter(pk=first.file_id).exists()


def test_name_with_a_path_is_cleaned(plan: Dossier) -> None:
    upload = SimpleUploadedFile("x", b"%PDF-1.4", "application/pdf")
    upload.__dict__["_name"] = "../../etc/pass\x00wd.pdf"
    row = services.add_attachment(plan, by=world.editor(), upload=upload, content_type="application/pdf")
    assert "/" not in row.name
    assert "\x00" not in row.name


def test_nobody_else_edits_and_nothing_before_the_start(plan: Dossier, chapter: Chapter) -> None:
    for by in (world.official(), world.reviewer(), world.opr_secretary(), world.editor("PO2502")):
        with pytest.raises(NotAllowed) as caught:
            save(chapter, "x", chapter.row_version, by=by)
        assert caught.value.messages == ["U kunt dit plan niet bewerken."]
    other = world.dossier("PO2502")
    with pytest.raises(Blocked, match="Begin eerst met het plan"):
        services.add_chapter(other, by=world.editor("PO2502"), title="x")


def test_saving_the_budget_keeps_what_it_said_before(db: None) -> None:
    plan = world.drafted()
    before = contents.budget(plan)["lines"]
    assert len(before) == 2
    services.save_budget(plan, by=world.editor(), seen=plan.budget_version, rows=[])
    assert contents.budget(plan)["lines"] == []
    line = AuditEntry.objects.filter(dossier=plan.uuid, action="plans.budget_saved").last()
    assert line is not None
    assert line.data == {"before": before}
