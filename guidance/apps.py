from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Hulp bij de invoering")

    def ready(self) -> None:
        from guidance import audit_actions, menu, own_agenda, queue, rights, selectors, start_tasks
        from guidance.extension_points import AGENDA
        from plans.extension_points import CHAPTER_PANELS
        from portal import extension_points

        extension_points.hand_in("guidance", permissions=rights.PERMISSIONS, actions=audit_actions.ACTIONS)
        AGENDA.append(own_agenda.of_plans)
        CHAPTER_PANELS.append(selectors.beside_chapter)
        extension_points.SECRET_LINKS["calendar"] = "guidance:feed"
        extension_points.START_TASKS.append(start_tasks.tasks)
        extension_points.MENU += [menu.AGENDA_MENU, menu.GUIDANCE_MENU]
        extension_points.PUBLIC_PAGES += menu.PUBLIC_PAGES
        extension_points.QUEUE.append(queue.sections)
        extension_points.ADMIN_MENU += menu.ADMIN_MENU
