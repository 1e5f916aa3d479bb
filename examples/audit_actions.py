"""Audit actions of this app that are no transition."""

from django.utils.translation import gettext_lazy as _

# Steps in a text that others may not (yet) read; their labels stand in the table.
DRAFTING = (
    "guidance.example_changed",
    "guidance.attachment_added",
    "guidance.attachment_removed",
    "guidance.example_submitted",
)
ACTIONS = {
    "guidance.following_changed": _("onderwerpen gevolgd"),
    "guidance.digest_stopped": _("overzicht per e-mail gestopt"),
}
