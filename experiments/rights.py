"""The rights of this app. Who takes part is for everybody to see, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, READERS, STAFF, Permission, Role, grants

PERMISSIONS = (
    Permission(
        "experiments.view_experiment",
        _("een aanmelding voor een experiment en de verslagen inzien"),
        grants("organisation", *READERS)
        + grants(ANYWHERE, Role.REVIEWER, Role.GUIDANCE_EDITOR, Role.ADMINISTRATOR),
    ),
    Permission(
        "experiments.apply_experiment",
        _("een samenwerkingsverband aanmelden voor een experiment"),
        grants("organisation", *STAFF),
    ),
    Permission(
        "experiments.report_experiment",
        _("verslag doen van een experiment"),
        grants("organisation", *STAFF),
    ),
)
