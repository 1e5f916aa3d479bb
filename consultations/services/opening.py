"""What an offer sets in motion: a consultation per municipality and an overleg per overlapping partnership."""

from django.db.models import F

from consultations.models import Consultation, Overleg, Procedure
from consultations.states import ConsultationState, OverlegState
from plans import content as contents
from plans.models import Dossier, PlanVersion
from portal import audit, clock, outbox
from portal.models import User
from portal.rights import Role, acting_membership


def open_consultations(dossier: Dossier, version: PlanVersion, by: User) -> None:
    """Invite every municipality in scope and every overlapping partnership to talk about a version.

    Runs in the transaction of the offer. A municipality that was invited before keeps its outcome (recorded on the
    version it was about) and gets the new version; one that fell out of scope is marked, never removed.
    """
    procedures = _procedures(dossier)
    known = {row.municipality_id: row for row in Consultation.objects.filter(dossier=dossier)}
    rows = contents.municipalities(dossier)
    for row in rows:
        former = known.pop(row.municipality.pk, None)
        values = {"part": row.part, "version": version, "in_scope": True}
        if former:
            Consultation.objects.filter(pk=former.pk).update(
                **values,
                invited_at=clock.now(),
                row_version=F("row_version") + 1,
                procedure=former.procedure or procedures.get(row.municipality.pk),
            )
            consultation, action = former, "consultations.reinvited"
        else:
            consultation = Consultation.objects.create(
                dossier=dossier,
                municipality=row.municipality,
                state=ConsultationState.INVITED,
                procedure=procedures.get(row.municipality.pk),
                **values,
            )
            action = "consultations.invited"
        _record(action, consultation, dossier, by, version)
    for gone in known.values():
        if gone.in_scope:
            Consultation.objects.filter(pk=gone.pk).update(in_scope=False, row_version=F("row_version") + 1)
            _record("consultations.out_of_scope", gone, dossier, by, version)
    outbox.notify_organisations(
        "consultations/invited",
        {"plan": str(dossier), "version": version.number, "path": "/overleg/"},
        [row.municipality.organisation for row in rows],
        [Role.MUNICIPALITY_OFFICIAL, Role.MUNICIPALITY_SIGNATORY],
        dossier.uuid,
    )
    _open_overleg(dossier, version, by)


def _open_overleg(dossier: Dossier, version: PlanVersion, by: User) -> None:
    known = {row.counterpart_id: row for row in Overleg.objects.filter(dossier=dossier)}
    partnerships = contents.partnerships(dossier)
    for partnership in partnerships:
        former = known.pop(partnership.pk, None)
        if former:
            Overleg.objects.filter(pk=former.pk).update(version=version, in_scope=True)
            continue
        overleg = Overleg.objects.create(
            dossier=dossier, counterpart=partnership, version=version, state=OverlegState.INVITED
        )
        _record("consultations.overleg_invited", overleg, dossier, by, version)
    Overleg.objects.filter(pk__in=[row.pk for row in known.values()]).update(in_scope=False)
    outbox.notify_organisations(
        "consultations/overleg_invited",
        {"plan": str(dossier), "version": version.number, "path": "/overleg/"},
        [row.organisation for row in partnerships],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY],
        dossier.uuid,
    )


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
    audit.record(
        action,
        obj,
        by=by,
        membership=acting_membership(by, "plans.offer_concept", dossier),
        to_state=obj.state,
        data={"version": version.number},
    )
