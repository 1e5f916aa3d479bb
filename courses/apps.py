from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the models were called when they lived in `guidance`.
FORMER_LABELS = {
    "guidance.Offer": "courses.Offer",
}


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Cursussen en advies")

    def ready(self) -> None:
        from courses import menu, models
        from guidance.extension_points import LINKED_ADDRESSES
        from portal import extension_points

        LINKED_ADDRESSES.append(models.linked_addresses)
        extension_points.PUBLIC_PAGES.append(menu.PUBLIC_PAGE)
        extension_points.FORMER_LABELS.update(FORMER_LABELS)
