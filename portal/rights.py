"""Who may do what: roles, permissions and the backend that answers `user.has_perm(name, obj)`.

Three questions are kept apart. Which rows somebody sees is answered by the `visible_to(user)` of each model; which
action a role may take by the table of permissions here and in every app's `rights.py`; whether it may happen now by
the guards of the transition. Nobody is a superuser.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import extension_points

if TYPE_CHECKING:
    from portal.models import Membership, User


class OrganisationKind(TextChoices):
    """The kinds of organisation that work in the portal."""

    PARTNERSHIP = "partnership", _("samenwerkingsverband")
    MUNICIPALITY = "municipality", _("gemeente")
    OPR = "opr", _("ondersteuningsplanraad")
    COMMITTEE = "committee", _("geschillencommissie")
    INSPECTORATE = "inspectorate", _("inspectie")
    OPERATOR = "operator", _("functioneel beheer")
    EDITORS = "editors", _("redactie")


class Role(TextChoices):
    """What a person may do for an organisation. Stored codes, never translated text."""

    PARTNERSHIP_EDITOR = "partnership_editor", _("opsteller")
    PARTNERSHIP_SIGNATORY = "partnership_signatory", _("indiener (tekenbevoegd)")
    PARTNERSHIP_ADVISER = "partnership_adviser", _("adviseur (leest mee)")
    MUNICIPALITY_OFFICIAL = "municipality_official", _("ambtenaar")
    MUNICIPALITY_SIGNATORY = "municipality_signatory", _("tekenbevoegde van het college")
    OPR_SECRETARY = "opr_secretary", _("secretaris OPR")
    COMMITTEE_SECRETARY = "committee_secretary", _("secretaris geschillencommissie")
    REVIEWER = "reviewer", _("inspecteur")
    ADMINISTRATOR = "administrator", _("functioneel beheerder")
    GUIDANCE_EDITOR = "guidance_editor", _("redacteur")


# Who work for a partnership and for a municipality.
STAFF = (Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY)
# Who may read everything of a partnership: an outside writer or accountant changes nothing.
READERS = (*STAFF, Role.PARTNERSHIP_ADVISER)
OFFICIALS = (Role.MUNICIPALITY_OFFICIAL, Role.MUNICIPALITY_SIGNATORY)

ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.PARTNERSHIP: READERS,
    OrganisationKind.MUNICIPALITY: OFFICIALS,
    OrganisationKind.OPR: (Role.OPR_SECRETARY,),
    OrganisationKind.COMMITTEE: (Role.COMMITTEE_SECRETARY,),
    OrganisationKind.INSPECTORATE: (Role.REVIEWER,),
    OrganisationKind.OPERATOR: (Role.ADMINISTRATOR,),
    OrganisationKind.EDITORS: (Role.GUIDANCE_EDITOR,),
}

ANYWHERE = "*"


@dataclass(frozen=True)
class Permission:
    """One named right: the roles that have it, each with the party of the object it must be held for.

    `grants` holds (role, party); a party is a key of the object's `party_ids()`, or `ANYWHERE` for a role that is not
    bound to one object (the inspectorate sees every partnership).
    """

    name: str
    label: str | Promise
    grants: tuple[tuple[Role, str], ...]


def grants(party: str, *roles: Role) -> tuple[tuple[Role, str], ...]:
    """The same party for several roles."""
    return tuple((role, party) for role in roles)


PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "portal.view_admin",
        _("het beheer openen"),
        grants(ANYWHERE, Role.REVIEWER, Role.ADMINISTRATOR, Role.GUIDANCE_EDITOR),
    ),
    Permission(
        "portal.view_organisation",
        _("de mensen van de eigen organisatie inzien"),
        grants("organisation", *Role),
    ),
    # A right that is asked besides being appointed manager (`Membership.is_manager`).
    Permission(
        "portal.manage_people",
        _("als beheerder van de organisatie mensen uitnodigen en verwijderen"),
        grants("organisation", *(role for role in Role if role != Role.PARTNERSHIP_ADVISER)),
    ),
    Permission(
        "portal.view_reference_data",
        _("het register, de rondes en de onderdelen in het beheer inzien"),
        grants(ANYWHERE, Role.REVIEWER, Role.ADMINISTRATOR),
    ),
    Permission(
        "portal.view_audit",
        _("de volledige tijdlijn inzien"),
        grants(ANYWHERE, Role.REVIEWER, Role.ADMINISTRATOR),
    ),
    Permission(
        "portal.change_reference_data",
        _("rondes, onderdelen en organisaties onderhouden"),
        grants(ANYWHERE, Role.ADMINISTRATOR),
    ),
)


def acting_membership(user: "User", permission: str, obj: Any = None) -> "Membership | None":
    """The membership by which this person holds the permission on this object; None without the right.

    Memberships are read once per user object (one query), so a page asks as often as it likes.
    """
    row = extension_points.PERMISSIONS.get(permission)
    if row is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    parties = obj.party_ids() if obj is not None and hasattr(obj, "party_ids") else {}
    for membership in user.active_memberships:
        for role, party in row.grants:
            if membership.role != role:
                continue
            if party == ANYWHERE or membership.organisation_id in parties.get(party, ()):
                return membership
    return None


def organisations_by_party(user: "User", permission: str) -> dict[str, list[int]]:
    """Per party the organisations by which somebody holds a right for it; empty without the right."""
    row = extension_points.PERMISSIONS[permission]
    found: dict[str, list[int]] = {}
    if user.is_authenticated and user.is_active:
        for membership in user.active_memberships:
            for role, party in row.grants:
                if membership.role == role:
                    found.setdefault(party, []).append(membership.organisation_id)
    return found


def holders(permission: str, objects: Iterable[Any] = (), party: str = "") -> dict[Role, set[int] | None]:
    """Who holds a right on one of the objects: per role the organisations it is held in, None for all of its kind.

    With a party only those who hold it for that one.
    """
    found: dict[Role, set[int] | None] = {}
    parties = [row.party_ids() for row in objects]
    for role, held_for in extension_points.PERMISSIONS[permission].grants:
        if party and held_for != party:
            continue
        if held_for == ANYWHERE:
            found[role] = None
        elif (there := found.setdefault(role, set())) is not None:
            there.update(*(row.get(held_for, ()) for row in parties))
    return found


def role_holds(role: str, permission: str) -> bool:
    """Whether a role holds a right, for whichever party."""
    return any(role == granted for granted, _party in extension_points.PERMISSIONS[permission].grants)


class RoleBackend:
    """Django's authentication backend for rights; it signs nobody in."""

    def authenticate(self, _request: Any, **_credentials: Any) -> None:
        return None

    def has_perm(self, user: "User", permission: str, obj: Any = None) -> bool:
        return acting_membership(user, permission, obj) is not None
