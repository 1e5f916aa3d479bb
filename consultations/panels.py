"""What this app adds to the pages of the plan: how its consultations stand."""

from typing import Any

from django.db.models import Prefetch

from consultations.charts import legend, progress_chart, tally
from consultations.models import (
    ConsentDecision,
    ConsentRequest,
    Consultation,
    Outcome,
    Overleg,
    OverlegRecord,
    Procedure,
)
from consultations.selectors import consents_of, consultations_of, overleggen_of
from consultations.states import OPEN
from plans.findings import Case
from portal.models import User


def standing(case: Case) -> dict[str, Any]:
    """How the consultations of a dossier stand: counts, what is open, the overleg and the OPR."""
    consultations, consents = case.once(consultations_of), case.once(consents_of)
    rows = tally(row.state for row in consultations)
    return {
        "dossier": case.dossier,
        "consultations": consultations,
        "chart": progress_chart(rows),
        "legend": legend(rows),
        "open": [row for row in consultations if row.state in OPEN],
        "overleggen": case.once(overleggen_of),
        "consents": consents,
        "consent": consents[-1] if consents else None,
    }


def dossier_panel(case: Case, user: User) -> tuple[str, dict[str, Any]] | None:
    """The summary on the dossier page."""
    if case.dossier.offered_version_id is None:
        return None
    return "consultations/_dossier_panel.html", standing(case)


def review_panel(case: Case, user: User) -> tuple[str, dict[str, Any]] | None:
    """Everything about the consultations, read-only, for the reviewer; documents only once there is a filing."""
    dossier = case.dossier
    values = standing(case)
    values["consultations"] = list(
        Consultation.objects.filter(dossier=dossier)
        .select_related(
            "municipality", "procedure__committee", "procedure__model_version__document", "version"
        )
        .defer("version__content")
        .prefetch_related(
            Prefetch(
                "outcomes", Outcome.objects.select_related("version", "document").defer("version__content")
            ),
            "meetings__minutes",
        )
    )
    procedures: dict[Procedure, list[str]] = {}
    for row in values["consultations"]:
        if row.procedure:
            procedures.setdefault(row.procedure, []).append(row.municipality.name)
    values["procedures"] = [(row, ", ".join(names)) for row, names in procedures.items()]
    values["overleggen"] = list(
        Overleg.objects.filter(dossier=dossier)
        .select_related("counterpart__organisation")
        .prefetch_related(
            Prefetch("records", OverlegRecord.objects.select_related("version").defer("version__content"))
        )
    )
    values["consents"] = list(
        ConsentRequest.objects.filter(dossier=dossier)
        .select_related("version", "opr")
        .defer("version__content")
        .prefetch_related(Prefetch("decisions", ConsentDecision.objects.select_related("document")))
    )
    values["no_files"] = case.version is None
    return "consultations/_review_panel.html", values
