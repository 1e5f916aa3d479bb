"""Freezing, offering and adopting a version."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from plans import content as contents
from plans import extension_points, pdf
from plans.models import Adoption, Attachment, Dossier, PlanVersion, VersionAttachment
from portal import audit, clock, outbox, workflow
from portal.files import store
from portal.models import AuditEntry, StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import StaleState


def _draw(dossier: Dossier) -> tuple[contents.Content, StoredFile, dt.datetime]:
    """The content to freeze, its PDF and the moment it names.

    Before the transaction: it takes seconds, and leaves at most an unused file.
    """
    content = contents.with_partners(contents.of_working_copy(dossier), dossier)
    moment = clock.now()
    document = pdf.plan(content, number=dossier.versions.count() + 1, frozen_at=moment)
    return content, store(document, "application/pdf"), moment


def freeze(
    dossier: Dossier, content: contents.Content, document: StoredFile, moment: dt.datetime, *, by: User
) -> PlanVersion:
    """Freeze a content as the next numbered version, with its attachments; in the caller's transaction.

    Raises StaleState when the working copy changed while its PDF was being made.
    """
    if not contents.same_text(content, contents.of_working_copy(dossier)):
        raise StaleState(
            _("Iemand heeft het plan net nog gewijzigd. Bekijk de wijziging en probeer het opnieuw.")
        )
    version = PlanVersion.objects.create(
        dossier=dossier,
        number=dossier.versions.count() + 1,
        content=content,
        sha256=contents.sha256(content),
        pdf=document,
        frozen_at=moment,
        frozen_by=by,
    )
    hashes = {row["sha256"] for row in content["attachments"]}
    VersionAttachment.objects.bulk_create(
        VersionAttachment(version=version, file=row.file, name=row.name, description=row.description)
        for row in Attachment.objects.filter(
            dossier=dossier, removed_at=None, file__sha256__in=hashes
        ).select_related("file")
    )
    audit.record(
        "plans.version_frozen",
        version,
        by=by,
        membership=acting_membership(by, "plans.edit_dossier", dossier),
        data={"number": version.number, "sha256": version.sha256, "pdf": document.sha256},
    )
    return version


def offer(dossier: Dossier, *, by: User, seen: int | None = None) -> PlanVersion:
    """Freeze the working copy and offer it: consultations with every municipality and overlapping partnership.

    The second click gets the version of the first. Raises a Refused otherwise.
    """
    workflow.check(workflow.find("plans.Dossier", "offer"), dossier, by)
    content, document, moment = _draw(dossier)
    try:
        with transaction.atomic():
            workflow.perform(dossier, "offer", by=by, seen=seen, data={"sha256": contents.sha256(content)})
            version = freeze(dossier, content, document, moment, by=by)
            Dossier.objects.filter(pk=dossier.pk).update(offered_version=version)
            dossier.offered_version = version
            for join_in in extension_points.ON_OFFERED:
                join_in(dossier, version, by)
    except StaleState:
        offered = Dossier.objects.select_related("offered_version").get(pk=dossier.pk).offered_version
        if offered and _is_repeat(dossier, "offer", by, seen, offered):
            return offered
        raise
    return version


def _is_repeat(dossier: Dossier, name: str, by: User, seen: int | None, version: PlanVersion) -> bool:
    """Whether a refused step is the second click of the one just taken, that gave this version.

    It is when the last that happened to this dossier since the page was shown is this very step by this very person,
    and the version says what the working copy says. Otherwise nothing of what they ask has been done.
    """
    current = Dossier.objects.get(pk=dossier.pk)
    if seen is None or current.row_version != seen + 1:
        return False
    lines = AuditEntry.objects.filter(subject=Dossier._meta.label, subject_id=str(dossier.pk))
    last = lines.order_by("-at", "-pk").values_list("action", "actor").first()
    step = workflow.find(Dossier._meta.label, name)
    return last == (step.audit, by.pk) and not _changed(current, version)


def adopt(
    dossier: Dossier,
    *,
    by: User,
    seen: int | None = None,
    adopted_on: dt.date,
    body: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> Adoption:
    """Record that a body adopted the plan. Freezes a new version first when the text changed, or was filed already.

    The body is free text, because governance differs. Out-of-order dates are findings, not errors. The second click
    gets the adoption of the first. Raises a Refused otherwise.
    """
    workflow.check(workflow.find("plans.Dossier", "adopt"), dossier, by)
    values = {
        "adopted_on": adopted_on,
        "body": body,
        "document": document,
        "document_name": document_name,
        "recorded_by": by,
    }
    try:
        return _adopt(dossier, by, seen, **values)
    except StaleState:
        there = dossier.adoptions.last()
        is_same = there and all(getattr(there, name) == value for name, value in values.items())
        if there and is_same and _is_repeat(dossier, "adopt", by, seen, there.version):
            return there
        raise


def _adopt(dossier: Dossier, by: User, seen: int | None, **values: Any) -> Adoption:
    version = dossier.versions.last()
    fresh: tuple[contents.Content, StoredFile, dt.datetime] | None = None
    if version is None or version.filings.exists() or _changed(dossier, version):
        fresh = _draw(dossier)
    with transaction.atomic():
        # Before the version is numbered: the second of two waits here, and hears that somebody was faster.
        current = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if current.row_version != (dossier.row_version if seen is None else seen):
            raise StaleState(
                _("Iemand anders was u net voor. Bekijk de huidige stand en probeer het zo nodig opnieuw.")
            )
        if fresh or version is None:
            version = freeze(dossier, *(fresh or _draw(dossier)), by=by)
        workflow.perform(
            dossier,
            "adopt",
            by=by,
            seen=seen,
            data={
                "version": version.number,
                "adopted_on": values["adopted_on"].isoformat(),
                "body": values["body"],
            },
            fields={"adopted_version": version},
        )
        return Adoption.objects.create(dossier=dossier, version=version, **values)


def _changed(dossier: Dossier, version: PlanVersion) -> bool:
    return not contents.same_text(contents.of_working_copy(dossier), version.content)


def tell_partnership(event: str, dossier: Dossier, **context: Any) -> None:
    """Queue a message to the people of the partnership."""
    outbox.notify_organisations(
        event,
        {"plan": str(dossier), "path": dossier.get_absolute_url(), **context},
        [dossier.partnership.organisation],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY],
        dossier.uuid,
    )
