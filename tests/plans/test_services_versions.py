"""Freezing, offering and adopting: numbered versions that say what the working copy said."""

import pytest
from django.db import DatabaseError, transaction

from plans import content as contents
from plans import pdf, services
from plans.models import Adoption, Chapter, Dossier, PlanVersion
from plans.services import versions
from portal import clock
from portal.models import AuditEntry
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world
from tests.plans.conftest import pdf as pdf_file


def write(plan: Dossier, body: str, status: str = "done") -> None:
    chapter = plan.chapters.first()
    assert chapter is not None
    services.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title=chapter.title, body=body, status=status
    )


def adopt(plan: Dossier, body: str = "bestuur", **values: object) -> Adoption:
    return services.adopt(
        world.reload(plan),
        by=world.editor(),
        adopted_on=clock.today(),
        body=body,
        **values,  # type: ignore[arg-type]
    )


def rename(plan: Dossier, title: str = "Titel van een collega") -> None:
    """A colleague saves another title."""
    plan = world.reload(plan)
    services.save_details(
        plan,
        by=world.signatory(),
        seen=plan.row_version,
        title=title,
        period_start=plan.period_start,
        period_end=plan.period_end,
        budget_years=plan.budget_years,
    )


def test_offer_freezes_content_attachments_and_pdf(plan: Dossier) -> None:
    for name in ("a.pdf", "b.pdf"):
        services.add_attachment(
            plan, by=world.editor(), upload=pdf_file(name), content_type="application/pdf", description=name
        )
    gone = services.add_attachment(
        plan, by=world.editor(), upload=pdf_file("c.pdf", "c"), content_type="application/pdf"
    )
    services.remove_attachment(gone, by=world.editor())
    version = services.offer(plan, by=world.editor())
    assert (version.number, version.sha256) == (1, contents.sha256(version.content))
    assert [(row.name, row.description) for row in version.attachments.all()] == [
        ("a.pdf", "a.pdf"),
        ("b.pdf", "b.pdf"),
    ]
    assert str(version.attachments.first()) == "a.pdf"
    assert str(version) == "versie 1"
    assert contents.same_text(version.content, contents.of_working_copy(plan))
    plan = world.reload(plan)
    assert (plan.state, plan.offered_version) == ("offered", version)
    entry = AuditEntry.objects.get(action="plans.version_frozen")
    assert entry.data == {"number": 1, "sha256": version.sha256, "pdf": version.pdf.sha256}
    assert AuditEntry.objects.get(action="plans.offered").data == {"sha256": version.sha256}
    assert plan.consultations.count() == 7


def test_frozen_version_cannot_be_changed(db: None) -> None:
    version = world.offered().versions.get()
    for change in ({"sha256": "0" * 64}, {"number": 2}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_change_while_the_pdf_is_drawn_leaves_nothing_half_done(
    plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pdf.plan

    def slow(*args: object, **kwargs: object) -> bytes:
        write(plan, "<p>Ertussen.</p>")
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(versions.pdf, "plan", slow)
    with pytest.raises(StaleState) as caught:
        services.offer(plan, by=world.editor())
    assert caught.value.messages == [
        "Iemand heeft het plan net nog gewijzigd. Bekijk de wijziging en probeer het opnieuw."
    ]
    plan = world.reload(plan)
    assert (plan.state, plan.versions.count(), plan.consultations.count()) == ("drafting", 0, 0)
    assert not AuditEntry.objects.filter(action="plans.offered").exists()


def test_second_click_on_offer_gets_the_version_of_the_first(plan: Dossier) -> None:
    stale, seen = world.reload(plan), plan.row_version
    first = services.offer(plan, by=world.editor(), seen=seen, sent=world.sent())
    assert services.offer(stale, by=world.editor(), seen=seen, sent=world.sent()) == first
    assert PlanVersion.objects.count() == 1
    with pytest.raises(StaleState):  # somebody else is told
        services.offer(stale, by=world.signatory(), seen=seen)
    with pytest.raises(StaleState):  # and so is who saw an older page
        services.offer(stale, by=world.editor(), seen=seen - 1)


def test_change_by_a_colleague_is_not_ones_own_second_click_on_offer(db: None) -> None:
    plan = world.offered()  # by the editor, before
    write(plan, "<p>Tweede concept.</p>")
    seen = world.reload(plan).row_version
    rename(plan)
    with pytest.raises(StaleState):
        services.offer(world.reload(plan), by=world.editor(), seen=seen)
    plan = world.reload(plan)
    assert (plan.versions.count(), plan.row_version) == (1, seen + 1)
    assert services.offer(plan, by=world.editor(), seen=seen + 1).content["chapters"][0]["body"] == (
        "<p>Tweede concept.</p>"
    )


def test_what_was_written_after_the_first_click_is_not_called_offered(plan: Dossier) -> None:
    seen = plan.row_version
    services.offer(plan, by=world.editor(), seen=seen)
    write(plan, "<p>Daarna geschreven.</p>")
    with pytest.raises(StaleState):
        services.offer(world.reload(plan), by=world.editor(), seen=seen)
    assert plan.versions.count() == 1


def test_offering_again_makes_the_next_version(db: None) -> None:
    plan = world.offered()
    write(plan, "<p>Tweede concept.</p>")
    version = services.offer(world.reload(plan), by=world.editor())
    assert version.number == 2
    plan = world.reload(plan)
    assert plan.offered_version == version
    assert [row.number for row in plan.versions.all()] == [1, 2]


def test_offer_is_for_the_partnership_and_needs_text(plan: Dossier) -> None:
    with pytest.raises(NotAllowed):
        services.offer(plan, by=world.official())
    Chapter.objects.filter(dossier=plan).update(body="")
    with pytest.raises(Blocked, match="nog geen tekst"):
        services.offer(plan, by=world.editor())


def test_adoption_of_the_offered_text_takes_that_version(db: None) -> None:
    plan = world.offered()
    adoption = adopt(plan)
    assert adoption.version == plan.offered_version
    assert str(adoption) == "2014-01-20 bestuur"
    assert world.reload(plan).adopted_version == adoption.version
    assert AuditEntry.objects.get(action="plans.adopted").data == {
        "version": 1,
        "adopted_on": "2014-01-20",
        "body": "bestuur",
    }


def test_another_status_is_not_another_text(db: None) -> None:
    plan = world.offered()
    first = plan.chapters.first()
    assert first is not None
    write(plan, first.body, status="busy")
    assert adopt(plan).version.number == 1


def test_adoption_of_a_changed_text_freezes_a_version_first(db: None) -> None:
    plan = world.offered()
    write(plan, "<p>Na het overleg aangepast.</p>")
    adoption = adopt(plan)
    assert adoption.version.number == 2
    assert adoption.version.content["chapters"][0]["body"] == "<p>Na het overleg aangepast.</p>"
    plan = world.reload(plan)
    assert plan.offered_version is not None
    assert plan.offered_version.number == 1


def test_adoption_without_a_concept_offered_freezes_the_first_version(plan: Dossier) -> None:
    assert adopt(plan).version.number == 1


def test_adoption_after_filing_freezes_again_though_nothing_changed(db: None) -> None:
    filing = world.filed(agree=False)
    adoption = adopt(filing.dossier)
    assert (filing.version.number, adoption.version.number) == (1, 2)
    assert contents.same_text(filing.version.content, adoption.version.content)


def test_adopting_again_before_filing_stands_next_to_the_first(db: None) -> None:
    plan = world.adopted(agree=False)
    adopt(plan, body="raad van toezicht")
    assert [row.body for row in plan.adoptions.all()] == ["algemene ledenvergadering", "raad van toezicht"]
    assert plan.versions.count() == 1


def test_second_click_on_adopt_gets_the_adoption_of_the_first(db: None) -> None:
    plan = world.offered()
    seen = plan.row_version
    values = {"by": world.editor(), "seen": seen, "adopted_on": clock.today(), "body": "bestuur"}
    first = services.adopt(world.reload(plan), **values, sent=world.sent())
    assert services.adopt(world.reload(plan), **values, sent=world.sent()) == first
    assert Adoption.objects.count() == 1
    with pytest.raises(StaleState):
        services.adopt(world.reload(plan), **{**values, "body": "een ander orgaan"})
    assert (Adoption.objects.count(), PlanVersion.objects.count()) == (1, 1)


def test_change_by_a_colleague_is_not_ones_own_second_click_on_adopt(db: None) -> None:
    plan = world.offered()
    adopt(plan)
    write(plan, "<p>Na de vaststelling aangepast.</p>")
    seen = world.reload(plan).row_version
    rename(plan)
    with pytest.raises(StaleState):
        adopt(plan, seen=seen)
    assert (plan.adoptions.count(), plan.versions.count()) == (1, 1)
    assert adopt(plan, seen=seen + 1).version.number == 2


def test_what_was_written_after_the_first_click_is_not_called_adopted(db: None) -> None:
    plan = world.offered()
    adopt(plan, seen=plan.row_version)
    write(plan, "<p>Daarna geschreven.</p>")
    with pytest.raises(StaleState):
        adopt(plan, seen=plan.row_version)
    assert (plan.adoptions.count(), plan.versions.count()) == (1, 1)


def test_an_adoption_before_the_last_is_not_the_first_click(db: None) -> None:
    plan = world.offered()
    adopt(plan)
    seen = world.reload(plan).row_version
    adopt(plan, body="raad van toezicht")
    with pytest.raises(StaleState):
        adopt(plan, seen=seen)
    assert [row.body for row in plan.adoptions.all()] == ["bestuur", "raad van toezicht"]


def test_change_while_the_adopted_pdf_is_drawn_adopts_nothing(
    plan: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pdf.plan

    def slow(*args: object, **kwargs: object) -> bytes:
        write(plan, "<p>Ertussen.</p>")
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(versions.pdf, "plan", slow)
    with pytest.raises(StaleState):
        adopt(plan)
    assert (Adoption.objects.count(), PlanVersion.objects.count()) == (0, 0)


def test_adoption_is_for_the_partnership(db: None) -> None:
    with pytest.raises(NotAllowed):
        services.adopt(world.offered(), by=world.official(), adopted_on=clock.today(), body="x")
