from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the models were called when they lived in `guidance`.
FORMER_LABELS = {
    "guidance.ExperimentCall": "experiments.ExperimentCall",
    "guidance.Experiment": "experiments.Experiment",
    "guidance.ExperimentReport": "experiments.ExperimentReport",
}


class ExperimentsConfig(AppConfig):
    name = "experiments"
    verbose_name = _("Experimenten")

    def ready(self) -> None:
        from experiments import loading, menu, overview, queue, rights, start_tasks, states
        from guidance.extension_points import LOADERS
        from plans.extension_points import OVERVIEW
        from portal import extension_points
        from register.extension_points import MARKS

        extension_points.hand_in(
            "experiments",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
        )
        LOADERS.append(loading.load)
        MARKS.append(overview.marks)
        OVERVIEW.append(overview.OVERVIEW)
        extension_points.START_TASKS.append(start_tasks.tasks)
        extension_points.PUBLIC_PAGES.append(menu.PUBLIC_PAGE)
        extension_points.QUEUE.append(queue.sections)
        extension_points.ADMIN_MENU.append(menu.ADMIN_MENU)
        extension_points.FORMER_LABELS.update(FORMER_LABELS)
