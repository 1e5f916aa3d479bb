from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "guidance"
    verbose_name = _("Hulp bij de invoering")

    def ready(self) -> None:
        from guidance import (
            audit_actions,
            calendars,
            digest_mail,
            experiments,
            guards,
            menu,
            own_agenda,
            rights,
            selectors,
            services,
            start,
            states,
        )
        from guidance.extension_points import AGENDA
        from plans.extension_points import CHAPTER_PANELS, OVERVIEW
        from portal import extension_points
        from register.extension_points import MARKS

        extension_points.hand_in(
            "guidance",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
            actions=audit_actions.ACTIONS,
        )
        # A new name of whoever sent something in is found at once.
        post_save.connect(services.organisation_saved, sender="portal.Organisation")
        AGENDA.append(own_agenda.of_plans)
        CHAPTER_PANELS.append(selectors.beside_chapter)
        MARKS.append(experiments.marks)
        OVERVIEW.append(experiments.OVERVIEW)
        extension_points.START_TASKS.append(start.tasks)
        extension_points.LEAVING.append(services.release_places)
        for event in ("registered", "meeting_changed", "meeting_cancelled", "signed_off", "reminder"):
            extension_points.MAIL_PARTS[f"guidance/{event}"] = calendars.mail_parts
        extension_points.SECRET_LINKS |= {
            "calendar": "guidance:feed",
            "digest": "guidance:stop_digest",
        }
        extension_points.MAIL_PARTS["guidance/digest"] = digest_mail.mail_parts
        extension_points.MENU += [menu.AGENDA_MENU, menu.GUIDANCE_MENU]
        extension_points.PUBLIC_PAGES += menu.PUBLIC_PAGES
        extension_points.QUEUE.append(start.sections)
        extension_points.ADMIN_MENU += menu.ADMIN_MENU
