"""What waits for an editor on the start page: the werkagenda, links and documents. Three queries; for others none."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidance.models import AgendaAction, DocumentVersion, LinkCheck
from portal import clock
from portal.extension_points import Group, Task
from portal.models import User


def late_actions() -> Any:
    """The actions of the werkagenda whose last planned day is over and of which nobody said that they were done."""
    return AgendaAction.objects.filter(is_done=False, planned_to__lt=clock.today()).order_by(
        "planned_to", "pk"
    )


def tasks(user: User) -> Iterator[Task]:
    """Late actions, links that do not work, versions nobody can read."""
    if not user.has_perm("guidance.follow_up"):
        return
    url = reverse("admin:guidance_agendaaction_changelist")
    late = late_actions().count()
    if late:
        title = ngettext(
            "Van %(n)d actie van de werkagenda is de termijn voorbij",
            "Van %(n)d acties van de werkagenda is de termijn voorbij",
            late,
        )
        note = _("Leg vast wat ervan is gekomen, of pas de periode aan.")
        yield Task(group=Group.TODO, title=title % {"n": late}, url=url, note=note)
    else:
        yield Task(group=Group.DONE, title=_("De werkagenda is bij"), url=url)
    broken = LinkCheck.objects.exclude(problem="").count()
    if broken:
        title = ngettext("%(n)d link werkt niet meer", "%(n)d links werken niet meer", broken)
        yield Task(
            group=Group.TODO,
            title=title % {"n": broken},
            url=reverse("admin:guidance_linkcheck_changelist"),
            note=_("Zoek het nieuwe adres op, of haal de link weg."),
        )
    without_text = DocumentVersion.objects.filter(url="", file=None, document__is_public=True).count()
    if without_text:
        title = ngettext(
            "Van %(n)d versie van een document is er geen link en geen bestand",
            "Van %(n)d versies van documenten is er geen link en geen bestand",
            without_text,
        )
        yield Task(
            group=Group.TODO,
            title=title % {"n": without_text},
            url=reverse("admin:guidance_document_changelist"),
            note=_("Hebt u de tekst? Zet haar erbij."),
        )
