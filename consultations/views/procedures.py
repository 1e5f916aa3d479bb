"""The procedures a partnership fixed with its municipalities: the list, a new one, a change."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consultations import services
from consultations.forms import ProcedureForm
from consultations.models import Consultation, Procedure
from plans import content as contents
from plans.views.base import FormPage
from register.models import Municipality


class NewProcedure(FormPage):
    """The list, and the form for a new procedure; those without one are ticked already."""

    template_name = "consultations/procedure.html"
    reading_template = "consultations/procedure.html"
    permission = "consultations.fix_procedure"
    procedure: Procedure | None = None

    def municipalities(self) -> Any:
        """Those in the area today, those that were invited and those the procedure names."""
        scope = [row.municipality.pk for row in contents.municipalities(self.dossier)]
        return Municipality.objects.filter(
            Q(pk__in=scope)
            | Q(pk__in=Consultation.objects.filter(dossier=self.dossier).values("municipality"))
            | Q(pk__in=self.procedure.municipalities.values("pk") if self.procedure else [])
        )

    def begin(self, form: ProcedureForm) -> None:
        """What a form that is shown for the first time says."""
        have_one = Procedure.municipalities.through.objects.filter(
            procedure__partnership=self.dossier.partnership
        )
        free = self.municipalities().exclude(pk__in=have_one.values("municipality"))
        form.initial = {"municipalities": list(free)}

    def make_form(self, **kwargs: Any) -> ProcedureForm:
        form = ProcedureForm(municipalities=self.municipalities(), **kwargs)
        self.begin(form)
        return form

    def save(self, form: ProcedureForm) -> HttpResponse:
        services.fix_procedure(
            self.dossier,
            by=self.request.user,
            procedure=self.procedure,
            seen=form.seen,
            sent=self.sent,
            **form.service_arguments(),
        )
        return self.saved(_("De procedure is vastgelegd."), "consultations:procedure", self.dossier.uuid)

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
    reading_template = ""

    def make_form(self, **kwargs: Any) -> ProcedureForm:
        self.procedure = get_object_or_404(
            Procedure.objects.select_related("document"),
            uuid=self.kwargs["procedure"],
            partnership=self.dossier.partnership,
        )
        return super().make_form(**kwargs)

    def begin(self, form: ProcedureForm) -> None:
        form.begin_with(self.procedure)
