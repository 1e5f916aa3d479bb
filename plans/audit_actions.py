"""Audit actions of this app that are no transition."""

from django.utils.translation import gettext_lazy as _

# Steps in the working copy. Their data is what was written in it: only the partnership may read that.
DRAFTING = {
    "plans.attachment_added": _("bijlage toegevoegd"),
    "plans.attachment_removed": _("bijlage verwijderd"),
    "plans.chapter_added": _("hoofdstuk toegevoegd"),
    "plans.chapter_removed": _("hoofdstuk verwijderd"),
    "plans.chapter_restored": _("hoofdstuk teruggezet"),
    "plans.budget_saved": _("begroting opgeslagen"),
    "plans.details_changed": _("titel of planperiode gewijzigd"),
    "plans.scope_chosen": _("overlegpartners gekozen"),
}
ACTIONS = {"plans.version_frozen": _("versie vastgelegd"), **DRAFTING}
