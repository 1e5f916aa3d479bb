"""What the forms of the apps above share. They check shape; what may happen is in the tables and the guards."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy

from guidance.models import Subject
from guidance.pupil_data import suspects
from portal.form_fields import RowsField
from portal.forms import TransitionForm


class SubjectsByKind(ModelChoiceIterator):
    """The subjects under the name of their kind, each kind by the alphabet of the page's language. One query."""

    def __iter__(self) -> Iterator[Any]:
        rows = sorted(self.queryset, key=lambda row: (row.kind != Subject.Kind.OOGO, str(row).casefold()))
        for kind, of_kind in groupby(rows, lambda row: row.kind):
            yield Subject.Kind(kind).label.capitalize(), [self.choice(row) for row in of_kind]


class SubjectsField(RowsField):
    """Subjects, as boxes to tick."""

    iterator = SubjectsByKind

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Subject.objects.all(), widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class WithoutPupilData(TransitionForm):
    """Texts in which no number of a pupil belongs."""

    found_text: ClassVar[Any] = gettext_lazy(
        "In uw tekst staat %(numbers)s: dat kan een burgerservicenummer zijn. Schrijf op wat u bedoelt zonder dat nummer."
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(values.items()):
            if isinstance(value, str) and (found := suspects([value])):
                self.add_error(name, self.found_text % {"numbers": ", ".join(found)})
        return values


class WithoutVersion(TransitionForm):
    """A step for which it does not matter what else happened to the row since the page was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["row_version"]

    def service_arguments(self) -> dict[str, Any]:
        return self.typed()
