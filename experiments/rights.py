"""The rights of this app. Who takes part is for everybody to see, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import STAFF, Permission, grants

PERMISSIONS = (
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
