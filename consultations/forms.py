"""The forms of procedures and meetings: they check shape and date, the rest is for the services and the findings.

Their fields are declared in `consultations.fields`.
"""

from typing import Any, ClassVar

from consultations.fields import filled_in
from consultations.models import Meeting, Procedure
from portal import uploads
from portal.files import store
from portal.forms import VersionedForm


class WithDocument(VersionedForm):
    """A form whose document is stored under its hash before the service is called."""

    document: ClassVar[str] = "document"  # the field with it

    def service_arguments(self) -> dict[str, Any]:
        """The cleaned values as arguments; without a new document nothing is said about it."""
        values = self.typed()
        if upload := values.pop(self.document, None):
            values[self.document] = store(upload, upload.content_type)
            values[f"{self.document}_name"] = uploads.safe_name(upload.name)
        return values


@filled_in(Procedure)
class ProcedureForm(WithDocument):
    """The procedure (OOGO-procedure) a partnership fixed with its municipalities."""

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = municipalities  # type: ignore[attr-defined]


@filled_in(Meeting)
class MeetingForm(WithDocument):
    """A meeting (bijeenkomst) with one or more municipalities of a dossier."""

    document = "minutes"

    def __init__(self, *args: Any, consultations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = list(consultations) if len(consultations) == 1 else None
        if self.only:
            del self.fields["consultations"]  # one municipality: nothing to choose
            return
        field: Any = self.fields["consultations"]
        field.queryset = consultations
        field.label_from_instance = lambda row: (
            f"{row.municipality.name} ({row.part})" if row.part else row.municipality.name
        )

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        if self.only:
            values["consultations"] = self.only
        return values
