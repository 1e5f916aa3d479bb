"""Every field of a procedure, a meeting and a decision stands in every place, or its declaration says why not."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.db import models
from django.template.loader import render_to_string
from django.test import Client

from consultations import fields, forms, panels, services, step_forms
from consultations.fields import SHEETS, Declared, Place, Sheet, reading
from consultations.models import (
    ConsentDecision,
    Decision,
    Meeting,
    Outcome,
    OverlegRecord,
    Procedure,
    Record,
)
from disputes import services as disputes
from guidance.models import DocumentVersion
from plans.findings import Case
from plans.models import Dossier
from portal.files import store
from portal.models import AuditEntry, StoredFile
from tests import world

DAY = dt.date(2014, 1, 7)


def test_every_recorded_model_has_a_sheet() -> None:
    recorded = {
        row for row in (*Record.__subclasses__(), *Decision.__subclasses__()) if not row._meta.abstract
    }
    ours = {row for row in recorded if row._meta.app_label == "consultations"}
    assert set(SHEETS) == {Procedure, Meeting, *ours}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.model.__name__)
def test_every_field_is_declared_or_says_why_not(sheet: Sheet) -> None:
    meta = sheet.model._meta
    names = {row.name for row in (*meta.concrete_fields, *meta.many_to_many) if not row.primary_key}
    declared = {row.name for row in sheet.rows}
    assert declared | set(sheet.apart) == names, "a field without a declaration, or one that is gone"
    assert declared & set(sheet.apart) == set()
    reasons = [*sheet.apart.values(), *sheet.but.values()]
    reasons += [why for row in sheet.rows for why in row.but.values()]
    assert all(len(why) > 20 for why in reasons), "a reason is a sentence"
    without_form = {row.name for row in sheet.at(Place.FORM) if row.form is None}
    assert without_form == set()


FORMS: dict[type[models.Model], list[type]] = {
    Procedure: [forms.ProcedureForm],
    Meeting: [forms.MeetingForm],
    Outcome: [step_forms.OutcomeForm, step_forms.OnBehalfOutcomeForm],
    ConsentDecision: [step_forms.ConsentForm, step_forms.OnBehalfConsentForm],
    OverlegRecord: [step_forms.OverlegForm],
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.model.__name__)
def test_forms_have_the_declared_fields(sheet: Sheet) -> None:
    declared = {row.name for row in sheet.at(Place.FORM)}
    carried = {"row_version", "step_key"}
    for form in FORMS[sheet.model]:
        own = set(form.base_fields) - carried  # type: ignore[attr-defined]
        missing = declared - own
        assert own <= declared
        # One's own decision needs no evidence: the form to record it on behalf of another asks for it.
        assert missing <= {"evidence"}
    assert declared <= {name for form in FORMS[sheet.model] for name in form.base_fields}  # type: ignore[attr-defined]


# --- every place, with something in every field -----------------------------------------------------------------------


def filled(model: type[models.Model], **given: Any) -> dict[str, Any]:
    """Something to recognise in every declared field that is filled in."""
    values: dict[str, Any] = {}
    for number, row in enumerate(SHEETS[model].at(Place.FORM)):
        field: Any = model._meta.get_field(row.name)
        if field.many_to_many or row.name in given:
            continue
        if isinstance(field, models.DateField):
            values[row.name] = DAY
        elif isinstance(field, models.IntegerField):
            values[row.name] = 101 + number
        elif field.related_model is StoredFile:
            values[row.name] = store(b"%PDF " + row.name.encode(), "application/pdf")
            values[f"{row.name}_name"] = f"{row.name}-{model.__name__}.pdf"
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            values[row.name] = f"Kenmerk {row.name} {model.__name__}"
    return {**values, **given}


@pytest.fixture
def plan(db: None) -> Dossier:
    """A plan with everything on record, all of it filled in, and in dispute."""
    plan = world.offered()
    version = DocumentVersion.objects.filter(document__kind="model").first()
    meppel = [world.consultation(plan).municipality]
    given = {"basis": "own", "model_version": version, "committee": world.committee()}
    services.fix_procedure(plan, by=world.editor(), municipalities=meppel, **filled(Procedure, **given))
    services.record_meeting([world.consultation(plan)], by=world.editor(), **filled(Meeting))
    services.record_outcome(
        world.consultation(plan), name="disagree_on_behalf", by=world.editor(), **filled(Outcome)
    )
    row = plan.overleggen.with_names().first()
    assert row is not None
    services.record_overleg(row, by=world.editor(), **filled(OverlegRecord))
    request = services.ask_consent(plan, by=world.editor())
    services.record_consent(request, name="refuse_on_behalf", by=world.editor(), **filled(ConsentDecision))
    disputes.lodge(world.consultation(plan), by=world.editor(), grounds="Onenigheid.")
    return plan


def recorded(plan: Dossier, model: type[models.Model]) -> Any:
    if model is Procedure:
        return world.consultation(plan).procedure
    return model._default_manager.get()


def texts_at(plan: Dossier, client: Client, model: type[models.Model]) -> dict[Place, str]:
    """What somebody reads in each place."""
    client.force_login(world.editor())
    talks = world.consultation(plan)
    overleg, request = plan.overleggen.first(), plan.consent_requests.first()
    assert overleg is not None
    assert request is not None
    pages = {OverlegRecord: overleg, ConsentDecision: request}
    dispute = talks.disputes.get()
    panel = panels.review_panel(Case(plan, plan.versions.last()), world.reviewer())
    assert panel is not None
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{dispute.get_absolute_url()}bundel/"))))
    bundle = [name for name in archive.namelist() if name.endswith(".txt")]
    return {
        Place.PAGE: client.get(pages.get(model, talks).get_absolute_url()).content.decode(),
        Place.PANEL: render_to_string(*panel),
        Place.CSV: client.get(f"/plannen/{plan.uuid}/overleg/csv/").content.decode(),
        Place.BUNDLE: "\n".join(archive.read(name).decode() for name in bundle),
    }


def expected(row: Any, declared: Declared, place: Place) -> str:
    """The words by which a field is known in a place."""
    if place == Place.CSV:
        value = getattr(row, declared.name)
        if isinstance(value, dt.date):
            return f"{value:%d-%m-%Y}"
        if isinstance(value, bool):
            return ";ja;" if value else ";nee;"
        if isinstance(value, int):
            return f";{value};"
        if declared.name == "version":
            return f";{value.number};"
    facts = [*fields.facts(row, place), *fields.facts(row, place, heading=True)]
    found = [fact for fact in facts if fact.name == declared.name]
    assert found or place == Place.CSV, f"{declared.name} is empty"
    return found[0].words if found else str(reading._cell(row, declared))


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__)
def test_every_field_is_read_in_every_place(plan: Dossier, client: Client, model: type[models.Model]) -> None:
    row, texts = recorded(plan, model), texts_at(plan, client, model)
    missing = [
        (declared.name, place.value)
        for place, text in texts.items()
        for declared in SHEETS[model].at(place)
        if expected(row, declared, place) not in text
    ]
    assert missing == []


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__)
def test_every_field_is_in_the_audit_line(plan: Dossier, model: type[models.Model]) -> None:
    row = recorded(plan, model)
    subjects = {Procedure: plan, Meeting: world.consultation(plan)}
    subject = subjects.get(model) or row.__class__.objects.get(pk=row.pk)
    of = {"Outcome": "consultation", "ConsentDecision": "request", "OverlegRecord": "overleg"}
    if model.__name__ in of:
        subject = getattr(row, of[model.__name__])
    lines = AuditEntry.objects.filter(subject=subject._meta.label, subject_id=str(subject.pk))
    said: dict[str, Any] = {}
    for line in lines:
        said |= line.data
    wanted = fields.in_audit(row)
    assert {name: said.get(name) for name in wanted} == wanted
    assert {declared.name for declared in SHEETS[model].at(Place.AUDIT)} <= set(wanted)
