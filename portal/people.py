"""Who belongs to an organisation: inviting, accepting and ending, each with its audit line and mail."""

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import audit, clock, extension_points, outbox, steps
from portal.models import Invitation, Membership, Organisation, User
from portal.rights import ROLES_OF_KIND, OrganisationKind, Role, acting_membership, role_holds
from portal.workflow import Blocked, NotAllowed, StaleState

INVITATION_TERM = dt.timedelta(days=14)
# Inviting the same person again within this time sends no second mail, whichever form or person it came from.
ONE_MAIL = dt.timedelta(minutes=1)
ANY_ORGANISATION = "portal.change_reference_data"


def may_manage(user: User, organisation: Organisation) -> bool:
    """Whether this person invites and removes people here: as its manager, or as functional administrator."""
    return user.manages(organisation.pk) or user.has_perm(ANY_ORGANISATION)


@steps.once
def invite(
    organisation: Organisation, *, email: str, role: str, is_manager: bool = False, by: User | None
) -> Invitation:
    """Invite somebody to a role; inviting again sends the same invitation once more with a new term.

    `by` is nobody only at the console of the server. Raises `NotAllowed`, and `Blocked` for a role this organisation
    does not have or that the person holds already.
    """
    acting = _managing_membership(by, organisation)
    email = email.strip().lower()
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise Blocked(_("Deze rol bestaat niet in een organisatie van deze soort."))
    _check_manager(role, is_manager)
    if Membership.objects.filter(
        user__email__iexact=email, organisation=organisation, role=role, ended_at=None
    ).exists():
        raise Blocked(_("%(email)s heeft deze rol al.") % {"email": email})
    invitation = Invitation.objects.filter(
        email__iexact=email, organisation=organisation, role=role, accepted_at=None, withdrawn_at=None
    ).first()
    if invitation is None:
        invitation = Invitation(email=email, organisation=organisation, role=role)
    elif invitation.is_manager == is_manager and _just_sent(invitation):
        return invitation
    invitation.is_manager, invitation.invited_by = is_manager, by
    invitation.invited_at = now = clock.now()
    invitation.expires_at = now + INVITATION_TERM
    invitation.save()
    _record("portal.invited", invitation, by, acting, role=role, is_manager=is_manager)
    _send(invitation)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> Invitation:
    """Send an invitation again; its term starts anew. A second click does nothing more.

    Raises `NotAllowed`, and `StaleState` when it was accepted or withdrawn meanwhile.
    """
    acting = _managing_membership(by, invitation.organisation)
    invitation.refresh_from_db()
    if invitation.is_open and _just_sent(invitation):
        return invitation
    now = clock.now()
    _swap(invitation, invited_at=now, expires_at=now + INVITATION_TERM)
    _record("portal.invited", invitation, by, acting, role=invitation.role, is_manager=invitation.is_manager)
    _send(invitation)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Withdraw an invitation: its link stops working. A second click does nothing more.

    Raises `NotAllowed`, and `StaleState` when it was accepted meanwhile.
    """
    acting = _managing_membership(by, invitation.organisation)
    invitation.refresh_from_db()
    if invitation.withdrawn_at:
        return
    _swap(invitation, withdrawn_at=clock.now())
    _record("portal.invitation_withdrawn", invitation, by, acting, role=invitation.role)


def invited_person(invitation: Invitation) -> User | None:
    """The person with an account at the invited address."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """A new person takes up an invitation: makes the account and the membership.

    Raises `ValidationError` for a password that is too weak, `StaleState` when the invitation cannot be used (any
    more) or the address has an account meanwhile.
    """
    has_account = _("Dit e-mailadres heeft al een account. Log in en open de uitnodiging opnieuw.")
    if invited_person(invitation):
        raise StaleState(has_account)
    user = User(email=invitation.email.lower(), name=name.strip(), language=language)
    validate_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # the same person, in another window
        raise StaleState(has_account) from error
    join(invitation, user=user)
    return user


@transaction.atomic
def join(invitation: Invitation, *, user: User) -> Membership:
    """A person with an account takes up an invitation to their own address. Raises `NotAllowed` or `StaleState`."""
    if user.email.lower() != invitation.email.lower() or not user.is_active:
        raise NotAllowed(_("Deze uitnodiging is voor een ander e-mailadres."))
    if not invitation.is_open:
        raise StaleState(_("Deze uitnodiging kan niet meer worden gebruikt."))
    steps.lock(invitation.organisation)
    _swap(invitation, accepted_at=clock.now())
    membership, created = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        ended_at=None,
        defaults={"is_manager": invitation.is_manager},
    )
    if not created and invitation.is_manager and not membership.is_manager:
        membership.is_manager = True
        membership.save(update_fields=["is_manager"])
    _record("portal.joined", membership, user, membership, role=membership.role)
    if invitation.invited_by and invitation.invited_by.is_active:
        outbox.notify(
            "portal/joined",
            {
                "person": f"{user.name} <{user.email}>",
                "organisation": str(invitation.organisation),
                "role": invitation.role,
                "path": reverse("portal:people", args=[invitation.organisation_id]),
            },
            people=[invitation.invited_by],
        )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """Take somebody's role away, at once. The last manager stays, unless an administrator ends it.

    Raises `NotAllowed`, `StaleState` when it has ended already, `Blocked` for the last manager.
    """
    organisation = membership.organisation
    acting = _managing_membership(by, organisation)
    membership.refresh_from_db(fields=["is_manager", "ended_at"])
    if membership.ended_at:
        raise StaleState(_("Deze persoon was al verwijderd."))
    _keep_a_manager(membership, by)
    others = membership.user.memberships.filter(ended_at=None).exclude(pk=membership.pk)
    _leave(membership.user, [row.organisation for row in others.select_related("organisation")], by)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    _record("portal.membership_ended", membership, by, acting, role=membership.role)
    outbox.notify(
        "portal/membership_ended",
        {"organisation": str(organisation), "role": membership.role, "path": reverse("portal:start")},
        people=[membership.user],
    )


@transaction.atomic
def set_manager(membership: Membership, *, is_manager: bool, by: User) -> None:
    """Let a member manage the people of the organisation, or no longer. A second click does nothing more.

    Raises as `end_membership` does.
    """
    acting = _managing_membership(by, membership.organisation)
    membership.refresh_from_db(fields=["is_manager", "ended_at"])
    if membership.ended_at:
        raise StaleState(_("Deze persoon was al verwijderd."))
    if membership.is_manager == is_manager:
        return
    _check_manager(membership.role, is_manager)
    if not is_manager:
        _keep_a_manager(membership, by)
    membership.is_manager = is_manager
    membership.save(update_fields=["is_manager"])
    action = "portal.made_manager" if is_manager else "portal.manager_ended"
    _record(action, membership, by, acting, role=membership.role)


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: User, reason: str) -> None:
    """Close somebody's account, or open it again; their memberships stay. Only functional administrators may.

    Raises `NotAllowed`, `Blocked` for one's own account (so that one administrator always remains) or without a
    reason, `StaleState` when it is so already.
    """
    acting = acting_membership(by, ANY_ORGANISATION)
    if acting is None:
        raise NotAllowed(_("Alleen een functioneel beheerder kan een account sluiten of heropenen."))
    steps.lock(acting.organisation)
    if not User.objects.filter(pk=by.pk, is_active=True).exists():
        raise NotAllowed(_("Uw eigen account is intussen gesloten."))
    if user.pk == by.pk:
        raise Blocked(_("U kunt uw eigen account niet sluiten. Vraag een andere functioneel beheerder."))
    if not reason.strip():
        raise Blocked(_("Geef een reden: die komt in het auditspoor te staan."))
    if not is_active:
        _leave(user, [], by)
    if not User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active):
        raise StaleState(_("Dat was al gebeurd."))
    user.refresh_from_db(fields=["is_active"])
    action = "portal.user_activated" if is_active else "portal.user_deactivated"
    audit.record(action, user, by=by, membership=acting, reason=reason.strip(), data={"person": user.email})


def _managing_membership(by: User | None, organisation: Organisation) -> Membership | None:
    """The membership by which somebody manages an organisation, as it is once it is their turn.

    One change of the people of an organisation at a time: two managers cannot remove each other.
    """
    steps.lock(organisation)
    if by is None:
        return None
    now = User.objects.get(pk=by.pk)
    for membership in now.active_memberships if now.is_active else ():
        if membership.may_manage and membership.organisation_id == organisation.pk:
            return membership
    if found := acting_membership(now, ANY_ORGANISATION):
        return found
    raise NotAllowed(_("Alleen een beheerder van de organisatie kan mensen uitnodigen of verwijderen."))


def _leave(user: User, remaining: list[Organisation], by: User) -> None:
    """Let the apps see to what somebody leaves behind, while whoever sends them away still has their own rights."""
    for hook in extension_points.LEAVING:
        hook(user, remaining, by)


def _check_manager(role: str, is_manager: bool) -> None:
    if is_manager and not role_holds(role, "portal.manage_people"):
        text = _("Iemand met de rol ‘%(role)s’ kan geen beheerder van de organisatie zijn.")
        raise Blocked(text % {"role": Role(role).label})


def _keep_a_manager(membership: Membership, by: User) -> None:
    others = Membership.objects.filter(
        organisation=membership.organisation, ended_at=None, is_manager=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not membership.is_manager or others.exists():
        return
    is_ours = membership.organisation.kind == OrganisationKind.OPERATOR
    if is_ours or not by.has_perm(ANY_ORGANISATION):
        raise Blocked(
            _("Dit is de laatste beheerder van de organisatie. Maak eerst iemand anders beheerder.")
        )


def _just_sent(invitation: Invitation) -> bool:
    return clock.now() - invitation.invited_at < ONE_MAIL


def _swap(invitation: Invitation, **values: dt.datetime) -> None:
    """Change an invitation that is neither accepted nor withdrawn; of two at once, one wins."""
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not rows.update(**values):
        raise StaleState(_("Deze uitnodiging is al aangenomen of ingetrokken."))
    invitation.refresh_from_db()


def _record(
    action: str,
    obj: Invitation | Membership,
    by: User | None,
    acting: Membership | None,
    **data: str | bool,
) -> None:
    person = obj.email if isinstance(obj, Invitation) else obj.user.email
    audit.record(action, obj, by=by, membership=acting, data={"person": person, **data})


def _send(invitation: Invitation) -> None:
    person = invited_person(invitation)
    context = {
        "organisation": str(invitation.organisation),
        "role": str(Role(invitation.role)),
        "invited_by": str(invitation.invited_by or ""),
        "until": invitation.expires_at.isoformat(),
        "secret_paths": {"path": invitation.secret_for_mail},
    }
    if person and person.is_active:
        outbox.notify("portal/invited", context, people=[person])
    else:
        outbox.notify("portal/invited", context, addresses=[invitation.email])
