"""Every form class of the project keeps the contract: named, explained, refused with reasons, nothing typed lost."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import translation

import consultations.forms
import plans.forms
import plans.views.budget
from briefings.forms import SignUpForm
from consultations.models import Consultation
from examples.forms import FollowingForm
from portal import accounts, extension_points, workflow
from portal.form_fields import DocumentField, text_field
from portal.forms import PortalForm, PortalFormMixin, PortalModelForm, TransitionForm, VersionedForm
from portal.models import User
from portal.views.invitations import AcceptForm
from portal.views.people import InviteForm
from portal.views.profile import ProfileForm
from portal.views.transition import TransitionView
from register.models import Municipality, Partnership
from tests import stage as stages
from tests import world
from tests.form_contract import Tree, controls, problems, summary_links
from tests.plans.conftest import pdf
from tests.stage import E, M, S, Stage
from tools.own_apps import APPS

TEMPLATE = "{% load crispy_forms_tags %}{% error_summary form %}<h1>x</h1><form>{% crispy form %}</form>"
Build = Callable[..., Any]
# Bases without a page of their own.
BASES = {
    PortalForm,
    PortalModelForm,
    VersionedForm,
    consultations.forms.WithDocument,
    plans.views.budget.VersionForm,  # hidden fields alone, beside the lines
}


@pytest.fixture
def stage(db: None) -> Stage:
    return stages.own()


def subclasses(base: type) -> Iterator[type]:
    for found in base.__subclasses__():
        yield found
        yield from subclasses(found)


def form_classes() -> set[type]:
    """Every form of every app, once all their modules are read; those of the admin are tested on their pages."""
    for app in APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if (
                module.name.rpartition(".")[2] in {"forms", "budget_form", "accounts"}
                or ".views" in module.name
            ):
                import_module(module.name)
    found = {row for row in subclasses(PortalFormMixin) if issubclass(row, forms.BaseForm)}
    return {row for row in found if ".admin" not in row.__module__ and not row.__module__.startswith("tests")}


def steps() -> Iterator[tuple[type[TransitionForm], workflow.Transition]]:
    """The form of every step that has a page, as its view picks it."""
    for view in subclasses(TransitionView):
        if not hasattr(view, "subject") or ".admin" in view.__module__:
            continue
        for row in extension_points.TRANSITIONS:
            if row.subject == view.subject and not row.quiet:
                yield view().form_class(row), row


def subject_of(row: workflow.Transition, stage: Stage) -> Any:
    subjects = {
        "plans.Dossier": stage.dossier,
        "plans.Filing": stage.filing,
        "consultations.Consultation": stage.consultation,
        "consultations.Overleg": stage.overleg,
        "consultations.ConsentRequest": stage.consent,
        "disputes.Dispute": stage.dispute,
        "portal.Organisation": stage.organisation,
        "examples.Example": stage.example,
        "briefings.Briefing": stage.briefing,
        "briefings.Registration": stage.registration,
        "experiments.Experiment": stage.experiment,
    }
    return subjects[row.on or row.subject]


def builders(stage: Stage) -> dict[str, tuple[type, Build]]:
    """How every form is made, by a name: the class with what it asks besides the data."""
    user = stage.people[E]
    found: dict[str, tuple[type, Build]] = {}

    def add(cls: Any, name: str = "", **needs: Any) -> None:
        found[f"{cls.__name__} {name}".strip()] = (cls, lambda **data: cls(**needs, **data))

    for cls, row in steps():
        add(cls, f"{row.subject} {row.name}", transition=row, obj=subject_of(row, stage), user=user)
    municipalities = Municipality.objects.all()[:30]
    talks = Consultation.objects.with_names().filter(dossier=stage.dossier)
    for cls in (accounts.LoginForm, accounts.ResetPasswordForm, AcceptForm, plans.forms.AttachmentForm):
        add(cls)
    add(accounts.ResetPasswordKeyForm, user=user)
    add(accounts.ChangePasswordForm, user=user)
    for organisation in (stage.organisation, world.committee()):
        add(InviteForm, organisation.kind, organisation=organisation)
    add(ProfileForm)
    add(plans.forms.DetailsForm, plan_start=stage.dossier.round.plan_start)
    add(plans.forms.NewChapterForm)
    add(
        plans.forms.PartnersForm,
        municipalities=Municipality.objects.filter(pk__in=[row.pk for row in municipalities]),
        partnerships=Partnership.objects.filter(sector="VO"),
    )
    add(FollowingForm)
    sign_up = workflow.find("briefings.Registration", "sign_up")
    for name in (E, M):
        person = stage.people[name]
        add(SignUpForm, f"for the {name}", transition=sign_up, obj=stage.briefing, user=person)
    add(consultations.forms.ProcedureForm, municipalities=Municipality.objects.filter(name__startswith="M"))
    add(consultations.forms.MeetingForm, consultations=talks)
    return found


# These are drawn by their own template; their pages are tested below.
OWN_TEMPLATE = {"plans.forms.ChapterForm", "plans.budget_form.LineForm"}


def html_of(form: Any) -> str:
    return str(engines["django"].from_string(TEMPLATE).render({"form": form}))


def typed(form: Any) -> dict[str, Any]:
    """Something in every field, most of it wrong, and a choice that exists where there are choices."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelMultipleChoiceField):
            data[name] = [str(row.pk) for row in field.queryset[:2]]
        elif isinstance(field, forms.ModelChoiceField):
            data[name] = ["" if not field.queryset else str(field.queryset[0].pk)]
        elif isinstance(field, forms.ChoiceField):
            data[name] = [str(list(field.widget.choices)[-1][0])]
        elif isinstance(field, forms.BooleanField):
            data[name] = ["on"]
        elif not isinstance(field, forms.FileField) and not field.widget.is_hidden:
            data[name] = [f'onzin <b>&"{name}']
    return data


def as_post(data: dict[str, list[str]]) -> Any:
    from django.http import QueryDict

    post = QueryDict(mutable=True)
    for name, values in data.items():
        post.setlist(name, values)
    return post


def test_every_form_is_tested(stage: Stage) -> None:
    built = {cls for cls, _build in builders(stage).values()}
    own = {cls for cls in form_classes() if f"{cls.__module__}.{cls.__qualname__}" in OWN_TEMPLATE}
    assert len(own) == len(OWN_TEMPLATE)
    # A base that only its subclasses have on a page is tested by these.
    bases = {cls for cls in form_classes() if any(issubclass(other, cls) and other != cls for other in built)}
    assert form_classes() - built - own - bases - BASES == set()
    assert len(built) > 25


@pytest.mark.parametrize("language", ["nl", "en"])
def test_empty_form_names_and_explains_everything(stage: Stage, language: str) -> None:
    found = {}
    with translation.override(language):
        for name, (_cls, build) in builders(stage).items():
            found[name] = problems(html_of(build()))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def contract_on_errors(form: Any) -> Iterator[str]:
    """What is wrong with a form that was refused, besides what is wrong with any."""
    html = html_of(form)
    yield from problems(html)
    root = Tree(html).root
    by_id = {node.get("id"): node for node in root.all() if node.get("id")}
    places = {node.get("id"): place for place, node in enumerate(root.all()) if node.get("id")}
    links = [link.get("href") for link in summary_links(root)]
    visible = [field for field in form if not field.is_hidden]
    wanted = [
        f"#{field.auto_id}{'_0' if field.use_fieldset else ''}"
        for field in visible
        for _error in field.errors
    ]
    if links != wanted:
        yield f"the summary has {links}, the form {wanted}"
    for field in visible:
        error = by_id.get(f"{field.auto_id}_error")
        if bool(field.errors) != bool(error):
            yield f"{field.name}: the error is not at the field"
        if error is None:
            continue
        if [text for text in field.errors if " ".join(str(text).split()) not in error.text]:
            yield f"{field.name}: another text at the field"
        control = by_id.get(field.auto_id + ("_0" if field.use_fieldset else ""))
        described = control.above("fieldset") if control and field.use_fieldset else control
        if described is None or error.get("id") not in described.get("aria-describedby").split():
            yield f"{field.name}: the error is not tied to the control"
        if control is not None and not field.use_fieldset and control.get("aria-invalid") != "true":
            yield f"{field.name}: not marked as invalid"
        if control is not None and places[f"{field.auto_id}_error"] > places[control.get("id")]:
            yield f"{field.name}: the error comes after the control"


def test_form_sent_empty_says_at_every_field_what_is_missing(stage: Stage) -> None:
    found = {}
    for name, (_cls, build) in builders(stage).items():
        form = build(data=as_post({}))
        form.is_valid()
        found[name] = list(contract_on_errors(form))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def kept(form: Any, data: dict[str, list[str]]) -> Iterator[str]:
    """The fields whose typed value is not in the form any more."""
    shown: dict[str, list[str]] = {}
    for control in controls(Tree(html_of(form)).root):
        name = control.get("name")
        if control.tag == "textarea":
            shown.setdefault(name, []).append("".join(map(str, control.children)).strip())
        elif control.tag == "select":
            shown[name] = [row.get("value") for row in control.all("option") if "selected" in row.attributes]
        elif control.get("type") not in {"radio", "checkbox"}:
            shown.setdefault(name, []).append(control.get("value"))
        elif "checked" in control.attributes:
            shown.setdefault(name, []).append(control.get("value") or "on")
    for field in form:
        wanted = [value for value in data.get(field.name, []) if value]
        if isinstance(field.field.widget, forms.PasswordInput):
            wanted = []
        if field.name in data and [value for value in shown.get(field.name, []) if value] != wanted:
            yield f"{field.name}: {shown.get(field.name)} instead of {wanted}"


def test_form_with_nonsense_keeps_what_was_typed(stage: Stage) -> None:
    found = {}
    for name, (_cls, build) in builders(stage).items():
        data = typed(build())
        form = build(data=as_post(data))
        form.is_valid()
        found[name] = [*contract_on_errors(form), *kept(form, data)]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_contract_would_find_what_it_is_about() -> None:
    bad = """
      <input name="a"><input name="b" required placeholder="b" aria-label="b" aria-describedby="gone">
      <label for="c">C *</label><input id="c" name="c"><input type="radio" name="d" aria-label="d">
      <fieldset><p>no legend</p><input type="radio" name="e" aria-label="e" aria-invalid="true"></fieldset>
      <div class="error-summary"><a href="#nowhere">x</a></div><p id="c"></p>
    """
    assert problems(bad) == [
        "id c is there twice",
        "input a has no name",
        "input b has a placeholder",
        "d is a group without a fieldset",
        "the fieldset of e does not begin with a legend",
        "aria-invalid on one option of e",
        "input b: aria-describedby leads nowhere: gone",
        "input b has the attribute required",
        "asterisk in ‘C *’",
        "the summary leads to #nowhere, which is not there",
    ]


# --- forms with a template of their own ------------------------------------------------------------------------


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_chapter_and_budget_keep_the_contract_on_their_pages(stage: Stage) -> None:
    client = client_of(stage.people[E])
    chapter = stage.chapter.get_absolute_url()
    budget = reverse("plans:budget", args=[stage.dossier.uuid])
    years = [year for year, _label in stage.dossier.years()]
    lines = {
        "seen": str(stage.dossier.budget_version),
        "row_version": str(stage.dossier.budget_version),
        "regel-TOTAL_FORMS": "2",
        "regel-INITIAL_FORMS": "0",
        "regel-0-heading": "",
        "regel-0-description": 'post <b>"',
        f"regel-0-y{years[0]}": "geen bedrag",
    }
    answers = {
        "chapter": (client.get(chapter), 200),
        "chapter sent": (client.post(chapter, {"row_version": "1", "title": " ", "body": "<p>x</p>"}), 422),
        "budget": (client.get(budget), 200),
        "budget sent": (client.post(budget, lines), 422),
    }
    assert {name: answer.status_code for name, (answer, _status) in answers.items()} == {
        name: status for name, (_answer, status) in answers.items()
    }
    found = {name: problems(answer.content.decode()) for name, (answer, _status) in answers.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    html = answers["budget sent"][0].content.decode()
    assert 'value="geen bedrag"' in html
    assert 'value="post &lt;b&gt;&quot;"' in html


# --- the fields and the form of a step ------------------------------------------------------------------------


def test_step_asks_a_reason_where_the_table_does_or_the_form_says_so(stage: Stage) -> None:
    plain, reasoned = workflow.find("plans.Filing", "take_up"), workflow.find("plans.Filing", "find_complete")

    class Always(TransitionForm):
        needs_reason = True

    class Never(TransitionForm):
        needs_reason = False

    class Own(TransitionForm):
        reason = text_field(label="Waarom")

    def fields(cls: type[TransitionForm], row: workflow.Transition) -> list[str]:
        return list(cls(transition=row, obj=stage.filing, user=stage.people[S]).fields)

    assert fields(TransitionForm, plain) == ["row_version", "step_key"]
    assert fields(TransitionForm, reasoned) == ["row_version", "step_key", "reason"]
    assert fields(Always, plain) == ["row_version", "step_key", "reason"]
    assert fields(Never, reasoned) == ["row_version", "step_key"]
    assert fields(Own, reasoned) == ["row_version", "step_key", "reason"]


def test_step_gives_the_service_the_version_seen_and_a_stored_document(stage: Stage) -> None:
    class WithDocument(TransitionForm):
        document = DocumentField(label="Stuk", required=False)

    row = workflow.find("plans.Filing", "take_up")
    needs = {"transition": row, "obj": stage.filing, "user": stage.people[S]}
    form = WithDocument(
        data={"row_version": "7"}, files={"document": pdf("../../een stuk.pdf", "x")}, **needs
    )
    assert form.is_valid(), form.errors
    values = form.service_arguments()
    document = values.pop("document")
    assert values == {"seen": 7, "document_name": "een stuk.pdf"}
    assert document.read().startswith(b"%PDF")
    form = WithDocument(data={"row_version": "7"}, **needs)
    assert form.is_valid()
    assert form.service_arguments() == {"seen": 7, "document": None, "document_name": ""}
    form = TransitionForm(data={"row_version": "7"}, **needs)
    assert form.is_valid()
    assert form.service_arguments() == {"seen": 7}
