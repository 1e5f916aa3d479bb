"""The forms of the steps: an outcome, an overleg, asking consent and deciding on it, also on behalf of another."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms import PEOPLE_HELP, PastDateField
from consultations.services.outcomes import NEEDS_REMARKS
from consultations.states import ConsentState
from portal import clock
from portal.forms import MAX_TEXT, DocumentField, PortalForm, TransitionForm, text_field


class OutcomeForm(TransitionForm):
    """The outcome of the OOGO, as the municipality itself records it."""

    decided_on = PastDateField(label=gettext_lazy("Datum van de uitkomst"))
    signatory = forms.CharField(
        label=gettext_lazy("Namens het college getekend door"),
        help_text=gettext_lazy("Naam en functie, bijvoorbeeld: de wethouder onderwijs"),
        max_length=200,
        required=False,
    )
    remarks = text_field(label=gettext_lazy("Opmerkingen"), required=False)
    document = DocumentField(label=gettext_lazy("Besluit, brief of verslag"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["remarks"]
        if self.transition.target in NEEDS_REMARKS:
            field.required = True
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["required"] = _("Leg uit waarover u het niet eens bent of wat u opmerkt.")
        offered = clock.day_of(self.obj.version.frozen_at)
        self.fields["decided_on"].help_text = _(
            "Dag-maand-jaar, bijvoorbeeld 14-4-2014. Het concept is van %(day)s; een eerdere datum kan, "
            "maar komt als aandachtspunt in de controle."
        ) % {"day": date_format(offered, "j F Y")}


class EvidenceMixin(PortalForm):
    """Recording for somebody else asks for evidence: in words, or as a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].widget.attrs.pop("aria-required", None)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        said = values.get("evidence", "").strip() or values.get("document")
        if not said and "document" not in self.errors:
            self.add_error(
                "evidence",
                _("Vul in waaruit dit blijkt, of voeg een document toe. U legt dit namens een ander vast."),
            )
        return values


class EvidenceField(forms.CharField):
    """Evidence in words. It is asked for, but a document will do instead: `EvidenceMixin` looks at both."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Bewijs"),
            help_text=gettext_lazy(
                "Waaruit dit blijkt, bijvoorbeeld: e-mail van de wethouder van 3 maart. "
                "Mag leeg blijven als u een document toevoegt."
            ),
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        """Empty is not wrong by itself."""


class OnBehalfOutcomeForm(EvidenceMixin, OutcomeForm):
    """The outcome, recorded by the partnership because the municipality does not use the portal."""

    evidence = EvidenceField()
    field_order = ["row_version", "decided_on", "signatory", "remarks", "evidence", "document"]


class OverlegForm(TransitionForm):
    """What two partnerships discussed."""

    held_on = PastDateField(label=gettext_lazy("Datum van het overleg"))
    present = text_field(
        label=gettext_lazy("Aanwezigen"),
        help_text=PEOPLE_HELP,
        rows=4,
        error_messages={"required": gettext_lazy("Vul in wie erbij waren, met naam en functie.")},
    )
    summary = text_field(
        label=gettext_lazy("Wat is besproken"),
        error_messages={"required": gettext_lazy("Vul in wat er is besproken.")},
    )
    document = DocumentField(label=gettext_lazy("Verslag"), required=False)


class AskConsentForm(TransitionForm):
    """Since when the OPR has the version."""

    asked_on = PastDateField(
        label=gettext_lazy("Voorgelegd op"),
        help_text=gettext_lazy(
            "Dag-maand-jaar, bijvoorbeeld 31-1-2014. Een dag in het verleden kan, als u het plan eerder per brief of mail voorlegde."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("asked_on", clock.today())
        super().__init__(*args, **kwargs)

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        values.pop("seen")  # asking makes a new row: there is nothing that could be stale
        return values


class ConsentForm(TransitionForm):
    """What the OPR decided."""

    decided_on = PastDateField(label=gettext_lazy("Datum van het besluit"))
    remarks = text_field(label=gettext_lazy("Toelichting"), required=False)
    document = DocumentField(label=gettext_lazy("Besluit of brief"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.transition.target == ConsentState.CONSENTED_WITH_CONDITIONS:
            field = self.fields["remarks"]
            field.label, field.required = _("Voorwaarden"), True
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["required"] = _("Noem de voorwaarden.")


class OnBehalfConsentForm(EvidenceMixin, ConsentForm):
    """The decision, recorded by the partnership because the OPR does not use the portal."""

    evidence = EvidenceField()
    field_order = ["row_version", "decided_on", "remarks", "evidence", "document"]
