from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Ondersteuningsplannen")

    def ready(self) -> None:
        from plans import (
            audit_actions,
            extension_points,
            findings,
            guards,
            queue,
            rights,
            start_tasks,
            states,
        )
        from plans.models.filing import with_filing
        from portal import extension_points as portal_points
        from portal.parties import ReadToo

        portal_points.hand_in(
            "plans",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
            actions=audit_actions.ACTIONS,
            drafting=audit_actions.DRAFTING,
        )
        extension_points.FINDINGS += [
            findings.element_rules,
            findings.budget_rules,
            findings.period_rules,
            findings.adoption_rules,
            findings.timeliness_rules,
        ]
        extension_points.VERSION_READERS.append(ReadToo(_("de inspectie wat is ingediend"), with_filing))
        portal_points.DEADLINES.append(start_tasks.deadlines)
        portal_points.START_TASKS.append(start_tasks.tasks)
        portal_points.MENU.append(start_tasks.PLANS_MENU)
        portal_points.QUEUE.append(queue.sections)
        portal_points.ADMIN_MENU += queue.MENU
