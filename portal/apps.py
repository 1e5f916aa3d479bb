from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Mensen en rechten")

    def ready(self) -> None:
        from portal import audit, extension_points, rights
        from portal.admin import queue

        extension_points.hand_in("portal", permissions=rights.PERMISSIONS, actions=audit.ACTIONS)
        extension_points.QUEUE.append(queue.administration)
