"""The multi-year budget as a form: one row per line, one amount per year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import BudgetHeading, Dossier
from plans.services.drafting import BudgetRow
from portal.form_fields import MoneyField, cents_as_typed
from portal.forms import PortalForm

MAX_LINES = 200
PREFIX = "regel"
Years = list[tuple[int, str]]


class QuickInput(forms.TextInput):
    """A text input without a template of its own: a budget has more than a hundred of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = {"value": value} if value not in {None, ""} else {}
        return format_html(
            "<input{}>",
            flatatt({"type": "text", "name": name, **shown, **self.build_attrs(self.attrs, attrs)}),
        )


class QuickSelect(forms.Select):
    """A select whose options were written once for all lines (`options_html`)."""

    options_html = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = format_html('value="{}"', "" if value is None else value)
        options = mark_safe(self.options_html.replace(chosen, f"{chosen} selected", 1))
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options
        )


def options_html(choices: Any) -> str:
    """The options of a select with groups, as HTML."""
    (empty, first), *groups = choices
    parts = [format_html('<option value="{}">{}</option>', empty, first)]
    for label, rows in groups:
        options = format_html_join("", '<option value="{}">{}</option>', rows)
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', label, options))
    return "".join(parts)


class LineForm(PortalForm):
    """One line: a heading, a description and an amount per year. A line without anything in it does not count."""

    heading = forms.ChoiceField(required=False, widget=QuickSelect)
    description = forms.CharField(max_length=150, required=False, widget=QuickInput)

    def __init__(
        self,
        *args: Any,
        years: Years,
        headings: dict[str, BudgetHeading],
        choices: Any,
        options: str,
        **kwargs: Any,
    ) -> None:
        self.years, self.headings = years, headings
        super().__init__(*args, **kwargs)
        index = self.prefix.rpartition("-")[2]
        # The empty line that JavaScript copies has no number yet: it says 0.
        number = _("regel %(number)d") % {"number": int(index) + 1 if index.isdigit() else 0}
        self.fields["heading"].choices = choices
        self.fields["heading"].widget.options_html = options
        self._label("heading", _("Post, %(line)s") % {"line": number})
        self._label("description", _("Omschrijving, %(line)s") % {"line": number})
        for year, label in years:
            field = MoneyField(required=False, widget=QuickInput)
            field.widget.attrs |= {"class": "form-control num"}
            self.fields[f"y{year}"] = field
            self._label(f"y{year}", _("Bedrag %(year)s, %(line)s") % {"year": label, "line": number})

    def _label(self, name: str, text: str) -> None:
        self.fields[name].label = text
        self.fields[name].widget.attrs["aria-label"] = text

    @property
    def cells(self) -> list[forms.BoundField]:
        """The amounts, in the order of the years."""
        return [self[f"y{year}"] for year, _label in self.years]

    @property
    def amounts(self) -> dict[int, int]:
        found = {year: self.cleaned_data.get(f"y{year}") for year, _label in self.years}
        return {year: cents for year, cents in found.items() if cents is not None}

    def clean(self) -> None:
        super().clean()
        typed = self.amounts or self.cleaned_data.get("description")
        if typed and not self.cleaned_data.get("heading") and "heading" not in self.errors:
            self.add_error("heading", ValidationError(_("Kies een post voor deze regel.")))

    def row(self) -> BudgetRow | None:
        """The line for the service; None when it is empty."""
        heading = self.headings.get(self.cleaned_data.get("heading") or "")
        return BudgetRow(heading, self.cleaned_data["description"], self.amounts) if heading else None


class BudgetFormSet(BaseFormSet):
    """All lines. Lines marked for removal are not checked."""

    default_error_messages = {
        "too_many_forms": gettext_lazy("Een begroting kan ten hoogste %(num)d regels hebben."),
        "missing_management_form": gettext_lazy(
            "Het formulier is niet compleet aangekomen. Probeer het opnieuw."
        ),
    }

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            label = _("Regel %(number)d weghalen") % {"number": 0 if index is None else index + 1}
            form.fields["DELETE"].label = label
            form.fields["DELETE"].widget.attrs |= {"class": "form-check-input", "aria-label": label}

    def rows(self) -> list[BudgetRow]:
        """The lines to keep, after `is_valid()`."""
        kept = [form.row() for form in self.forms if not self._should_delete_form(form)]
        return [row for row in kept if row]

    def problems(self) -> list[dict[str, str]]:
        """The rows of the error summary, each with the cell it is about."""
        found = (
            [{"target": "", "text": str(text)} for text in self.non_form_errors()] if self.is_bound else []
        )
        for form in self.forms if self.is_bound else []:
            if self._should_delete_form(form):
                continue
            for name, errors in form.errors.items():
                field = form[name]
                found += [
                    {"target": field.auto_id, "label": str(field.label), "text": text} for text in errors
                ]
        return found


_FormSet = formset_factory(
    LineForm,
    formset=BudgetFormSet,
    extra=0,
    can_delete=True,
    max_num=MAX_LINES,
    validate_max=True,
    absolute_max=MAX_LINES + 50,
)


def budget_formset(
    dossier: Dossier, *, data: Any = None, initial: Iterable[dict[str, Any]] = ()
) -> BudgetFormSet:
    """The form of a dossier's budget, with what was posted or with these lines in it (one query)."""
    headings = BudgetHeading.objects.filter(sector__in=["", dossier.partnership.sector])
    by_id = {str(row.pk): row for row in headings}
    groups = [
        (kind.label, [(pk, row.display_name) for pk, row in by_id.items() if row.kind == kind])
        for kind in BudgetHeading.Kind
    ]
    choices = [("", _("Kies een post")), *groups]
    options = {
        "years": dossier.years(),
        "headings": by_id,
        "choices": choices,
        "options": options_html(choices),
    }
    if data is not None:
        return _FormSet(data=data, prefix=PREFIX, form_kwargs=options)
    return _FormSet(initial=list(initial), prefix=PREFIX, form_kwargs=options)


def lines_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The stored lines as they are typed in the form."""
    return [
        {
            "heading": str(line.heading_id),
            "description": line.description,
            **{f"y{amount.year}": cents_as_typed(amount.cents) for amount in line.amounts.all()},
        }
        for line in dossier.budget_lines.select_related("heading").prefetch_related("amounts")
    ]


def lines_as_typed(data: Any, dossier: Dossier) -> list[dict[str, str]]:
    """What was posted, unchecked, to show the same lines again with one more."""
    names = ["heading", "description", "DELETE", *(f"y{year}" for year, _label in dossier.years())]
    try:
        total = min(int(data.get(f"{PREFIX}-TOTAL_FORMS", 0)), MAX_LINES)
    except ValueError:
        total = 0
    return [
        {name: data.get(f"{PREFIX}-{index}-{name}", "") for name in names} for index in range(max(0, total))
    ]
