"""What waits on the start page: for a sender what the editors asked, for an editor what was sent in. One query each."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from examples.models import Example
from portal.extension_points import Group, Task
from portal.models import User
from portal.parties import held_on


def tasks(user: User) -> Iterator[Task]:
    """What the editors asked, and for editors what waits for them."""
    if user.holds("examples.send_example"):
        yield from _questions(user)
    if user.has_perm("guidance.follow_up"):
        yield from _sent_in()


def _questions(user: User) -> Iterator[Task]:
    """The examples the editors asked something about, and those nobody sent in yet. One query."""
    held = held_on(Example, user, "examples.send_example")
    rows = Example.objects.filter(held).with_sender().select_related("organisation")
    for row in rows.defer("search_text", "done", "result", "partners"):
        if row.is_returned:
            title = _("Beantwoord de vraag van de redactie: %(title)s")
        else:
            title = _("Maak uw voorbeeld af en stuur het in: %(title)s")
        yield Task(
            group=Group.TODO,
            title=title % {"title": row.title},
            url=row.get_absolute_url(),
            organisation=row.organisation.name,
        )


def _sent_in() -> Iterator[Task]:
    sent = Example.objects.to_decide().count()
    if sent:
        title = ngettext(
            "Er wacht %(n)d ingestuurd voorbeeld", "Er wachten %(n)d ingestuurde voorbeelden", sent
        )
        yield Task(
            group=Group.TODO,
            title=title % {"n": sent},
            url=f"{reverse('examples:own_examples')}?toon=submitted",
        )
