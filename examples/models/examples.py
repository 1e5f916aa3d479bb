"""Examples (voorbeelden) of cooperation between municipalities and education, sent in by those who did it."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from examples.states import WITH_SENDER, ExampleState
from experiments.models import Experiment
from guidance.models import Subject
from guidance.models.search import Searchable
from portal import clock
from portal.models import Organisation, StoredFile, User
from portal.parties import HasParties, PartyQuerySet, ReadToo, held_on
from portal.workflow import Stateful, Transition
from register.models import Sector

SENT_IN = Q(submitted_at__isnull=False) & ~Q(state=ExampleState.DRAFT)


class ExampleQuerySet(PartyQuerySet["Example"], Searchable["Example"]):  # type: ignore[override]
    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(state=ExampleState.PUBLISHED)

    def sent_in(self) -> Self:
        """What the editors see: what was sent in, but not what its sender took up again."""
        return self.filter(SENT_IN)

    def with_sender(self) -> Self:
        """Those the sender writes at: not sent in yet, or asked back."""
        return self.filter(state__in=WITH_SENDER)

    def to_decide(self) -> Self:
        """Those that wait for the editors."""
        return self.filter(state=ExampleState.SUBMITTED)

    def of_own(self, user: User) -> Self:
        """The examples of the organisations somebody works for, as far as they may read those."""
        return self.filter(held_on(Example, user))


def _sent_in(user: User) -> Q:
    return SENT_IN if user.has_perm("guidance.edit_guidance") else Q(pk__in=[])


class Example(Stateful, HasParties):
    """One example: who, where, about what, what was done and what it brought. Only the title is needed to begin."""

    PARTIES = {"organisation": "organisation"}
    READING = "examples.view_example"
    READ_TOO = (
        ReadToo(_("iedereen wat op de site staat"), lambda _user: Q(state=ExampleState.PUBLISHED)),
        ReadToo(_("de redactie wat is ingestuurd"), _sent_in),
    )

    class Reach(models.TextChoices):
        """The size (omvang) of the cooperation."""

        SCHOOLS = "schools", _("enkele scholen")
        MUNICIPALITY = "municipality", _("één gemeente")
        MUNICIPALITIES = "municipalities", _("meer gemeenten")
        PARTNERSHIP = "partnership", _("het hele samenwerkingsverband")
        PARTNERSHIPS = "partnerships", _("meer samenwerkingsverbanden")

    class Sectors(models.TextChoices):
        """Which schools take part."""

        PO = Sector.PO.value, Sector.PO.label
        VO = Sector.VO.value, Sector.VO.label
        BOTH = "both", _("primair en voortgezet onderwijs")

        @classmethod
        def including(cls, sector: str) -> list[str]:
            """The values under which examples of a sector stand."""
            return [sector] if sector == cls.BOTH else [sector, cls.BOTH]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("inzender"), on_delete=models.PROTECT, related_name="examples"
    )
    title = models.CharField(_("titel"), max_length=200)
    partners = models.TextField(_("wie werken er samen"), blank=True)
    place = models.CharField(_("waar"), max_length=200, blank=True)
    province = models.CharField(_("provincie"), max_length=30, blank=True)
    sectors = models.CharField(_("sector"), max_length=4, choices=Sectors.choices, blank=True)
    reach = models.CharField(_("omvang"), max_length=15, choices=Reach.choices, blank=True)
    subjects = models.ManyToManyField(
        Subject, verbose_name=_("onderwerpen"), blank=True, related_name="examples"
    )
    done = models.TextField(_("wat is er gedaan"), blank=True)
    result = models.TextField(_("wat heeft het opgeleverd"), blank=True)
    contact_name = models.CharField(_("contactpersoon"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mailadres van de contactpersoon"), blank=True)
    may_publish = models.BooleanField(_("mag op de site"), default=False)
    experiment = models.ForeignKey(
        Experiment, null=True, blank=True, on_delete=models.PROTECT, related_name="examples"
    )
    begun_at = models.DateTimeField(_("begonnen op"), default=clock.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("ingestuurd op"), null=True, blank=True)
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorbeeld")
        verbose_name_plural = _("voorbeelden")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExampleState.values), name="example_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ExampleState.PUBLISHED)
                | Q(may_publish=True, published_at__isnull=False, submitted_at__isnull=False),
                name="published_example_has_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """What the audit trail calls it: the title of what was never sent in is for its writers."""
        return (
            self.title
            if self.submitted_at
            else gettext("voorbeeld van %(sender)s") % {"sender": self.organisation}
        )

    def get_state_display(self) -> str:
        return str(ExampleState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("examples:example", args=[self.uuid])

    def get_action_url(self, transition: Transition) -> str:
        return reverse("examples:example_transition", args=[self.uuid, transition.name])

    @property
    def is_published(self) -> bool:
        return self.state == ExampleState.PUBLISHED

    @property
    def is_returned(self) -> bool:
        """Whether the editors asked something about it, or took it off the site, and wait for its sender."""
        return self.state == ExampleState.RETURNED

    @property
    def was_answered(self) -> bool:
        """Whether the editors' last word about it is for its sender to read."""
        return self.is_returned or self.state == ExampleState.DECLINED

    @property
    def readable(self) -> list[str]:
        """Everything of it that others read, the names of its attachments included. One query."""
        names = self.attachments.filter(removed_at=None).values_list("name", flat=True)
        return [*self.texts.values(), *names]

    @property
    def texts(self) -> dict[str, str]:
        """What the sender wrote, by the name of the field."""
        names = ("title", "partners", "place", "done", "result", "contact_name", "contact_email")
        return {name: getattr(self, name) for name in names}

    def refresh_search(self) -> None:
        """Bring the text that is searched up to date with what was written, the sender and the subjects."""
        texts = [self.title, self.partners, self.place, self.province, self.done, self.result]
        texts.append(self.organisation.name)
        texts += [text for row in self.subjects.all() for text in (row.name, row.name_en)]
        self.search_text = "\n".join(text for text in texts if text).casefold()
        Example.objects.filter(pk=self.pk).update(search_text=self.search_text)


class ExampleAttachment(models.Model):
    """A document with an example. Taken off again it stays, for whoever reads what was sent in before."""

    example = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=150)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bijlage bij een voorbeeld")
        verbose_name_plural = _("bijlagen bij voorbeelden")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["example", "file"],
                condition=Q(removed_at=None),
                name="example_attachment_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
