"""The forms of the steps: an outcome, an overleg, asking consent and deciding on it, also on behalf of another."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.fields import filled_in
from consultations.form_fields import PastDateField
from consultations.models import ConsentDecision, Outcome, OverlegRecord
from consultations.services.outcomes import NEEDS_REMARKS
from consultations.states import ConsentState
from portal import clock
from portal.forms import TransitionForm, VersionedForm


class DecisionForm(TransitionForm):
    """A decision about a row; after a conflict it shows the one that somebody else put on record meanwhile."""

    def stored(self, row: Any) -> dict[str, Any]:
        now = row.current_decision
        return VersionedForm.stored(self, now) if now else {}


@filled_in(Outcome, without=("evidence",))
class OutcomeForm(DecisionForm):
    """The outcome of the OOGO, as the municipality itself records it."""

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


class EvidenceMixin(TransitionForm):
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


@filled_in(Outcome)
class OnBehalfOutcomeForm(EvidenceMixin, OutcomeForm):
    """The outcome, recorded by the partnership because the municipality does not use the portal."""


@filled_in(OverlegRecord)
class OverlegForm(DecisionForm):
    """What two partnerships discussed."""


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


@filled_in(ConsentDecision, without=("evidence",))
class ConsentForm(DecisionForm):
    """What the OPR decided."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.transition.target == ConsentState.CONSENTED_WITH_CONDITIONS:
            field = self.fields["remarks"]
            field.label, field.required = _("Voorwaarden"), True
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["required"] = _("Noem de voorwaarden.")


@filled_in(ConsentDecision)
class OnBehalfConsentForm(EvidenceMixin, ConsentForm):
    """The decision, recorded by the partnership because the OPR does not use the portal."""
