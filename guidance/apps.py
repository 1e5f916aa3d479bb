from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Hulp bij de invoering")

    def ready(self) -> None:
        from guidance import calendars, digest_mail, experiments, menu, own_agenda, selectors, start
        from guidance.extension_points import AGENDA
        from plans.extension_points import CHAPTER_PANELS, OVERVIEW
        from portal import extension_points
        from register.extension_points import MARKS

        AGENDA.append(own_agenda.of_plans)
        CHAPTER_PANELS.append(selectors.beside_chapter)
        MARKS.append(experiments.marks)
        OVERVIEW.append(experiments.OVERVIEW)
        extension_points.START_TASKS.append(start.tasks)
        for event in ("registered", "meeting_changed", "meeting_cancelled", "signed_off", "reminder"):
            extension_points.MAIL_PARTS[f"guidance/{event}"] = calendars.mail_parts
        extension_points.MAIL_PARTS["guidance/digest"] = digest_mail.mail_parts
        extension_points.MENU += [menu.AGENDA_MENU, menu.GUIDANCE_MENU]
        extension_points.PUBLIC_PAGES += menu.PUBLIC_PAGES
        extension_points.QUEUE.append(start.sections)
        extension_points.ADMIN_MENU += menu.ADMIN_MENU
