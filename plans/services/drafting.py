"""The working copy: chapters, attachments, budget and details. Two writers never overwrite each other silently."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from plans import content as contents
from plans import richtext
from plans.models import (
    Attachment,
    BudgetAmount,
    BudgetHeading,
    BudgetLine,
    Chapter,
    ChapterRevision,
    Dossier,
)
from portal import audit, clock, uploads, workflow
from portal.files import store
from portal.models import User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed
from register.models import Municipality, Partnership

EDIT = "plans.edit_dossier"


class Conflict(workflow.StaleState):
    """Somebody else saved first; `current` is what stands there now."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(
            _("Iemand anders heeft dit intussen opgeslagen. Hieronder staan beide teksten; kies wat blijft.")
        )


@dataclass(frozen=True)
class BudgetRow:
    """One line as typed in the form: the heading, a description and cents per year."""

    heading: BudgetHeading
    description: str = ""
    amounts: dict[int, int] = field(default_factory=dict)


def may_edit(dossier: Dossier, by: User) -> None:
    """Raise NotAllowed when this person may not edit this dossier."""
    if not by.has_perm(EDIT, dossier):
        raise NotAllowed(_("U kunt dit plan niet bewerken."))
    if dossier.state == "not_started":
        raise Blocked(_("Begin eerst met het plan."))


def _record(action: str, dossier: Dossier, by: User, **data: Any) -> None:
    """The audit line of a step in the working copy; its data is a draft, so it must be listed as one."""
    if not audit.is_draft(action):
        raise audit.UnknownAction(action)
    audit.record(action, dossier, by=by, membership=acting_membership(by, EDIT, dossier), data=data)


@transaction.atomic
def save_chapter(chapter: Chapter, *, by: User, seen: int, title: str, body: str, status: str) -> Chapter:
    """Save a chapter as its writer left it; keeps the former text as a revision.

    `seen` is the row_version of the text they started from. Raises Conflict when somebody saved in between.
    """
    may_edit(chapter.dossier, by)
    body = richtext.clean(body)
    saved = Chapter.objects.filter(pk=chapter.pk, row_version=seen).update(
        title=title,
        body=body,
        status=status,
        row_version=F("row_version") + 1,
        updated_at=clock.now(),
        updated_by=by,
    )
    if not saved:
        current = Chapter.objects.select_related("updated_by", "dossier").filter(pk=chapter.pk).first()
        if current is None:
            raise workflow.StaleState(
                _(
                    "Dit hoofdstuk is intussen verwijderd. U kunt het terugzetten op de pagina van het dossier."
                )
            )
        if (current.title, current.body, current.status) == (title, body, status):
            return current  # the same save again: a retry or a double click
        raise Conflict(current)
    ChapterRevision.objects.create(chapter=chapter, title=title, body=body, row_version=seen + 1, saved_by=by)
    chapter.refresh_from_db()
    return chapter


@transaction.atomic
def add_chapter(dossier: Dossier, *, by: User, title: str) -> Chapter:
    """Add a free chapter at the end. The second click gets the chapter of the first, while nobody wrote in it."""
    may_edit(dossier, by)
    Dossier.objects.select_for_update().get(pk=dossier.pk)  # two clicks come one after the other
    untouched = dossier.chapters.filter(element=None, title=title, row_version=1)
    if there := untouched.last():
        return there
    every = Chapter.with_removed.filter(dossier=dossier)  # a removed one keeps its place
    last = every.aggregate(last=Max("position"))["last"] or 0
    chapter = Chapter.objects.create(dossier=dossier, title=title, position=last + 10)
    _record("plans.chapter_added", dossier, by, title=title)
    return chapter


@transaction.atomic
def remove_chapter(chapter: Chapter, *, by: User, seen: int) -> None:
    """Take a free chapter off the working copy; its texts stay. A mandatory chapter cannot be removed."""
    may_edit(chapter.dossier, by)
    if chapter.element_id:
        raise Blocked(_("Dit hoofdstuk hoort bij een verplicht onderdeel en kan niet weg."))
    removed = Chapter.objects.filter(pk=chapter.pk, row_version=seen).update(removed_at=clock.now())
    current = Chapter.with_removed.get(pk=chapter.pk)
    if removed:
        _record("plans.chapter_removed", chapter.dossier, by, title=current.title, body=current.body)
    elif not current.removed_at:  # and not the second click
        raise Conflict(current)


@transaction.atomic
def restore_chapter(chapter: Chapter, *, by: User) -> None:
    """Put a removed chapter back where it stood, with all its texts."""
    may_edit(chapter.dossier, by)
    removed = Chapter.with_removed.filter(pk=chapter.pk).exclude(removed_at=None)
    if removed.update(removed_at=None):
        _record("plans.chapter_restored", chapter.dossier, by, title=chapter.title)


@transaction.atomic
def save_details(
    dossier: Dossier,
    *,
    by: User,
    seen: int,
    title: str,
    period_start: dt.date,
    period_end: dt.date,
    budget_years: str,
) -> Dossier:
    """Save title and plan period. The form has checked the shape; deviations from the law show up as findings.

    Other years make a budget that somebody has open out of date: they see a conflict instead of losing amounts.
    """
    may_edit(dossier, by)
    values = {
        "title": title,
        "period_start": period_start,
        "period_end": period_end,
        "budget_years": budget_years,
    }
    before = dossier.years()
    saved = Dossier.objects.filter(pk=dossier.pk, row_version=seen).update(
        row_version=F("row_version") + 1, **values
    )
    if not saved:
        current = Dossier.objects.get(pk=dossier.pk)
        if all(getattr(current, name) == value for name, value in values.items()):
            return current
        raise Conflict(current)
    dossier.refresh_from_db()
    if dossier.years() != before:
        Dossier.objects.filter(pk=dossier.pk).update(budget_version=F("budget_version") + 1)
        dossier.refresh_from_db(fields=["budget_version"])
    _record("plans.details_changed", dossier, by, **{k: str(v) for k, v in values.items()})
    return dossier


@transaction.atomic
def choose_partners(
    dossier: Dossier,
    *,
    by: User,
    municipalities: Iterable[Municipality],
    partnerships: Iterable[Partnership],
) -> None:
    """Set the municipalities and partnerships a national partnership consults with."""
    may_edit(dossier, by)
    if not dossier.partnership.is_national:
        raise Blocked(
            _("De overlegpartners volgen uit het gebied; alleen een landelijk samenwerkingsverband kiest ze.")
        )
    municipalities, partnerships = list(municipalities), list(partnerships)
    if set(municipalities) == set(dossier.chosen_municipalities.all()) and set(partnerships) == set(
        dossier.chosen_partnerships.all()
    ):
        return  # a second click
    dossier.chosen_municipalities.set(municipalities)
    dossier.chosen_partnerships.set(partnerships)
    _record(
        "plans.scope_chosen",
        dossier,
        by,
        municipalities=[row.code for row in municipalities],
        partnerships=[row.code or str(row) for row in partnerships],
    )


def add_attachment(
    dossier: Dossier, *, by: User, upload: Any, content_type: str, description: str = ""
) -> Attachment:
    """Add an attachment that the form has checked. The same bytes under the same name again change nothing."""
    may_edit(dossier, by)
    stored = store(upload, content_type)
    name = uploads.safe_name(upload.name)
    with transaction.atomic():
        there = Attachment.objects.filter(dossier=dossier, name=name, removed_at=None)
        if again := there.filter(file=stored).first():
            return again
        try:
            with transaction.atomic():
                row = Attachment.objects.create(
                    dossier=dossier, file=stored, name=name, description=description, uploaded_by=by
                )
        except IntegrityError as error:
            if again := there.filter(file=stored).first():  # the other click was faster
                return again
            raise Blocked(
                _(
                    "Er is al een bijlage ‘%(name)s’ met een andere inhoud. Verwijder die eerst of kies een andere naam."
                )
                % {"name": name}
            ) from error
        _record("plans.attachment_added", dossier, by, name=name, sha256=stored.sha256)
    return row


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """Take an attachment off the working copy; versions that have it keep it."""
    may_edit(attachment.dossier, by)
    removed = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now())
    if removed:
        _record("plans.attachment_removed", attachment.dossier, by, name=attachment.name)


@transaction.atomic
def save_budget(dossier: Dossier, *, by: User, seen: int, rows: Iterable[BudgetRow]) -> None:
    """Replace the budget by the lines of the form; what it said before stays in the audit line.

    Raises Conflict when somebody saved it in between.
    """
    may_edit(dossier, by)
    saved = Dossier.objects.filter(pk=dossier.pk, budget_version=seen).update(
        budget_version=F("budget_version") + 1
    )
    if not saved:
        raise Conflict(Dossier.objects.get(pk=dossier.pk))
    _record("plans.budget_saved", dossier, by, before=contents.budget(dossier)["lines"])
    dossier.budget_lines.all().delete()
    lines = [
        (BudgetLine(dossier=dossier, heading=row.heading, description=row.description), row) for row in rows
    ]
    BudgetLine.objects.bulk_create(line for line, _row in lines)
    BudgetAmount.objects.bulk_create(
        BudgetAmount(line=line, year=year, cents=cents)
        for line, row in lines
        for year, cents in row.amounts.items()
    )
    dossier.refresh_from_db(fields=["budget_version"])
