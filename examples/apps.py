from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

# What the models were called when they lived in `guidance`.
FORMER_LABELS = {
    "guidance.Example": "examples.Example",
    "guidance.ExampleAttachment": "examples.ExampleAttachment",
    "guidance.Subscription": "examples.Subscription",
}


class ExamplesConfig(AppConfig):
    name = "examples"
    verbose_name = _("Voorbeelden")

    def ready(self) -> None:
        from examples import (
            audit_actions,
            digest_mail,
            guards,
            menu,
            panels,
            queue,
            rights,
            services,
            start_tasks,
            states,
        )
        from experiments.extension_points import EXPERIMENT_PANELS, LIST_PANELS
        from guidance.extension_points import BESIDE_SUBJECT, PERIODIC_MAIL
        from portal import extension_points

        extension_points.hand_in(
            "examples",
            permissions=rights.PERMISSIONS,
            transitions=states.TRANSITIONS,
            guards=guards,
            actions=audit_actions.ACTIONS,
            drafting=audit_actions.DRAFTING,
        )
        # A new name of whoever sent something in, or of what it is about, is found at once.
        post_save.connect(services.organisation_saved, sender="portal.Organisation")
        post_save.connect(services.subject_saved, sender="guidance.Subject")
        BESIDE_SUBJECT.append(panels.beside_subject)
        PERIODIC_MAIL["digests"] = services.send_digests
        LIST_PANELS.append(panels.lessons)
        EXPERIMENT_PANELS.append(panels.of_experiment)
        extension_points.START_TASKS.append(start_tasks.tasks)
        extension_points.SECRET_LINKS["digest"] = "examples:stop_digest"
        extension_points.MAIL_PARTS["examples/digest"] = digest_mail.mail_parts
        extension_points.PUBLIC_PAGES.append(menu.PUBLIC_PAGE)
        extension_points.QUEUE.append(queue.sections)
        extension_points.ADMIN_MENU.append(menu.ADMIN_MENU)
        extension_points.FORMER_LABELS.update(FORMER_LABELS)
