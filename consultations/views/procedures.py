"""The procedures a partnership fixed with its municipalities: the list, a new one, a change."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consultations import services
from consultations.forms import ProcedureForm
from consultations.models import Consultation, Procedure
from consultations.services import ProcedureChanged
from plans import content as contents
from plans.views.base import FormPage
from portal.workflow import NotAllowed, Refused
from register.models import Municipality

FIELDS = (
    "basis",
    "model_version",
    "differences",
    "fixed_on",
    "chair",
    "secretariat",
    "invitation_days",
    "response_days",
    "dispute_days",
    "defence_days",
    "advice_days",
    "committee",
    "remarks",
    "row_version",
)


class NewProcedure(FormPage):
    """The list, and the form for a new procedure; those without one are ticked already."""

    template_name = "consultations/procedure.html"
    procedure: Procedure | None = None

    def municipalities(self) -> Any:
        """Those in the area today, those that were invited and those the procedure names."""
        scope = [row.municipality.pk for row in contents.municipalities(self.dossier)]
        return Municipality.objects.filter(
            Q(pk__in=scope)
            | Q(pk__in=Consultation.objects.filter(dossier=self.dossier).values("municipality"))
            | Q(pk__in=self.procedure.municipalities.values("pk") if self.procedure else [])
        )

    def initial(self) -> dict[str, Any]:
        have_one = Procedure.municipalities.through.objects.filter(
            procedure__partnership=self.dossier.partnership
        )
        free = self.municipalities().exclude(pk__in=have_one.values("municipality"))
        return {"municipalities": list(free)}

    def make_form(self, **kwargs: Any) -> ProcedureForm:
        if "data" not in kwargs:
            kwargs["initial"] = self.initial()
        return ProcedureForm(municipalities=self.municipalities(), **kwargs)

    def save(self, form: ProcedureForm) -> HttpResponse:
        values = form.service_arguments()
        seen = values.pop("row_version")
        services.fix_procedure(
            self.dossier, by=self.request.user, procedure=self.procedure, seen=seen, **values
        )
        return self.saved(_("De procedure is vastgelegd."), "consultations:procedure", self.dossier.uuid)

    def refuse(self, form: ProcedureForm, refused: Refused) -> HttpResponse:
        """The same page with what was typed; the next try starts from what is there now."""
        for message in refused.messages:
            form.add_error(None, message)
        theirs = refused.current if isinstance(refused, ProcedureChanged) else None
        if theirs:
            form.data = form.data.copy()
            form.data["row_version"] = str(theirs.row_version)
        return self.show(form, status=403 if isinstance(refused, NotAllowed) else 409, theirs=theirs)

    def context(self) -> dict[str, Any]:
        rows = Procedure.objects.filter(partnership=self.dossier.partnership)
        return {
            "procedure": self.procedure,
            "procedures": rows.select_related(
                "committee", "document", "recorded_by", "model_version__document"
            ).prefetch_related("municipalities"),
        }


class ChangeProcedure(NewProcedure):
    """Change a procedure of this partnership."""

    template_name = "consultations/change_procedure.html"

    def make_form(self, **kwargs: Any) -> ProcedureForm:
        self.procedure = get_object_or_404(
            Procedure.objects.select_related("document"),
            uuid=self.kwargs["procedure"],
            partnership=self.dossier.partnership,
        )
        return super().make_form(**kwargs)

    def initial(self) -> dict[str, Any]:
        row: Any = self.procedure
        values = {name: getattr(row, name) for name in FIELDS}
        return {**values, "municipalities": list(row.municipalities.all())}
