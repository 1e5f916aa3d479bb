"""Freezing, offering and adopting a version."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from plans import content as contents
from plans import extension_points, pdf
from plans.models import Adoption, Attachment, Dossier, PlanVersion, VersionAttachment
from portal import audit, clock, steps, workflow
from portal.files import store
from portal.models import StoredFile, User
from portal.rights import acting_membership
from portal.workflow import StaleState

# The content to freeze, its PDF and the moment it names.
Drawn = tuple[contents.Content, StoredFile, dt.datetime]


def _draw(dossier: Dossier) -> Drawn:
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


def offer(
    dossier: Dossier, *, by: User, seen: int | None = None, sent: steps.Sent | None = None
) -> PlanVersion:
    """Freeze the working copy and offer it: consultations with every municipality and overlapping partnership.

    Raises a Refused.
    """
    workflow.check(workflow.find("plans.Dossier", "offer"), dossier, by)
    return _offer(dossier, by=by, seen=seen, sent=sent, drawn=_draw(dossier))


@steps.once
def _offer(dossier: Dossier, *, by: User, seen: int | None, drawn: Drawn) -> PlanVersion:
    steps.hold(dossier, seen=seen)
    workflow.perform(dossier, "offer", by=by, data={"sha256": contents.sha256(drawn[0])})
    version = freeze(dossier, *drawn, by=by)
    dossier.offered_version = version
    dossier.save(update_fields=["offered_version"])
    for join_in in extension_points.ON_OFFERED:
        join_in(dossier, version, by)
    return version


def adopt(
    dossier: Dossier,
    *,
    by: User,
    seen: int | None = None,
    sent: steps.Sent | None = None,
    adopted_on: dt.date,
    body: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> Adoption:
    """Record that a body adopted the plan. Freezes a new version first when the text changed, or was filed already.

    The body is free text, because governance differs. Out-of-order dates are findings, not errors. Raises a Refused.
    """
    workflow.check(workflow.find("plans.Dossier", "adopt"), dossier, by)
    version = dossier.versions.last()
    is_new = version is None or version.filings.exists() or _changed(dossier, version)
    return _adopt(
        dossier,
        by=by,
        seen=seen,
        sent=sent,
        drawn=_draw(dossier) if is_new else None,
        adopted_on=adopted_on,
        body=body,
        document=document,
        document_name=document_name,
    )


@steps.once
def _adopt(dossier: Dossier, *, by: User, seen: int | None, drawn: Drawn | None, **values: Any) -> Adoption:
    # Before the version is numbered: the second of two waits here, and hears that somebody was faster.
    steps.hold(dossier, seen=seen)
    version = (
        freeze(dossier, *drawn, by=by) if drawn else dossier.versions.get(number=dossier.versions.count())
    )
    workflow.perform(
        dossier,
        "adopt",
        by=by,
        data={
            "version": version.number,
            "adopted_on": values["adopted_on"].isoformat(),
            "body": values["body"],
        },
        fields={"adopted_version": version},
    )
    return Adoption.objects.create(dossier=dossier, version=version, recorded_by=by, **values)


def _changed(dossier: Dossier, version: PlanVersion) -> bool:
    return not contents.same_text(contents.of_working_copy(dossier), version.content)
