"""The forms of a dispute. They check shape and give clear messages; what may happen is in the table and the guards."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.form_fields import DateField, DocumentField, text_field
from portal.forms import TransitionForm

NUMBER = {"max_length": 60, "required": False, "help_text": gettext_lazy("Laat leeg als er geen nummer is.")}


class LodgeForm(TransitionForm):
    """What the dispute is about, and a document."""

    grounds = text_field(
        label=gettext_lazy("Waarover gaat het geschil?"),
        help_text=gettext_lazy(
            "Schrijf op waarover u het niet eens bent en wat u van de commissie vraagt. De andere partij leest dit ook."
        ),
        error_messages={"required": gettext_lazy("Schrijf op waarover het geschil gaat.")},
        rows=8,
    )
    document = DocumentField(label=gettext_lazy("Document"), required=False)


class StepForm(TransitionForm):
    """A step with its words; subclasses add a date, a document or a number. The words come first, then the document."""

    reason_hint: ClassVar[Any] = ""
    reason_missing: ClassVar[Any] = gettext_lazy("Vul de tekst in: die komt in het dossier te staan.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"].help_text = self.reason_hint
            self.fields["reason"].error_messages["required"] = self.reason_missing
        if "case_number" in self.fields:
            self.fields["case_number"].initial = self.obj.case_number
        self.order_fields(["case_number", "happened_on", "advice_number", "reason", "document"])


class PastDateMixin(forms.Form):
    """The day something happened: today or earlier."""

    happened_on = DateField(label=gettext_lazy("Datum"))

    def clean_happened_on(self) -> dt.date:
        date: dt.date = self.cleaned_data["happened_on"]
        if date > clock.today():
            raise ValidationError(_("Deze datum ligt in de toekomst. Leg de stap vast als die gezet is."))
        return date


class DocumentMixin(forms.Form):
    document = DocumentField(label=gettext_lazy("Document"), required=False)


class CaseNumberMixin(forms.Form):
    case_number = forms.CharField(label=gettext_lazy("Zaaknummer"), **NUMBER)


class AdmissibleForm(CaseNumberMixin, StepForm):
    """The number under which the committee takes the dispute up."""


class InadmissibleForm(CaseNumberMixin, DocumentMixin, StepForm):
    reason_label = gettext_lazy("Waarom is het geschil niet-ontvankelijk?")
    reason_missing = gettext_lazy("Schrijf op waarom het geschil niet-ontvankelijk is.")


class RespondForm(DocumentMixin, StepForm):
    reason_label = gettext_lazy("Uw verweer")
    reason_missing = gettext_lazy("Schrijf uw verweer op, of vat het samen en stuur het mee als document.")
    reason_hint = gettext_lazy("Of een korte samenvatting, als u het verweer meestuurt als document.")


class RecordResponseForm(PastDateMixin, DocumentMixin, StepForm):
    happened_on = DateField(label=gettext_lazy("Ontvangen op"))
    reason_label = gettext_lazy("Het verweer, of een samenvatting ervan")
    reason_missing = gettext_lazy("Schrijf op wat het verweer inhoudt.")


class PlanHearingForm(DocumentMixin, StepForm):
    happened_on = DateField(label=gettext_lazy("Datum van de zitting"))
    reason_label = gettext_lazy("Tijd en plaats")
    reason_missing = gettext_lazy("Schrijf op hoe laat en waar de zitting is.")

    def clean_happened_on(self) -> dt.date:
        date: dt.date = self.cleaned_data["happened_on"]
        if date < clock.today():
            raise ValidationError(
                _("Deze datum is voorbij. Is de zitting al gehouden? Kies dan ‘Gehouden zitting vastleggen’.")
            )
        return date


class HoldHearingForm(PastDateMixin, DocumentMixin, StepForm):
    happened_on = DateField(label=gettext_lazy("Datum van de zitting"))
    reason_label = gettext_lazy("Verslag")
    reason_hint = gettext_lazy("Wie er waren en wat er is besproken.")
    reason_missing = gettext_lazy("Schrijf op wie er waren en wat er is besproken.")


class AdviseForm(PastDateMixin, CaseNumberMixin, DocumentMixin, StepForm):
    happened_on = DateField(label=gettext_lazy("Datum van het advies"))
    advice_number = forms.CharField(label=gettext_lazy("Nummer van het advies"), **NUMBER)
    reason_label = gettext_lazy("Samenvatting van het advies")
    reason_missing = gettext_lazy("Vat het advies samen.")


class FollowUpForm(DocumentMixin, StepForm):
    reason_label = gettext_lazy("Wat doet u met het advies?")
    reason_hint = gettext_lazy(
        "Alleen voor uw eigen organisatie. De andere partij en de commissie lezen dit ook."
    )
    reason_missing = gettext_lazy("Schrijf op wat u met het advies doet.")


class SettleForm(PastDateMixin, DocumentMixin, StepForm):
    happened_on = DateField(label=gettext_lazy("Datum van de schikking"))
    reason_label = gettext_lazy("Wat hebben de partijen afgesproken?")
    reason_missing = gettext_lazy("Schrijf op wat de partijen hebben afgesproken.")


class WithdrawForm(DocumentMixin, StepForm):
    reason_label = gettext_lazy("Waarom trekt u het geschil in?")
    reason_missing = gettext_lazy("Schrijf op waarom u het geschil intrekt.")


STEP_FORMS: dict[str, type[TransitionForm]] = {
    "declare_admissible": AdmissibleForm,
    "declare_inadmissible": InadmissibleForm,
    "respond": RespondForm,
    "record_response": RecordResponseForm,
    "plan_hearing": PlanHearingForm,
    "hold_hearing": HoldHearingForm,
    "advise": AdviseForm,
    "follow_up": FollowUpForm,
    "settle": SettleForm,
    "withdraw": WithdrawForm,
}
