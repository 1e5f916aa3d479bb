"""The overleg with a partnership of the other sector."""

from typing import Any

from django.shortcuts import get_object_or_404

from consultations import services
from consultations.models import Overleg
from consultations.step_forms import OverlegForm
from consultations.views.base import ObjectPage, Step
from portal import audit
from portal.workflow import Transition


class OverlegPage(ObjectPage):
    """For both partnerships."""

    template_name = "consultations/overleg.html"

    def rows(self) -> Any:
        return Overleg.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        row: Overleg = self.obj
        records = row.records.select_related("version", "recorded_by").defer("version__content")
        return {
            "overleg": row,
            "dossier": row.dossier,
            "is_own": self.request.user.has_perm("plans.view_draft", row.dossier),
            "offered": row.offered.defer("content").select_related("pdf").order_by("-number"),
            "records": list(records)[::-1],
            "entries": audit.history(row),
        }


class OverlegStep(Step):
    """Recording that the overleg took place, by either side."""

    subject = "consultations.Overleg"
    forms = {"hold": OverlegForm}
    template_name = "consultations/overleg_step.html"

    def get_object(self) -> Overleg:
        rows = Overleg.objects.visible_to(self.request.user).with_names()
        found: Overleg = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def run(self, obj: Overleg, transition: Transition, **values: Any) -> Any:
        return services.record_overleg(obj, **values)

    def context(self, obj: Overleg, transition: Transition) -> dict[str, Any]:
        return {"dossier": obj.dossier, "last": obj.records.last()}
