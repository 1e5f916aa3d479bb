from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Hulp bij de invoering")

    def ready(self) -> None:
        from guidance import menu, selectors, start
        from plans.extension_points import CHAPTER_PANELS
        from portal import extension_points

        CHAPTER_PANELS.append(selectors.beside_chapter)
        extension_points.START_TASKS.append(start.tasks)
        extension_points.MENU.append(menu.GUIDANCE_MENU)
        extension_points.PUBLIC_PAGES += menu.PUBLIC_PAGES
        extension_points.QUEUE.append(start.sections)
        extension_points.ADMIN_MENU += menu.ADMIN_MENU
