from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "disputes"
    verbose_name = _("Geschillen")

    def ready(self) -> None:
        from consultations import extension_points as consultation_points
        from disputes import (
            agenda_days,
            audit_actions,
            findings,
            guards,
            overview,
            panels,
            rights,
            selectors,
            start_tasks,
            states,
        )
        from guidance.extension_points import AGENDA, COMMITTEE_PANELS
        from plans import extension_points
        from portal import extension_points as portal_points
        from portal.parties import ReadToo

        portal_points.hand_in(
            "disputes",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
            actions=audit_actions.ACTIONS,
        )
        AGENDA.append(agenda_days.days)
        COMMITTEE_PANELS.append(panels.committee_panel)
        extension_points.FINDINGS.append(findings.dispute_rules)
        extension_points.VERSION_READERS.append(
            ReadToo(_("de geschillencommissie de versie waar een geschil over gaat"), selectors.in_dispute)
        )
        extension_points.PANELS.append(panels.dossier_panel)
        extension_points.REVIEW_PANELS.append(panels.review_panel)
        consultation_points.PANELS.append(panels.consultation_panel)
        extension_points.OVERVIEW += overview.SOURCES
        portal_points.START_TASKS.append(start_tasks.tasks)
        portal_points.MENU.append(start_tasks.DISPUTES_MENU)
