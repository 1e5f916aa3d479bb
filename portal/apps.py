from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Mensen en rechten")

    def ready(self) -> None:
        from portal import extension_points
        from portal.admin import queue

        extension_points.QUEUE.append(queue.administration)
