"""The forms of the reviewer's decisions."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import findings
from plans.models import Element
from portal import clock
from portal.form_fields import DateField, text_field
from portal.forms import TransitionForm, dress


class RepairForm(TransitionForm):
    """Asking for repair: a term, a reason, and per element of the law what is missing (empty: nothing).

    What the check finds about an element is shown as a hint, so that the reviewer need not look it up.
    """

    due = DateField(
        label=gettext_lazy("Herstel uiterlijk op"),
        error_messages={"required": gettext_lazy("Vul in wanneer het herstel uiterlijk binnen moet zijn.")},
    )
    reason_label = gettext_lazy("Wat er in het algemeen aan het plan ontbreekt, en waarom")
    field_order = ("row_version", "due", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Schrijf op waarom u een herstelopdracht geeft.")
        dossier = self.obj.dossier
        self.elements: dict[str, Element] = {}
        hints = self.hints()
        for element in dossier.elements():
            name = f"element_{element.pk}"
            label = f"{element.letter}. {element.display_title}" if element.letter else element.display_title
            hint = " ".join([element.article, *(f"· {text}" for text in hints.get(element.key, ()))])
            self.fields[name] = text_field(label=label, help_text=hint, required=False, rows=3)
            dress(self.fields[name])
            self.elements[name] = element

    def hints(self) -> dict[str, list[str]]:
        """What the check says of the filed version, per element."""
        found: dict[str, list[str]] = {}
        for row in findings.check(findings.Case(self.obj.dossier, self.obj.version)):
            found.setdefault(row.element, []).append(row.message)
        return found

    def clean_due(self) -> dt.date:
        day: dt.date = self.cleaned_data["due"]
        if day < clock.today():
            raise ValidationError(_("Deze datum is voorbij. Kies een dag die nog komt, of vandaag."))
        return day

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        rows = [(element, values.pop(name)) for name, element in self.elements.items()]
        return {**values, "element_findings": [(element, text) for element, text in rows if text.strip()]}
