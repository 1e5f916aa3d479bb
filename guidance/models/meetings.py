"""Meetings (bijeenkomsten) for school boards and municipalities, and who comes."""

from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.links import PublicURLField
from guidance.models.library import Audience, Party, Subject
from guidance.states import COMING, MeetingState, RegistrationState
from plans.models.law import in_language
from portal import clock
from portal.models import Membership, Organisation, StoredFile, User
from portal.rights import OrganisationKind
from portal.workflow import Stateful, Transition

# Which organisations a target group (doelgroep) is made of; a group that is not here is for everybody.
KINDS_OF_AUDIENCE: dict[str, frozenset[str]] = {
    Audience.BOARDS: frozenset({OrganisationKind.PARTNERSHIP}),
    Audience.MUNICIPALITIES: frozenset({OrganisationKind.MUNICIPALITY}),
    Audience.BOTH: frozenset({OrganisationKind.PARTNERSHIP, OrganisationKind.MUNICIPALITY}),
    Audience.COUNCILS: frozenset({OrganisationKind.OPR}),
}


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def public(self) -> Self:
        """What everybody may see: what was announced, what was called off included."""
        return self.exclude(state=MeetingState.PREPARED)

    def visible_to(self, user: User) -> Self:
        """For editors those in preparation as well."""
        if user.is_authenticated and user.has_perm("guidance.edit_guidance"):
            return self.all()
        return self.public()


class Meeting(Stateful):
    """A meeting with its programme, its place or link, for whom it is and how many can come."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # An editor makes one in the admin, where nobody chooses a state.
    state = models.CharField(
        _("status"), max_length=40, db_index=True, default=MeetingState.PREPARED, editable=False
    )
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    programme = models.TextField(_("programma"))
    programme_en = models.TextField(_("programma (Engels)"), blank=True)
    organisers = models.ManyToManyField(
        Party, verbose_name=_("georganiseerd door"), blank=True, related_name="meetings"
    )
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="meetings"
    )
    audience = models.CharField(_("doelgroep"), max_length=20, choices=Audience.choices)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    place = models.CharField(_("plaats"), max_length=200, blank=True)
    video_url = PublicURLField(
        _("adres van de videovergadering"), blank=True, help_text=_("alleen te zien voor wie is aangemeld")
    )
    capacity = models.PositiveIntegerField(_("aantal plaatsen"))
    closes_at = models.DateTimeField(
        _("aanmelden tot"),
        null=True,
        blank=True,
        help_text=_("dag-maand-jaar uren:minuten; leeg: tot het begin"),
    )
    cancelled_because = models.TextField(_("waarom het niet doorgaat"), blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("De bijeenkomst eindigt voordat zij begint."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="meeting_has_places",
                violation_error_message=_("Er is ten minste één plaats."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__lte=F("starts_at")),
                name="meeting_closes_before_it_begins",
                violation_error_message=_("Aanmelden kan niet langer dan tot het begin."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        """A meeting is somewhere, and has a place for everybody who was promised one."""
        if not self.place and not self.video_url:
            raise ValidationError(
                {"place": gettext("Vul een plaats in, of het adres van de videovergadering.")}
            )
        registered = self.registered_count() if self.pk else 0
        if self.capacity is not None and self.capacity < registered:
            raise ValidationError(
                {
                    "capacity": gettext(
                        "Er zijn al %(n)d mensen aangemeld. Kies %(n)d of meer, of overleg eerst met wie er komen."
                    )
                    % {"n": registered}
                }
            )

    def get_state_display(self) -> str:
        return str(MeetingState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("guidance:meeting", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("guidance:meeting_transition", args=[self.uuid, transition.name])

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_programme(self) -> str:
        return in_language(self.programme, self.programme_en)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_closed(self) -> bool:
        """Whether the last moment to sign up is over."""
        return (self.closes_at or self.starts_at) <= clock.now()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of organisation it is for; empty when it is for everybody."""
        return KINDS_OF_AUDIENCE.get(self.audience, frozenset())

    def registered_count(self) -> int:
        """How many have a place. One query."""
        return self.registrations.filter(state=RegistrationState.REGISTERED).count()


class MeetingDocument(models.Model):
    """A document of a meeting (stuk): the slides, a report."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("titel"), max_length=150)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("naam van het bestand"), max_length=150, editable=False)
    is_public = models.BooleanField(_("staat op de site"), default=True)

    class Meta:
        verbose_name = _("stuk van een bijeenkomst")
        verbose_name_plural = _("stukken van bijeenkomsten")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def coming(self) -> Self:
        """Who has a place or waits for one, the first to come first."""
        return self.filter(state__in=COMING).order_by("queued_at", "pk")

    def waiting_for(self, meeting: Meeting) -> Self:
        """Who waits for a place there and can still get one, the first to move up first."""
        theirs = Membership.objects.filter(user=OuterRef("user"), ended_at=None)
        if meeting.kinds:
            theirs = theirs.filter(organisation__kind__in=meeting.kinds)
        rows = self.filter(Exists(theirs), meeting=meeting, user__is_active=True)
        return rows.filter(state=RegistrationState.WAITING).order_by("queued_at", "pk")


class Registration(Stateful):
    """One person at one meeting (aanmelding), for one of their organisations. Signed off, never deleted."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    remark = models.CharField(_("opmerking voor de organisator"), max_length=300, blank=True)
    queued_at = models.DateTimeField(_("aangemeld op"), default=clock.now)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_state_known"
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(state__in=sorted(COMING)),
                name="one_registration_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.meeting}"

    def get_state_display(self) -> str:
        return str(RegistrationState(self.state).label)

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def get_action_url(self, transition: Transition) -> str:
        return reverse("guidance:registration_transition", args=[self.uuid, transition.name])
