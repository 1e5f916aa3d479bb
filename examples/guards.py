"""What holds a step back; an empty list means go."""

from django.utils.translation import gettext as _

from examples.models import Example
from experiments.models import Experiment


def example_is_filled_in(example: Example) -> list[str]:
    """What readers look for is there: who, where, sector, size, subjects, what was done, what it brought, a contact."""
    needed = ("partners", "place", "sectors", "reach", "done", "result", "contact_name", "contact_email")
    missing = [
        str(example._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in needed
        if not getattr(example, name)
    ]
    if not example.subjects.exists():
        missing.append(str(example._meta.get_field("subjects").verbose_name))
    if not missing:
        return []
    return [_("Vul eerst nog in: %(what)s. Kies ‘Bewerken’.") % {"what": ", ".join(missing)}]


def may_be_published(example: Example) -> list[str]:
    """The sender said that it may be on the site."""
    if example.may_publish:
        return []
    return [_("De inzender heeft niet gezegd dat het op de site mag. Vraag het met ‘Vraag stellen’.")]


def has_attachments(example: Example) -> list[str]:
    """There is something to take off."""
    if example.attachments.filter(removed_at=None).exists():
        return []
    return [_("Er zijn geen bijlagen.")]


def has_reported(experiment: Experiment) -> list[str]:
    """There is a report to make an example of."""
    if experiment.reports.exists():
        return []
    return [_("Doe eerst verslag: daar staan de lessen in.")]
