"""Signing up for a briefing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from briefings.services import organisations_for
from guidance.forms import WithoutVersion
from portal.forms import dress
from portal.models import Organisation


class SignUpForm(WithoutVersion):
    """For which organisation somebody comes, when there is a choice, and a word to the organiser."""

    remark = forms.CharField(
        label=gettext_lazy("Opmerking voor de organisator"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld over toegankelijkheid of eten. Mag leeg blijven."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations_for(self.user, self.obj)
        if len(rows) > 1:
            self.fields["organisation"] = forms.ModelChoiceField(
                label=gettext_lazy("Voor welke organisatie komt u?"),
                queryset=Organisation.objects.filter(pk__in=[row.pk for row in rows]),
                empty_label=None,
                error_messages={"required": gettext_lazy("Kies een organisatie.")},
            )
            dress(self.fields["organisation"])
            self.order_fields(["organisation", "remark"])
