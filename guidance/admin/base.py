"""What the pages of the editors share."""

from portal.admin.base import ReferenceAdmin
from portal.admin.forms import KeyedForm, ReferenceForm

EDIT = "guidance.edit_guidance"


class GuidanceAdmin(ReferenceAdmin):
    """Editors and functional administrators may see and change it; nobody else."""

    view_permission = EDIT
    write_permission = EDIT


class GuidanceForm(ReferenceForm, KeyedForm):
    """A row with a key that is made of its title when it is left empty."""
