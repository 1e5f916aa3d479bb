"""What an offer sets in motion: a consultation per municipality and an overleg per overlapping partnership."""

from django.db.models import F
from django.utils import translation

from consultations.models import Consultation, Overleg, Procedure
from consultations.states import ConsultationState, OverlegState
from plans import content as contents
from plans.models import Dossier, PlanVersion
from portal import audit, clock, outbox
from portal.models import User
from portal.rights import acting_membership


def open_consultations(dossier: Dossier, version: PlanVersion, by: User) -> None:
    """Invite every municipality in scope and every overlapping partnership to talk about a version.

    Runs in the transaction of the offer. A municipality that was invited before keeps its outcome (recorded on the
    version it was about) and gets the new version; one that fell out of scope is marked, never removed.
    """
    procedures = _procedures(dossier)
    known = {
        row.municipality_id: row
        for row in Consultation.objects.filter(dossier=dossier).select_related("municipality", "procedure")
    }
    with translation.override("nl"):  # what is kept, is kept in Dutch
        scope = contents.municipalities(dossier)
    for row in scope:
        former = known.pop(row.municipality.pk, None)
        values = {"part": row.part, "version": version, "in_scope": True}
        if former:
            Consultation.objects.filter(pk=former.pk).update(
                **values,
                invited_at=clock.now(),
                row_version=F("row_version") + 1,
                procedure=former.procedure or procedures.get(row.municipality.pk),
            )
            consultation = Consultation.objects.with_names().get(pk=former.pk)
        else:
            consultation = Consultation.objects.create(
                dossier=dossier,
                municipality=row.municipality,
                state=ConsultationState.INVITED,
                procedure=procedures.get(row.municipality.pk),
                **values,
            )
        consultation.offered.add(version)
        action = "consultations.reinvited" if former else "consultations.invited"
        _record(action, consultation, dossier, by, version)
        _invite(consultation, by, again=former is not None)
    for gone in known.values():
        if gone.in_scope:
            Consultation.objects.filter(pk=gone.pk).update(in_scope=False, row_version=F("row_version") + 1)
            _record("consultations.out_of_scope", gone, dossier, by, version)
    _open_overleg(dossier, version, by)


def _invite(consultation: Consultation, by: User, again: bool) -> None:
    dossier = consultation.dossier
    respond_by = consultation.respond_by
    outbox.notify_holders(
        "consultations/invited",
        {
            "plan": str(dossier),
            "partnership": dossier.partnership.display_name,
            "municipality": consultation.municipality.name,
            "part": consultation.part,
            "version": consultation.version.number,
            "again": again,
            "outcome": consultation.outcome.kind if consultation.outcome else "",
            "respond_by": respond_by.isoformat() if respond_by else None,
            "by": str(by),
            "path": consultation.get_absolute_url(),
        },
        "consultations.record_outcome",
        consultation,
        party="municipality",
        dossier=dossier.uuid,
    )


def _open_overleg(dossier: Dossier, version: PlanVersion, by: User) -> None:
    known = {
        row.counterpart_id: row
        for row in Overleg.objects.filter(dossier=dossier).select_related("counterpart__organisation")
    }
    for partnership in contents.partnerships(dossier):
        former = known.pop(partnership.pk, None)
        if former:
            Overleg.objects.filter(pk=former.pk).update(
                version=version, in_scope=True, row_version=F("row_version") + 1
            )
            overleg, action = former, "consultations.overleg_reinvited"
        else:
            overleg = Overleg.objects.create(
                dossier=dossier, counterpart=partnership, version=version, state=OverlegState.INVITED
            )
            action = "consultations.overleg_invited"
        overleg.offered.add(version)
        _record(action, overleg, dossier, by, version)
        outbox.notify_holders(
            "consultations/overleg_invited",
            {
                "plan": str(dossier),
                "partnership": dossier.partnership.display_name,
                "counterpart": partnership.display_name,
                "version": version.number,
                "again": former is not None,
                "held": overleg.state == OverlegState.HELD,
                "by": str(by),
                "path": overleg.get_absolute_url(),
            },
            "consultations.record_overleg",
            overleg,
            party="counterpart",
            dossier=dossier.uuid,
        )
    for gone in known.values():
        if gone.in_scope:
            Overleg.objects.filter(pk=gone.pk).update(in_scope=False, row_version=F("row_version") + 1)
            _record("consultations.overleg_out_of_scope", gone, dossier, by, version)


def _procedures(dossier: Dossier) -> dict[int, Procedure]:
    """The latest procedure per municipality."""
    found: dict[int, Procedure] = {}
    for procedure in (
        Procedure.objects.filter(partnership=dossier.partnership)
        .order_by("fixed_on", "pk")
        .prefetch_related("municipalities")
    ):
        for municipality in procedure.municipalities.all():
            found[municipality.pk] = procedure
    return found


def _record(
    action: str, obj: Consultation | Overleg, dossier: Dossier, by: User, version: PlanVersion
) -> None:
    obj.dossier = dossier
    audit.record(
        action,
        obj,
        by=by,
        membership=acting_membership(by, "plans.offer_concept", dossier),
        to_state=obj.state,
        data={"version": version.number},
    )
