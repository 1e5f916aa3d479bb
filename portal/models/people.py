"""Users, organisations, memberships and invitations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.models.secret_links import SecretLink, SecretLinkQuerySet
from portal.rights import OrganisationKind, Role, acting_membership, organisations_by_party, role_holds


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name one signs in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person (gebruiker). Rights follow from memberships alone; there is no superuser."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=200)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    is_active = models.BooleanField(_("actief"), default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    is_superuser = False

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @cached_property
    def active_memberships(self) -> "list[Membership]":
        """The memberships in force, with their organisations; one query per user object."""
        return list(self.memberships.filter(ended_at=None).select_related("organisation").order_by("pk"))

    @cached_property
    def is_staff(self) -> bool:
        """Whether this person may open the admin; Django's admin asks for this name."""
        return acting_membership(self, "portal.view_admin") is not None

    def organisation_ids(self, permission: str = "", party: str = "") -> list[int]:
        """The organisations this person works for; with a right: those by which they hold it (for a party)."""
        if not permission:
            return [row.organisation_id for row in self.active_memberships]
        held = organisations_by_party(self, permission)
        return [pk for held_for, ids in held.items() if party in ("", held_for) for pk in ids]

    @property
    def organisations(self) -> "list[Organisation]":
        """The organisations this person works for, each once."""
        return list({row.organisation_id: row.organisation for row in self.active_memberships}.values())

    def organisations_with(self, permission: str) -> "list[Organisation]":
        """The organisations for which this person holds a right that is held for one, by name."""
        found = [row for row in self.organisations if self.has_perm(permission, row)]
        return sorted(found, key=lambda row: row.name)

    def manages(self, organisation_id: int) -> bool:
        """Whether this person manages the members of an organisation."""
        return any(
            row.may_manage and row.organisation_id == organisation_id for row in self.active_memberships
        )

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        return acting_membership(self, permission, obj) is not None

    def holds(self, *permissions: str) -> bool:
        """Whether this person holds one of the rights, on whatever it may be."""
        return any(organisations_by_party(self, name) for name in permissions)

    def has_perms(self, names: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(name, obj) for name in names)

    def has_module_perms(self, _app_label: str) -> bool:
        return self.is_staff


class Organisation(models.Model):
    """An organisation that works in the portal: partnership, municipality, OPR, committee, inspectorate."""

    Kind = OrganisationKind

    kind = models.CharField(_("soort"), max_length=20, choices=OrganisationKind.choices)
    key = models.CharField(
        _("sleutel"), max_length=60, unique=True, help_text=_("vaste code in het register")
    )
    name = models.CharField(_("naam"), max_length=250)
    of = models.ForeignKey(
        "self",
        verbose_name=_("hoort bij"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
    )
    contact_email = models.EmailField(
        _("algemeen e-mailadres"),
        blank=True,
        help_text=_("voor berichten zolang niemand van de organisatie inlogt"),
    )

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.OPR) | Q(of__isnull=False),
                name="opr_belongs_to_partnership",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def party_ids(self) -> dict[str, set[int]]:
        """Itself, for what an organisation does of its own accord."""
        return {"organisation": {self.pk}}


class Membership(models.Model):
    """One role of one person in one organisation. Ended, never deleted."""

    user = models.ForeignKey(
        User, verbose_name=_("persoon"), on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("rol"), max_length=30, choices=Role.choices)
    is_manager = models.BooleanField(_("beheert de deelnemers"), default=False)
    started_at = models.DateTimeField(_("sinds"), default=clock.now)
    ended_at = models.DateTimeField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("deelname")
        verbose_name_plural = _("deelnames")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="one_active_membership",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"

    @property
    def may_be_manager(self) -> bool:
        """Whether somebody in this role may be appointed manager."""
        return role_holds(self.role, "portal.manage_people")

    @property
    def may_manage(self) -> bool:
        """Whether somebody invites and removes people by it."""
        return self.is_manager and self.may_be_manager


def memberships_with(held: Mapping[Any, Iterable[int] | None]) -> list[Membership]:
    """The memberships in force of active people with a role in one of its organisations (None: any); one query."""
    wanted = Q(pk__in=[])
    for role, organisations in held.items():
        anywhere = Q() if organisations is None else Q(organisation_id__in=list(organisations))
        wanted |= Q(role=role) & anywhere
    return list(
        Membership.objects.filter(wanted, ended_at=None, user__is_active=True)
        .select_related("user")
        .order_by("user__email")
    )


class Invitation(SecretLink):
    """An invitation to take up a role in an organisation, sent to one address."""

    purpose = "invitation"

    email = models.EmailField(_("e-mailadres"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("rol"), max_length=30, choices=Role.choices)
    is_manager = models.BooleanField(_("beheert de deelnemers"), default=False)
    # Nobody: the first administrator is invited from the console of the server.
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return not self.accepted_at and not self.withdrawn_at and clock.now() < self.expires_at
