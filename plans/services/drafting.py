"""The working copy: chapters, attachments, budget and details. Two writers never overwrite each other silently."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
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
from portal import audit, clock, steps, uploads, workflow
from portal.files import store
from portal.models import User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed
from register.models import Municipality, Partnership

EDIT = "plans.edit_dossier"


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


@steps.once
def save_chapter(chapter: Chapter, *, by: User, seen: int, title: str, body: str, status: str) -> Chapter:
    """Save a chapter as its writer left it; keeps the former text as a revision.

    `seen` is the row_version of the text they started from. Raises Conflict when somebody saved in between.
    """
    may_edit(chapter.dossier, by)
    if steps.lock(chapter).removed_at:
        raise workflow.StaleState(
            _("Dit hoofdstuk is intussen verwijderd. U kunt het terugzetten op de pagina van het dossier.")
        )
    steps.hold(chapter, seen=seen)
    chapter.title, chapter.body, chapter.status = title, richtext.clean(body), status
    chapter.row_version, chapter.updated_at, chapter.updated_by = seen + 1, clock.now(), by
    chapter.save()
    ChapterRevision.objects.create(
        chapter=chapter, title=title, body=chapter.body, row_version=chapter.row_version, saved_by=by
    )
    return chapter


@steps.once
def add_chapter(dossier: Dossier, *, by: User, title: str) -> Chapter:
    """Add a free chapter at the end."""
    may_edit(dossier, by)
    steps.lock(dossier)  # of two new chapters one comes after the other
    every = Chapter.with_removed.filter(dossier=dossier)  # a removed one keeps its place
    last = every.aggregate(last=Max("position"))["last"] or 0
    chapter = Chapter.objects.create(dossier=dossier, title=title, position=last + 10)
    _record("plans.chapter_added", dossier, by, title=title)
    return chapter


@transaction.atomic
def remove_chapter(chapter: Chapter, *, by: User, seen: int) -> None:
    """Take a free chapter off the working copy; its texts stay. A mandatory chapter cannot be removed.

    Removing what is removed changes nothing. Raises Conflict when somebody saved it in between.
    """
    may_edit(chapter.dossier, by)
    if chapter.element_id:
        raise Blocked(_("Dit hoofdstuk hoort bij een verplicht onderdeel en kan niet weg."))
    if steps.lock(chapter).removed_at:
        return
    steps.hold(chapter, seen=seen)
    chapter.removed_at = clock.now()
    chapter.save(update_fields=["removed_at"])
    _record("plans.chapter_removed", chapter.dossier, by, title=chapter.title, body=chapter.body)


@transaction.atomic
def restore_chapter(chapter: Chapter, *, by: User) -> None:
    """Put a removed chapter back where it stood, with all its texts."""
    may_edit(chapter.dossier, by)
    removed = Chapter.with_removed.filter(pk=chapter.pk).exclude(removed_at=None)
    if removed.update(removed_at=None):
        _record("plans.chapter_restored", chapter.dossier, by, title=chapter.title)


@steps.once
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

    Other years make a budget that somebody has open out of date: they see a conflict instead of losing amounts. Raises
    Conflict when somebody saved in between.
    """
    may_edit(dossier, by)
    values = {
        "title": title,
        "period_start": period_start,
        "period_end": period_end,
        "budget_years": budget_years,
    }
    steps.hold(dossier, seen=seen)
    before = dossier.years()
    for name, value in values.items():
        setattr(dossier, name, value)
    dossier.row_version += 1
    dossier.budget_version += dossier.years() != before
    dossier.save(update_fields=[*values, "row_version", "budget_version"])
    _record("plans.details_changed", dossier, by, **{k: str(v) for k, v in values.items()})
    return dossier


@steps.once
def choose_partners(
    dossier: Dossier,
    *,
    by: User,
    seen: int | None = None,
    municipalities: Iterable[Municipality],
    partnerships: Iterable[Partnership],
) -> Dossier:
    """Set the municipalities and partnerships a national partnership consults with; gives the dossier.

    `seen` is the row_version of the dossier when the page was shown: whoever has the page to offer open, which names
    the partners, hears of it too. Raises Conflict when somebody saved in between.
    """
    may_edit(dossier, by)
    if not dossier.partnership.is_national:
        raise Blocked(
            _("De overlegpartners volgen uit het gebied; alleen een landelijk samenwerkingsverband kiest ze.")
        )
    steps.hold(dossier, seen=seen)
    municipalities, partnerships = list(municipalities), list(partnerships)
    dossier.chosen_municipalities.set(municipalities)
    dossier.chosen_partnerships.set(partnerships)
    dossier.row_version += 1
    dossier.save(update_fields=["row_version"])
    _record(
        "plans.scope_chosen",
        dossier,
        by,
        municipalities=[row.code for row in municipalities],
        partnerships=[row.code or str(row) for row in partnerships],
    )
    return dossier


def add_attachment(
    dossier: Dossier, *, by: User, upload: Any, content_type: str, description: str = ""
) -> Attachment:
    """Add an attachment that the form has checked. The same bytes under the same name again change nothing."""
    may_edit(dossier, by)
    stored = store(upload, content_type)
    name = uploads.safe_name(upload.name)
    with transaction.atomic():
        steps.lock(dossier)  # while a version is frozen its attachments stay what they are
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
    steps.lock(attachment.dossier)  # as in `add_attachment`
    removed = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now())
    if removed:
        _record("plans.attachment_removed", attachment.dossier, by, name=attachment.name)


@steps.once
def save_budget(dossier: Dossier, *, by: User, seen: int, rows: Iterable[BudgetRow]) -> Dossier:
    """Replace the budget by the lines of the form; what it said before stays in the audit line. Gives the dossier.

    Raises Conflict when somebody saved it in between.
    """
    may_edit(dossier, by)
    steps.hold(dossier, seen=seen, version="budget_version")
    dossier.budget_version += 1
    dossier.save(update_fields=["budget_version"])
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
    return dossier
