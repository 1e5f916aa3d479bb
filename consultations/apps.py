from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Overleg en instemming")

    def ready(self) -> None:
        from consultations import (
            agenda_days,
            audit_actions,
            findings,
            guards,
            overview,
            panels,
            rights,
            selectors,
            services,
            start_tasks,
            states,
        )
        from guidance.extension_points import AGENDA
        from plans import extension_points
        from portal import extension_points as portal_points
        from portal.parties import ReadToo

        portal_points.hand_in(
            "consultations",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
            actions=audit_actions.ACTIONS,
        )
        AGENDA.append(agenda_days.days)
        extension_points.ON_OFFERED.append(services.open_consultations)
        extension_points.FINDINGS += [findings.oogo_rules, findings.overleg_rules, findings.consent_rules]
        extension_points.VERSION_READERS.append(
            ReadToo(
                _("gemeenten, andere samenwerkingsverbanden en de OPR wat aan hen is voorgelegd"),
                selectors.put_to,
            )
        )
        extension_points.PANELS.append(panels.dossier_panel)
        extension_points.REVIEW_PANELS.append(panels.review_panel)
        extension_points.FILING_AUDIENCE.append(selectors.filing_audience)
        extension_points.OVERVIEW += overview.SOURCES
        portal_points.START_TASKS.append(start_tasks.tasks)
        portal_points.MENU.append(start_tasks.CONSULTATIONS_MENU)
