"""What waits for an editor or a sender: on the start page, and as the queue in the admin.

For an editor at most five queries, for a sender two, for everybody else one.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidance.models import AgendaAction, DocumentVersion, Example, Experiment, LinkCheck, Registration
from guidance.states import WITH_SENDER, ExampleState, ExperimentState, MeetingState, RegistrationState
from portal import clock
from portal.extension_points import Group, QueueEntry, QueueSection, Task
from portal.models import User
from portal.rights import OFFICIALS, STAFF, Role
from portal.templatetags.portal import day


def late_actions() -> Any:
    """The actions of the werkagenda whose last planned day is over and of which nobody said that they were done."""
    return AgendaAction.objects.filter(is_done=False, planned_to__lt=clock.today()).order_by(
        "planned_to", "pk"
    )


def tasks(user: User) -> Iterator[Task]:
    """What somebody signed up for, what the editors asked, and for editors what waits for them."""
    yield from _meetings(user)
    if user.has_role(*STAFF, *OFFICIALS):
        yield from _questions(user)
    if user.has_role(Role.GUIDANCE_EDITOR):
        yield from _editorial(user)


def _meetings(user: User) -> Iterator[Task]:
    """The meetings somebody comes to. One query."""
    rows = Registration.objects.filter(
        user=user,
        state=RegistrationState.REGISTERED,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__ends_at__gt=clock.now(),
    )
    for row in rows.select_related("meeting").order_by("meeting__starts_at", "pk"):
        yield Task(
            group=Group.WAITING,
            title=_("Bijeenkomst: %(title)s") % {"title": row.meeting},
            url=row.get_absolute_url(),
            due=clock.day_of(row.meeting.starts_at),
        )


def _questions(user: User) -> Iterator[Task]:
    """The examples the editors asked something about, and those nobody sent in yet. One query."""
    rows = Example.objects.written_by(user).filter(state__in=WITH_SENDER).select_related("organisation")
    for row in rows.defer("search_text", "done", "result", "partners"):
        if row.state == ExampleState.RETURNED:
            title = _("Beantwoord de vraag van de redactie: %(title)s")
        else:
            title = _("Maak uw voorbeeld af en stuur het in: %(title)s")
        yield Task(
            group=Group.TODO,
            title=title % {"title": row.title},
            url=row.get_absolute_url(),
            organisation=row.organisation.name,
        )


def _editorial(user: User) -> Iterator[Task]:
    """Examples and applications to decide on, late actions, links that do not work, versions nobody can read."""
    sent = Example.objects.filter(state=ExampleState.SUBMITTED).count()
    if sent:
        title = ngettext(
            "Er wacht %(n)d ingestuurd voorbeeld", "Er wachten %(n)d ingestuurde voorbeelden", sent
        )
        yield Task(
            group=Group.TODO,
            title=title % {"n": sent},
            url=f"{reverse('guidance:own_examples')}?toon=submitted",
        )
    applied = Experiment.objects.filter(state=ExperimentState.APPLIED).count()
    if applied:
        title = ngettext(
            "Er wacht %(n)d aanmelding voor een experiment",
            "Er wachten %(n)d aanmeldingen voor een experiment",
            applied,
        )
        yield Task(
            group=Group.TODO,
            title=title % {"n": applied},
            url=reverse("guidance:experiments"),
            note=_("Leg vast wat het ministerie besluit."),
        )
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


def sections(user: User) -> Iterator[QueueSection]:
    """What was sent in and applied for, and the late actions, one by one. Three queries."""
    if not user.has_role(Role.GUIDANCE_EDITOR):
        return
    yield _waiting(
        "examples",
        _("Ingestuurde voorbeelden"),
        Example.objects.filter(state=ExampleState.SUBMITTED)
        .select_related("organisation")
        .order_by("submitted_at", "pk"),
        _("Er wachten geen voorbeelden."),
    )
    yield _waiting(
        "experiments",
        _("Aanmeldingen voor een experiment"),
        Experiment.objects.filter(state=ExperimentState.APPLIED)
        .select_related("organisation", "call")
        .order_by("applied_at", "pk"),
        _("Er wachten geen aanmeldingen."),
    )
    rows = list(late_actions())
    yield QueueSection(
        key="late_actions",
        title=_("Acties van de werkagenda waarvan de termijn voorbij is"),
        count=len(rows),
        entries=[
            QueueEntry(
                title=str(row),
                url=reverse("admin:guidance_agendaaction_change", args=[row.pk]),
                state=row.status.value,
                badge=str(row.status.label),
                note=_("gepland tot en met %(day)s") % {"day": day(row.planned_to)},
            )
            for row in rows
        ],
        empty=_("Van geen actie is de termijn voorbij."),
    )


def _waiting(key: str, title: str, found: Any, empty: str) -> QueueSection:
    """Rows that wait for a decision on their page, the oldest first."""
    rows = list(found)
    return QueueSection(
        key=key,
        title=title,
        count=len(rows),
        entries=[
            QueueEntry(
                title=str(row),
                url=row.get_absolute_url(),
                state=row.state,
                badge=row.get_state_display(),
                note=row.organisation.name,
            )
            for row in rows
        ],
        empty=empty,
    )
