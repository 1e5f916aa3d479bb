"""Every address of the portal, with the row of a stage that stands in it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guidance.models import AgendaAction, AgendaDate, CommitteePage, Party, Subject
from plans.models import BudgetHeading, FilingRound, LawVersion
from portal.models import AuditEntry, MailMessage
from register.models import Area, MunicipalityChange
from tests.stage import E, Stage

Arguments = Callable[[Stage], list[Any]]


def names(resolver: Any = None, space: str = "") -> Iterator[str]:
    """The names of all addresses, the admin's too; those without a name are its catch-alls."""
    for row in (resolver or get_resolver()).url_patterns:
        if isinstance(row, URLResolver):
            yield from names(row, f"{space}{row.namespace}:" if row.namespace else space)
        elif isinstance(row, URLPattern) and row.name:
            yield f"{space}{row.name}"


def dossier(stage: Stage) -> list[Any]:
    return [stage.dossier.uuid]


def consultation(stage: Stage) -> list[Any]:
    return [stage.consultation.uuid]


def dispute(stage: Stage) -> list[Any]:
    return [stage.dispute.uuid]


# Addresses without a row in them are not listed; a name with `/` is a step of that page.
ROWS: dict[str, Arguments] = {
    "portal:message": lambda s: [s.message.pk],
    "portal:people": lambda s: [s.organisation.pk],
    "portal:invite": lambda s: [s.organisation.pk],
    "portal:open_invitation": lambda s: [s.organisation.pk, s.invitation.pk],
    "portal:member": lambda s: [s.organisation.pk, s.member.pk],
    "portal:invitation": lambda s: [s.invitation.token],
    "plans:dossier": dossier,
    "plans:transition/offer": lambda s: [s.dossier.uuid, "offer"],
    "plans:transition/adopt": lambda s: [s.dossier.uuid, "adopt"],
    "plans:transition/file": lambda s: [s.dossier.uuid, "file"],
    "plans:transition/start_enforcement": lambda s: [s.dossier.uuid, "start_enforcement"],
    "plans:transition/unknown": lambda s: [s.dossier.uuid, "unknown"],
    "plans:details": dossier,
    "plans:partners": dossier,
    "plans:check": dossier,
    "plans:timeline": dossier,
    "plans:budget": dossier,
    "plans:add_chapter": dossier,
    "plans:chapter": lambda s: [s.dossier.uuid, s.chapter.pk],
    "plans:revisions": lambda s: [s.dossier.uuid, s.chapter.pk],
    "plans:remove_chapter": lambda s: [s.dossier.uuid, s.free_chapter.pk],
    "plans:restore_chapter": lambda s: [s.dossier.uuid, s.free_chapter.pk],
    "plans:attachments": dossier,
    "plans:attachment": lambda s: [s.dossier.uuid, s.attachment.pk],
    "plans:remove_attachment": lambda s: [s.dossier.uuid, s.attachment.pk],
    "plans:adoption_document": lambda s: [s.dossier.uuid, s.filing.adoption_id],
    "plans:version": lambda s: [s.dossier.uuid, 1],
    "plans:version_pdf": lambda s: [s.dossier.uuid, 1],
    "plans:version_json": lambda s: [s.dossier.uuid, 1],
    "plans:version_attachment": lambda s: [s.dossier.uuid, 1, s.filing.version.attachments.get().pk],
    "plans:compare": lambda s: [s.dossier.uuid, 1, 2],
    "plans:receipt": lambda s: [s.filing.reference],
    "plans:withdraw": lambda s: [s.filing.reference],
    "plans:receipt_pdf": lambda s: [s.filing.reference],
    "consultations:document/procedure": lambda s: ["procedure", s.procedure.pk],
    "consultations:document/verslag": lambda s: ["verslag", s.meeting.pk],
    "consultations:document/uitkomst": lambda s: ["uitkomst", s.consultation.outcome_id],
    "consultations:document/overleg": lambda s: ["overleg", s.overleg.records.get().pk],
    "consultations:document/instemming": lambda s: ["instemming", s.consent.decisions.get().pk],
    "consultations:document/unknown": lambda s: ["unknown", 1],
    "consultations:consultation": consultation,
    "consultations:transition/agree": lambda s: [s.consultation.uuid, "agree"],
    "consultations:transition/agree_on_behalf": lambda s: [s.consultation.uuid, "agree_on_behalf"],
    "consultations:transition/escalate": lambda s: [s.consultation.uuid, "escalate"],
    "consultations:new_meeting_with": consultation,
    "consultations:change_meeting": lambda s: [s.meeting.pk],
    "consultations:matrix": dossier,
    "consultations:matrix_csv": dossier,
    "consultations:new_meeting": dossier,
    "consultations:procedure": dossier,
    "consultations:change_procedure": lambda s: [s.dossier.uuid, s.procedure.uuid],
    "consultations:overleg": lambda s: [s.overleg.uuid],
    "consultations:overleg_transition/hold": lambda s: [s.overleg.uuid, "hold"],
    "consultations:ask_consent": dossier,
    "consultations:consent": lambda s: [s.consent.uuid],
    "consultations:consent_transition/consent": lambda s: [s.consent.uuid, "consent"],
    "consultations:consent_transition/refuse_on_behalf": lambda s: [s.consent.uuid, "refuse_on_behalf"],
    "disputes:dispute": dispute,
    "disputes:transition/advise": lambda s: [s.dispute.uuid, "advise"],
    "disputes:transition/respond": lambda s: [s.dispute.uuid, "respond"],
    "disputes:transition/settle": lambda s: [s.dispute.uuid, "settle"],
    "disputes:transition/withdraw": lambda s: [s.dispute.uuid, "withdraw"],
    "disputes:transition/lodge": lambda s: [s.dispute.uuid, "lodge"],
    "disputes:document": lambda s: [s.dispute.uuid, s.dispute.records.order_by("pk")[0].pk],
    "disputes:bundle": dispute,
    "disputes:lodge": consultation,
    "guidance:feed": lambda s: [s.feed.token],
    "guidance:document": lambda _stage: ["modelprocedure-oogo"],
    "guidance:document_file": lambda s: ["modelprocedure-oogo", s.model_text.pk],
    "examples:example": lambda s: [s.example.uuid],
    "examples:example_attachment": lambda s: [s.example.uuid, s.example_file.pk],
    "examples:example_transition/change": lambda s: [s.example.uuid, "change"],
    "examples:example_transition/submit": lambda s: [s.example.uuid, "submit"],
    "examples:example_transition/publish": lambda s: [s.example.uuid, "publish"],
    "examples:example_transition/draft": lambda s: [s.example.uuid, "draft"],
    "examples:new_example": lambda s: [s.organisation.pk],
    "examples:follow": lambda _stage: ["jeugdhulp"],
    "examples:stop_digest": lambda s: [s.subscription.token],
    "briefings:briefing": lambda s: [s.briefing.uuid],
    "briefings:briefing_file": lambda s: [s.briefing.uuid],
    "briefings:briefing_document": lambda s: [s.briefing.uuid, s.briefing_file.pk],
    "briefings:attendance": lambda s: [s.briefing.uuid],
    "briefings:attendance_csv": lambda s: [s.briefing.uuid],
    "briefings:sign_somebody_off": lambda s: [s.briefing.uuid, s.registration.uuid],
    "briefings:briefing_transition/sign_up": lambda s: [s.briefing.uuid, "sign_up"],
    "briefings:briefing_transition/cancel": lambda s: [s.briefing.uuid, "cancel"],
    "briefings:registration_transition/sign_off": lambda s: [s.registration.uuid, "sign_off"],
    "briefings:registration_transition/move_up": lambda s: [s.registration.uuid, "move_up"],
    "experiments:apply": lambda s: ["2013", s.organisation.pk],
    "experiments:experiment": lambda s: [s.experiment.uuid],
    "experiments:experiment_transition/select": lambda s: [s.experiment.uuid, "select"],
    "experiments:experiment_transition/report": lambda s: [s.experiment.uuid, "report"],
    "examples:share_lessons": lambda s: [s.experiment.uuid],
    "experiments:experiment_transition/apply": lambda s: [s.experiment.uuid, "apply"],
    "experiments:report_file": lambda s: [s.experiment.uuid, s.report.pk],
    "account_reset_password_from_key": lambda s: ["x", "set-password"],
    "admin:app_list": lambda _stage: ["plans"],
    "admin:portal_user_activity": lambda s: [s.people[E].pk],
    "admin:plans_dossier_open": lambda s: [s.dossier.round_id, s.dossier.partnership_id],
    "admin:plans_dossier_transition/start_enforcement": lambda s: [s.dossier.pk, "start_enforcement"],
    "admin:plans_dossier_transition/offer": lambda s: [s.dossier.pk, "offer"],
    "admin:plans_filing_transition/reconsider": lambda s: [s.filing.pk, "reconsider"],
    "admin:plans_filing_transition/take_up": lambda s: [s.filing.pk, "take_up"],
}

# The row the pages of the admin are about, by model.
ADMIN_ROWS: dict[str, Arguments] = {
    "portal.organisation": lambda s: [s.organisation.pk],
    "portal.user": lambda s: [s.people[E].pk],
    "portal.membership": lambda s: [s.member.pk],
    "portal.auditentry": lambda s: [AuditEntry.objects.filter(dossier=s.dossier.uuid).latest("pk").pk],
    "portal.mailmessage": lambda s: [MailMessage.objects.filter(dossier=s.dossier.uuid).latest("pk").pk],
    "register.partnership": lambda s: [s.dossier.partnership_id],
    "register.municipality": lambda s: [s.consultation.municipality_id],
    "register.area": lambda s: [Area.objects.filter(partnership=s.dossier.partnership)[0].pk],
    "register.municipalitychange": lambda s: [MunicipalityChange.objects.all()[0].pk],
    "plans.dossier": lambda s: [s.dossier.pk],
    "plans.filing": lambda s: [s.filing.pk],
    "plans.filinground": lambda s: [FilingRound.objects.all()[0].pk],
    "plans.lawversion": lambda s: [LawVersion.objects.all()[0].pk],
    "plans.budgetheading": lambda s: [BudgetHeading.objects.all()[0].pk],
    "guidance.document": lambda s: [s.model_text.document_id],
    "guidance.agendaaction": lambda _stage: [AgendaAction.objects.all()[0].pk],
    "guidance.agendadate": lambda _stage: [AgendaDate.objects.all()[0].pk],
    "guidance.committeepage": lambda _stage: [CommitteePage.objects.all()[0].pk],
    "courses.offer": lambda s: [s.offer.pk],
    "guidance.linkcheck": lambda s: [s.link_check.pk],
    "examples.example": lambda s: [s.example.pk],
    "briefings.briefing": lambda s: [s.briefing.pk],
    "experiments.experiment": lambda s: [s.experiment.pk],
    "experiments.experimentcall": lambda s: [s.experiment.call_id],
    "guidance.subject": lambda _stage: [Subject.objects.all()[0].pk],
    "guidance.party": lambda _stage: [Party.objects.all()[0].pk],
}


def admin_pages() -> Iterator[tuple[str, Arguments | None]]:
    """The pages every model of the admin has."""
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        row = ADMIN_ROWS.get(model._meta.label_lower, lambda _stage: [1])
        yield from ((f"admin:{label}_{page}", None) for page in ("changelist", "add"))
        yield from ((f"admin:{label}_{page}", row) for page in ("history", "delete", "change"))


def pages() -> dict[str, Arguments | None]:
    """Every page: its name (and step) with what stands in its address."""
    rows: dict[str, Arguments | None] = {**ROWS, **dict(admin_pages())}
    having = {name.split("/")[0] for name in rows}
    return rows | {name: None for name in names() if name not in having}


def address(page: str, stage: Stage) -> str:
    arguments = pages()[page]
    return reverse(page.split("/")[0], args=arguments(stage) if arguments else [])
