"""Briefings (voorlichtingsbijeenkomsten) for school boards and municipalities, and who comes."""

import datetime as dt
from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from briefings.states import COMING, BriefingState, RegistrationState
from guidance.links import PublicURLField
from guidance.models import AgendaAction, Audience, Party, Subject
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


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def with_numbers(self) -> Self:
        """Each with how many have a place, as `registered`."""
        return self.annotate(
            registered=Count("registrations", filter=Q(registrations__state=RegistrationState.REGISTERED))
        )

    def public(self) -> Self:
        """What everybody may see: what was announced, what was called off included."""
        return self.exclude(state=BriefingState.PREPARED)

    def visible_to(self, user: User) -> Self:
        """For editors those in preparation as well."""
        if user.is_authenticated and user.has_perm("guidance.edit_guidance"):
            return self.all()
        return self.public()


class Briefing(Stateful):
    """A briefing with its programme, its place or link, for whom it is and how many can come."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # An editor makes one in the admin, where nobody chooses a state.
    state = models.CharField(
        _("status"), max_length=40, db_index=True, default=BriefingState.PREPARED, editable=False
    )
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel (Engels)"), max_length=200, blank=True)
    programme = models.TextField(_("programma"))
    programme_en = models.TextField(_("programma (Engels)"), blank=True)
    organisers = models.ManyToManyField(
        Party, verbose_name=_("georganiseerd door"), blank=True, related_name="briefings"
    )
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="briefings"
    )
    actions = models.ManyToManyField(
        AgendaAction,
        verbose_name=_("acties van de werkagenda die zij uitvoert"),
        blank=True,
        related_name="briefings",
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

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BriefingState.values), name="briefing_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="briefing_ends_after_it_begins",
                violation_error_message=_("De bijeenkomst eindigt voordat zij begint."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="briefing_has_places",
                violation_error_message=_("Er is ten minste één plaats."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__lte=F("starts_at")),
                name="briefing_closes_before_it_begins",
                violation_error_message=_("Aanmelden kan niet langer dan tot het begin."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        """A briefing is somewhere, and has a place for everybody who was promised one."""
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
        return str(BriefingState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("briefings:briefing", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("briefings:briefing_transition", args=[self.uuid, transition.name])

    @property
    def display_title(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def display_programme(self) -> str:
        return in_language(self.programme, self.programme_en)

    @property
    def is_prepared(self) -> bool:
        """Whether only editors see it yet."""
        return self.state == BriefingState.PREPARED

    @property
    def is_announced(self) -> bool:
        """Whether it is on the site and goes on."""
        return self.state == BriefingState.ANNOUNCED

    @property
    def is_cancelled(self) -> bool:
        return self.state == BriefingState.CANCELLED

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
        return self.registrations.with_a_place().count()


class BriefingDocument(models.Model):
    """A document of a briefing (stuk): the slides, a report."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="documents")
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

    def with_a_place(self) -> Self:
        return self.filter(state=RegistrationState.REGISTERED)

    def going_on(self, *, since: dt.datetime) -> Self:
        """Those for briefings that are not called off and end after a moment."""
        return self.filter(briefing__state=BriefingState.ANNOUNCED, briefing__ends_at__gt=since)

    def waiting_for(self, briefing: Briefing) -> Self:
        """Who waits for a place there and can still get one, the first to move up first."""
        theirs = Membership.objects.filter(user=OuterRef("user"), ended_at=None)
        if briefing.kinds:
            theirs = theirs.filter(organisation__kind__in=briefing.kinds)
        rows = self.filter(Exists(theirs), briefing=briefing, user__is_active=True)
        return rows.filter(state=RegistrationState.WAITING).order_by("queued_at", "pk")


class Registration(Stateful):
    """One person at one briefing (aanmelding), for one of their organisations. Signed off, never deleted."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="registrations")
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
                fields=["briefing", "user"],
                condition=Q(state__in=sorted(COMING)),
                name="one_registration_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.briefing}"

    @property
    def has_a_place(self) -> bool:
        return self.state == RegistrationState.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITING

    def get_state_display(self) -> str:
        return str(RegistrationState(self.state).label)

    def get_absolute_url(self) -> str:
        return self.briefing.get_absolute_url()

    def get_action_url(self, transition: Transition) -> str:
        return reverse("briefings:registration_transition", args=[self.uuid, transition.name])
