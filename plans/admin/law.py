"""The law as data, kept by functional administrators: rounds with milestones, law versions with elements, headings.

What plans were begun under does not change any more; what only describes does.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import services
from plans.models import BudgetHeading, Dossier, Element, FilingRound, LawVersion, Milestone
from portal import clock
from portal.admin.base import PortalInline, ReferenceAdmin
from portal.admin.forms import KeyedForm, ReferenceForm
from portal.form_fields import DateField

FIRST_YEAR, LAST_YEAR = 2014, 2100  # the years a plan period may start in; outside them it is a typing error


class LastDayField(DateField):
    """A deadline, typed as the last day that is in time; gives the midnight after it, Dutch time."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            value = clock.day_of(value - dt.timedelta(microseconds=1))
        return super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day == dt.date.max:  # there is no day after it
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), clock.AMSTERDAM)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.to_python(self.prepare_value(initial)), data))


class RoundForm(ReferenceForm):
    """A round: when its plans start, and the last day to file them in time."""

    deadline = LastDayField(
        label=gettext_lazy("Laatste dag om op tijd in te dienen"),
        help_text=gettext_lazy(
            "Dag-maand-jaar, bijvoorbeeld 30-4-2018. Op tijd is tot en met 23.59 uur op die dag."
        ),
        error_messages={"required": gettext_lazy("Vul de laatste dag in om op tijd in te dienen.")},
    )

    def clean_plan_start(self) -> dt.date:
        day: dt.date = self.cleaned_data["plan_start"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Kies een jaar van %(first)d tot en met %(last)d.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        if (day.month, day.day) != (8, 1):
            raise ValidationError(
                _("Een planperiode begint op 1 augustus. Kies 1-8-%(year)d.") % {"year": day.year}
            )
        return day

    def clean_deadline(self) -> dt.datetime:
        """Unchanged, it stays to the minute what it was."""
        if self.instance.pk and "deadline" not in self.changed_data:
            return self.instance.deadline
        deadline: dt.datetime = self.cleaned_data["deadline"]
        return deadline


class MilestoneForm(KeyedForm):
    class Meta:
        model = Milestone
        fields = ("date", "title", "title_en", "article", "partnerships_only", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].help_text = gettext_lazy(
            "Leeg laten mag: dan wordt hij van de titel gemaakt. De controle van het plan kijkt naar ‘opr_asked’: "
            "de dag waarop het voorstel bij de OPR moet liggen."
        )


class MilestoneInline(PortalInline):
    model = Milestone
    form = MilestoneForm
    extra = 1


@admin.register(FilingRound)
class FilingRoundAdmin(ReferenceAdmin):
    """Rounds. Any start year, four-yearly or off-cycle; a round for all gives every partnership its dossier."""

    form = RoundForm
    list_display = ("name", "plan_start", "deadline_words", "for_all", "is_first_plan", "law_version")
    list_select_related = ("law_version",)
    ordering = ("-plan_start", "name")
    fields = (
        "name",
        "law_version",
        "plan_start",
        "deadline",
        "deadline_article",
        "is_first_plan",
        "for_all",
        "allows_withdrawal",
    )
    inlines = (MilestoneInline,)
    watched = ("milestones",)
    change_form_template = "admin/plans/filinground/change_form.html"

    @admin.display(description=gettext_lazy("indienen"), ordering="deadline")
    def deadline_words(self, obj: FilingRound) -> str:
        return obj.deadline_text

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What plans that were begun depend on is fixed."""
        return ("law_version", "plan_start", "is_first_plan") if obj and has_begun(obj) else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.open_round(form.instance)
        services.realign(form.instance)


def has_begun(filing_round: FilingRound) -> bool:
    """Whether somebody began a plan in a round."""
    return filing_round.dossiers.begun().exists()


class ElementForm(KeyedForm):
    class Meta:
        model = Element
        fields = (
            "sector",
            "letter",
            "position",
            "title",
            "title_en",
            "article",
            "explanation",
            "explanation_en",
            "first_plan_only",
            "needs_budget",
            "key",
        )


class ElementInline(PortalInline):
    """The elements of a law version; what frozen plans are checked by is fixed once plans were begun under it."""

    model = Element
    form = ElementForm
    extra = 1

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("sector", "key", "first_plan_only", "needs_budget") if obj and in_use(obj) else ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and in_use(obj))


@admin.register(LawVersion)
class LawVersionAdmin(ReferenceAdmin):
    """Versions of the law, each with the elements a plan must have."""

    list_display = ("name", "key", "valid_from")
    ordering = ("-valid_from",)
    fields = ("name", "key", "valid_from")
    inlines = (ElementInline,)
    watched = ("elements",)
    change_form_template = "admin/plans/lawversion/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["in_use"] = bool(obj and in_use(obj))
        return super().render_change_form(request, context, *args, **kwargs)


def in_use(law_version: LawVersion) -> bool:
    """Whether somebody began a plan under a law version."""
    return Dossier.objects.begun().filter(round__law_version=law_version).exists()


class HeadingForm(ReferenceForm):
    """A heading of the budget; plans keep the name it had when they were frozen."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=BudgetHeading.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies baten of lasten.")},
    )


@admin.register(BudgetHeading)
class BudgetHeadingAdmin(ReferenceAdmin):
    """The headings of the multi-year budget. Which kind an existing one is does not change."""

    form = HeadingForm
    list_display = ("name", "kind", "sector", "position")
    list_filter = ("kind", "sector")
    search_fields = ("name", "name_en", "key")
    search_help_text = gettext_lazy("Zoek op naam of sleutel")
    ordering = ("-kind", "position")
    fields = ("name", "name_en", "kind", "sector", "position", "key")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", "key") if obj else ()
