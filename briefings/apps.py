from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the models were called when they lived in `guidance`.
FORMER_LABELS = {
    "guidance.Meeting": "briefings.Briefing",
    "guidance.MeetingDocument": "briefings.BriefingDocument",
    "guidance.Registration": "briefings.Registration",
}


class BriefingsConfig(AppConfig):
    name = "briefings"
    verbose_name = _("Bijeenkomsten")

    def ready(self) -> None:
        from briefings import (
            calendar_entries,
            guards,
            menu,
            rights,
            services,
            start_tasks,
            states,
            werkagenda,
        )
        from guidance.extension_points import (
            ACTION_RESULTS,
            CALENDAR_EVENTS,
            OWN_AGENDA_PANELS,
            PERIODIC_MAIL,
        )
        from portal import extension_points

        extension_points.hand_in(
            "briefings",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
        )
        ACTION_RESULTS.append(werkagenda.results)
        CALENDAR_EVENTS.append(calendar_entries.events)
        OWN_AGENDA_PANELS.append(calendar_entries.own_agenda_panel)
        PERIODIC_MAIL["reminders"] = services.send_reminders
        extension_points.START_TASKS.append(start_tasks.tasks)
        extension_points.LEAVING.append(services.release_places)
        for event in ("registered", "briefing_changed", "briefing_cancelled", "signed_off", "reminder"):
            extension_points.MAIL_PARTS[f"briefings/{event}"] = calendar_entries.mail_parts
        extension_points.PUBLIC_PAGES.append(menu.PUBLIC_PAGE)
        extension_points.ADMIN_MENU.append(menu.ADMIN_MENU)
        extension_points.FORMER_LABELS.update(FORMER_LABELS)
