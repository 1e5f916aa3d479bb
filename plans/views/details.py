"""Title and period of the plan, and the partners of a national partnership."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from plans import content as contents
from plans import services
from plans.forms import DetailsForm, PartnersForm
from plans.views.base import FormPage
from portal import clock
from portal.workflow import Blocked
from register.models import Partnership, valid_on
from register.selectors import municipalities_on


class Details(FormPage):
    template_name = "plans/details.html"

    def make_form(self, **kwargs: Any) -> DetailsForm:
        form = DetailsForm(plan_start=self.dossier.round.plan_start, **kwargs)
        form.begin_with(self.dossier)
        return form

    def save(self, form: DetailsForm) -> HttpResponse:
        services.save_details(
            self.dossier, by=self.request.user, seen=form.seen, sent=self.sent, **form.typed()
        )
        return self.saved(_("De gegevens zijn opgeslagen."))


class Partners(FormPage):
    """For a regional partnership the list follows from its area and is only shown."""

    template_name = "plans/partners.html"
    reading_template = "plans/partners.html"

    def make_form(self, **kwargs: Any) -> PartnersForm:
        today = clock.today()
        own = self.dossier.partnership
        form = PartnersForm(
            municipalities=municipalities_on(today),
            partnerships=Partnership.objects.filter(valid_on(today))
            .exclude(sector=own.sector)
            .select_related("organisation"),
            **kwargs,
        )
        form.begin_with(self.dossier)
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.dossier.partnership.is_national:
            return super().get(request, *args, **kwargs)
        return self.show(None)

    def save(self, form: PartnersForm) -> HttpResponse:
        services.choose_partners(
            self.dossier,
            by=self.request.user,
            seen=form.seen,
            sent=self.sent,
            **form.typed(),
        )
        return self.saved(_("De overlegpartners zijn opgeslagen."))

    def refuse(self, form: Any, refused: Any) -> HttpResponse:
        if isinstance(refused, Blocked) and not self.dossier.partnership.is_national:
            return self.show(None, status=409, refused=refused)
        return super().refuse(form, refused)

    def context(self) -> dict[str, Any]:
        if self.dossier.partnership.is_national and not self.only_reads:
            return {}  # the form has them
        return {
            "municipalities": contents.municipalities(self.dossier),
            "partnerships": contents.partnerships(self.dossier),
        }
