"""The people of an organisation: members see them, managers (and functional administrators) change them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from portal import people
from portal.forms import PortalForm, VersionedForm
from portal.models import Invitation, Membership, Organisation, User
from portal.rights import ROLES_OF_KIND
from portal.views.forbidden import forbidden
from portal.workflow import Refused

PER_PAGE = 50


def organisations_of(user: User) -> Any:
    """The organisations whose people somebody may see."""
    if user.has_perm(people.ANY_ORGANISATION):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=user.organisation_ids("portal.view_organisation"))


class Organisations(LoginRequiredMixin, View):
    """My organisations; for functional administrators all, with a search box."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = organisations_of(request.user)
        everything = request.user.has_perm(people.ANY_ORGANISATION)
        query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        if everything and query:
            rows = rows.filter(name__icontains=query)
        page = Paginator(rows.order_by("kind", "name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
        if len(page) == 1 and not query and not everything:
            return redirect("portal:people", page[0].pk)
        context = {"page": page, "query": query, "everything": everything}
        return render(request, "portal/organisations.html", context)


class InviteForm(VersionedForm):
    """Who is invited, and to which role of the organisation."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy(
            "De uitnodiging gaat naar dit adres. Het wordt ook het adres om mee in te loggen."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Vul een e-mailadres in."),
            "invalid": gettext_lazy("Dit is geen e-mailadres. Typ een adres als naam@organisatie.nl."),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rol"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een rol.")},
    )
    is_manager = forms.BooleanField(
        label=gettext_lazy("Mag zelf ook mensen uitnodigen en verwijderen"), required=False
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_OF_KIND[organisation.kind]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0].value


class OrganisationView(LoginRequiredMixin, View):
    """A page of one organisation: 404 outside one's own; 403 with the reason for who may only look."""

    organisation: Organisation
    for_managers = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.organisation = get_object_or_404(organisations_of(request.user), pk=kwargs["pk"])
        self.may_manage = people.may_manage(request.user, self.organisation)
        if self.for_managers and not self.may_manage:
            reason = _("Alleen een beheerder van de organisatie kan mensen uitnodigen of verwijderen.")
            return forbidden(request, reason, form=self.sent_form())
        return super().dispatch(request, *args, **kwargs)

    def sent_form(self) -> PortalForm | None:
        """The form that was sent to this page, with what was typed; None for a page with buttons only."""
        return None

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        base = {"organisation": self.organisation, "may_manage": self.may_manage}
        return render(self.request, template, {**base, **context}, status=status)

    def done(self, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect("portal:people", self.organisation.pk)

    def show_people(self, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        """The list of members and open invitations, with what held a step back."""
        members = (
            Membership.objects.filter(organisation=self.organisation, ended_at=None)
            .select_related("user")
            .order_by("user__name", "user__email", "pk")
        )
        waiting = Invitation.objects.filter(
            organisation=self.organisation, accepted_at=None, withdrawn_at=None
        ).order_by("email", "pk")
        return self.show(
            "portal/people.html",
            status=status,
            members=members,
            invitations=waiting if self.may_manage else [],
            refused=refused,
        )


class People(OrganisationView):
    """Who works here, and who was invited."""

    for_managers = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show_people()


class Invite(OrganisationView):
    """Invite somebody."""

    def sent_form(self) -> PortalForm | None:
        sent = self.request.method == "POST"
        return InviteForm(self.request.POST, organisation=self.organisation) if sent else None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show("portal/invite.html", form=InviteForm(organisation=self.organisation))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = InviteForm(request.POST, organisation=self.organisation)
        if not form.is_valid():
            return self.show("portal/invite.html", status=422, form=form)
        try:
            sent = form.sent(request.path)
            invitation = people.invite(self.organisation, by=request.user, sent=sent, **form.typed())
        except Refused as refused:
            form.refuse(refused)
            return self.show("portal/invite.html", status=refused.status, form=form)
        return self.done(_("De uitnodiging is verstuurd naar %(email)s.") % {"email": invitation.email})


class Open(OrganisationView):
    """Send an open invitation again, or withdraw it."""

    def get(self, request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
        """Somebody comes back here after signing in or after another language: the list is the place to be."""
        return redirect("portal:people", pk)

    def post(self, request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
        found = get_object_or_404(
            Invitation.objects.select_related("organisation"), pk=invitation, organisation=self.organisation
        )
        steps: dict[str, tuple[Callable[..., Any], str]] = {
            "resend": (people.resend, _("De uitnodiging is opnieuw verstuurd naar %(email)s.")),
            "withdraw": (people.withdraw, _("De uitnodiging aan %(email)s is ingetrokken.")),
        }
        if request.POST.get("step") not in steps:
            raise Http404
        step, text = steps[request.POST["step"]]
        try:
            step(found, by=request.user)
        except Refused as refused:
            return self.show_people(status=409, refused=refused)
        return self.done(text % {"email": found.email})


class Member(OrganisationView):
    """Make a member manager or no longer, or end the membership after a question."""

    def load(self, membership: int) -> Membership:
        """A member of this organisation, also one who was removed: a second click finds them again."""
        return get_object_or_404(
            Membership.objects.select_related("user", "organisation"),
            pk=membership,
            organisation=self.organisation,
        )

    def get(self, request: HttpRequest, pk: int, membership: int) -> HttpResponse:
        member = self.load(membership)
        return self.gone(member) if member.ended_at else self.show("portal/member.html", membership=member)

    def post(self, request: HttpRequest, pk: int, membership: int) -> HttpResponse:
        member = self.load(membership)
        if member.ended_at:
            return self.gone(member)
        step = request.POST.get("step", "")
        try:
            if step == "end":
                people.end_membership(member, by=request.user)
            elif step in {"manager", "no_manager"}:
                people.set_manager(member, is_manager=step == "manager", by=request.user)
            else:
                raise Http404
        except Refused as refused:
            return self.show("portal/member.html", status=409, membership=member, refused=refused)
        return self.after(member, step)

    def gone(self, member: Membership) -> HttpResponse:
        messages.info(
            self.request, _("%(name)s was al verwijderd uit de organisatie.") % {"name": str(member.user)}
        )
        return redirect("portal:people", self.organisation.pk)

    def after(self, member: Membership, step: str) -> HttpResponse:
        names = {"name": str(member.user)}
        if step != "end":
            return self.done(_("De rechten van %(name)s zijn aangepast.") % names)
        messages.success(self.request, _("%(name)s is verwijderd uit de organisatie.") % names)
        fresh = User.objects.get(pk=self.request.user.pk)
        seen = organisations_of(fresh).filter(pk=self.organisation.pk).exists()
        return redirect("portal:people", self.organisation.pk) if seen else redirect("portal:start")
