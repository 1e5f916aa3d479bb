"""Writing an example, sending it in, and following subjects."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from examples.models import Example, ExampleAttachment, Subscription
from guidance.forms import SubjectsField, WithoutPupilData
from guidance.pupil_data import suspects
from portal.form_fields import DocumentField, text_field
from portal.forms import PortalForm, TransitionForm, VersionedForm, dress
from register.selectors import provinces


class ExampleForm(TransitionForm):
    """Everything of an example. Only the title is needed to keep it."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        help_text=gettext_lazy("In één zin waar het over gaat."),
        error_messages={"required": gettext_lazy("Geef het voorbeeld een titel.")},
    )
    partners = text_field(
        label=gettext_lazy("Wie werken er samen?"),
        help_text=gettext_lazy("Organisaties, geen namen van leerlingen of ouders."),
        required=False,
        rows=3,
    )
    place = forms.CharField(
        label=gettext_lazy("Waar?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("De gemeente of de streek."),
    )
    province = forms.ChoiceField(label=gettext_lazy("Provincie"), required=False)
    sectors = forms.ChoiceField(
        label=gettext_lazy("Voor welke scholen?"),
        choices=[("", gettext_lazy("Kies een sector")), *Example.Sectors.choices],
        required=False,
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Hoe groot is het?"),
        choices=[("", gettext_lazy("Kies een omvang")), *Example.Reach.choices],
        required=False,
    )
    subjects = SubjectsField(
        label=gettext_lazy("Waarover gaat het?"),
        help_text=gettext_lazy("Kies wat past: zo wordt het gevonden, ook naast het hoofdstuk van een plan."),
    )
    done = text_field(label=gettext_lazy("Wat is er gedaan?"), required=False, rows=7)
    result = text_field(
        label=gettext_lazy("Wat heeft het opgeleverd?"),
        help_text=gettext_lazy("Ook wat niet werkte."),
        required=False,
        rows=5,
    )
    contact_name = forms.CharField(label=gettext_lazy("Contactpersoon"), max_length=150, required=False)
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mailadres van de contactpersoon"),
        required=False,
        help_text=gettext_lazy("Staat op de site, zodat anderen vragen kunnen stellen."),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("Dit voorbeeld mag met de naam van de contactpersoon op de site"),
        required=False,
        help_text=gettext_lazy("Zonder dit vinkje leest alleen de redactie het."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.stored(self.obj), **self.initial}
        self.fields["province"].choices = [  # type: ignore[attr-defined]
            ("", _("meer provincies, of het hele land")),
            *((name, name) for name in provinces()),
        ]

    def stored(self, row: Any) -> dict[str, Any]:
        return VersionedForm.stored(self, row) if isinstance(row, Example) else {}


class AttachForm(TransitionForm):
    """A document to put with an example."""

    document = DocumentField(label=gettext_lazy("Document"))


class DetachForm(TransitionForm):
    """Which document to take off."""

    attachment = forms.ModelChoiceField(
        label=gettext_lazy("Welke bijlage?"),
        queryset=ExampleAttachment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Kies een bijlage."),
            "invalid_choice": gettext_lazy("Deze bijlage is er niet (meer). Kies een andere."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["attachment"]
        field.queryset = self.obj.attachments.filter(removed_at=None)


class SubmitForm(WithoutPupilData):
    """An answer to what the editors asked; and, where a number may be of a pupil, that somebody looked."""

    found_text = gettext_lazy(
        "In uw bericht staat %(numbers)s: dat kan een burgerservicenummer zijn. Schrijf op wat u bedoelt zonder dat nummer."
    )
    answer = text_field(
        label=gettext_lazy("Bericht aan de redactie"),
        required=False,
        rows=4,
        help_text=gettext_lazy("Bijvoorbeeld uw antwoord op een vraag. Mag leeg blijven."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suspects = suspects(self.obj.readable)
        if self.suspects:
            self.fields["no_pupil_data"] = forms.BooleanField(
                label=_("Ik heb gekeken: dit zijn geen nummers van leerlingen of ouders"),
                help_text=", ".join(self.suspects),
                error_messages={
                    "required": _(
                        "In uw tekst staat %(numbers)s: dat kan een burgerservicenummer zijn. Haal het weg met "
                        "‘Bewerken’, of vink aan dat het dat niet is."
                    )
                    % {"numbers": ", ".join(self.suspects)}
                },
            )
            dress(self.fields["no_pupil_data"])

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        values.pop("no_pupil_data", None)
        return values


class DecideForm(TransitionForm):
    """What the editor says to the sender."""

    reason_label = gettext_lazy("Wat leest de inzender?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = gettext_lazy(
            "Schrijf op wat de inzender moet weten."
        )


EXAMPLE_FORMS: dict[str, type[TransitionForm]] = {
    "change": ExampleForm,
    "attach": AttachForm,
    "detach": DetachForm,
    "submit": SubmitForm,
    "ask_back": DecideForm,
    "decline": DecideForm,
    "take_down": DecideForm,
}


class FollowingForm(PortalForm):
    """Which subjects somebody follows, and how often they hear of it."""

    subjects = SubjectsField(label=gettext_lazy("Onderwerpen"))
    frequency = forms.ChoiceField(
        label=gettext_lazy("Hoe vaak wilt u een overzicht per e-mail?"),
        choices=Subscription.Frequency.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Is er niets nieuws, dan komt er geen e-mail."),
        error_messages={"required": gettext_lazy("Kies hoe vaak u een overzicht wilt.")},
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            values.get("frequency") not in {None, Subscription.Frequency.NEVER}
            and "subjects" not in self.errors
            and not values.get("subjects")
        ):
            self.add_error("subjects", _("Kies ten minste één onderwerp, of kies ‘geen e-mail’."))
        return values
