"""Every step, in every state, by every role of the own and of another organisation.

The expected sets are written out by hand. Per case: who MAY take which steps now, and whose steps are HELD back by a
guard. Whatever else a role holds the right to must be refused because of the state, and the rest as not allowed. A
refusal changes nothing. The buttons (`workflow.actions`) agree with what the services do.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from briefings import services as briefings
from briefings.models import Briefing, Registration
from consultations import services as talks
from consultations.models import ConsentRequest, Consultation, Overleg
from disputes import services as disputes
from disputes.models import Dispute
from examples import services as examples
from examples.models import Example, ExampleAttachment
from experiments import services as experiments
from experiments.models import Experiment, ExperimentCall
from guidance.models import Subject
from plans import services as plans
from plans.models import Dossier, Filing
from portal import clock, extension_points, workflow
from portal.files import store
from portal.models import AuditEntry, Organisation, User
from portal.rights import Role
from portal.workflow import Transition
from register.models import Municipality, Partnership
from tests import world
from tests.fingerprint import fingerprint

MAY_2ND = "2014-05-02T10:00"
APRIL = "2014-04-30T23:59:59"
Steps = dict[str, set[str]]

# --- people: a short name per role, `own` around PO2203 and Meppel, `other` elsewhere ----------------------------

E, S, D = "partnership editor", "partnership signatory", "partnership adviser"
M, T = "municipal official", "municipal signatory"
O, C, R, A = "OPR secretary", "committee secretary", "reviewer", "administrator"  # noqa: E741
G = "guidance editor"
CE, CS = "editor of the counterpart", "signatory of the counterpart"
ROLES = (E, S, D, M, T, O, C, R, A, G)


def own() -> dict[str, User]:
    people = world.everyone()
    assert list(people) == list(Role), "a role nobody of the matrix holds"
    return dict(zip(ROLES, people.values(), strict=True))


def other() -> dict[str, User]:
    """The same roles in other organisations of the same kind, as far as there are any."""
    elsewhere = world.everyone("PO2502", "Almere")
    committee, _made = Organisation.objects.get_or_create(
        key="committee-other", defaults={"kind": "committee", "name": "Andere commissie"}
    )
    elsewhere[Role.COMMITTEE_SECRETARY] = world.person(Role.COMMITTEE_SECRETARY, committee)
    return dict(zip(ROLES, elsewhere.values(), strict=True))


def both(*roles: str, steps: set[str]) -> Steps:
    return dict.fromkeys(roles, steps)


def merged(*tables: Steps) -> Steps:
    """Several tables of steps as one."""
    return {
        role: set().union(*(table.get(role, set()) for table in tables)) for table in tables for role in table
    }


@dataclass(frozen=True)
class Case:
    """A state, how to get there, and what each role may do in it."""

    name: str
    build: Callable[[], Any]
    may: Steps = field(default_factory=dict)
    held: Steps = field(default_factory=dict)  # holds the right, right state, but a guard says no
    rights: Steps | None = None  # where they differ from those of the subject
    anywhere: tuple[str, ...] = ()  # roles whose rights are not bound to an organisation
    moment: str = MAY_2ND

    def __str__(self) -> str:
        return self.name


# --- taking a step through the service that pages and admin use ---------------------------------------------------


_counter = count(1)


def words() -> str:
    """Other words every time: the same step with the same words is a retry, and answered as such."""
    return f"Reden {next(_counter)}."


Taker = Callable[[Any, str, User, dict[str, Any]], Any]


def _outcome(obj: Any, name: str, by: User, _reason: dict[str, Any]) -> Any:
    return talks.record_outcome(
        obj, name=name, by=by, decided_on=clock.today(), remarks=words(), evidence="Brief."
    )


def _decision(obj: Any, name: str, by: User, _reason: dict[str, Any]) -> Any:
    return talks.record_consent(
        obj, name=name, by=by, decided_on=clock.today(), remarks=words(), evidence="Brief."
    )


# The exceptions first; otherwise the service bears the name of the step.
SERVICES: dict[tuple[str, str], Taker] = {
    ("plans.Dossier", "adopt"): lambda o, _n, by, _r: plans.adopt(
        o, by=by, adopted_on=clock.today(), body="bestuur"
    ),
    ("plans.Dossier", "file"): lambda o, _n, by, _r: plans.file_plan(o, by=by),
    ("plans.Dossier", "unfile"): lambda o, n, by, _r: workflow.perform(o, n, by=by),
    ("plans.Dossier", ""): lambda o, n, by, r: getattr(plans, n)(o, by=by, **r),
    ("plans.Filing", "request_repair"): lambda o, _n, by, r: plans.request_repair(
        o, by=by, due=clock.today(), **r
    ),
    ("plans.Filing", ""): lambda o, n, by, r: getattr(plans, n)(o, by=by, **r),
    ("consultations.ConsentRequest", "ask_consent"): lambda o, _n, by, _r: talks.ask_consent(o, by=by),
    ("consultations.ConsentRequest", ""): _decision,
    ("consultations.Overleg", ""): lambda o, _n, by, _r: talks.record_overleg(
        o, by=by, held_on=clock.today(), present="allen", summary=words()
    ),
    # Steps without a button: another service takes them along.
    ("consultations.Consultation", "start_talks"): lambda o, n, by, _r: workflow.perform(o, n, by=by),
    ("consultations.Consultation", "escalate"): lambda o, n, by, _r: workflow.perform(o, n, by=by),
    ("consultations.Consultation", "end_dispute"): lambda o, n, by, _r: workflow.perform(o, n, by=by),
    ("consultations.Consultation", ""): _outcome,
    ("examples.Example", "draft"): lambda o, _n, by, _r: examples.draft_example(o, by=by, title=words()),
    ("examples.Example", "share_lessons"): lambda o, _n, by, _r: examples.share_lessons(o, by=by),
    ("examples.Example", "change"): lambda o, _n, by, _r: examples.change_example(o, by=by, title=words()),
    ("examples.Example", "attach"): lambda o, _n, by, _r: examples.add_attachment(
        o, by=by, document=store(words().encode(), "application/pdf"), document_name="x.pdf"
    ),
    ("examples.Example", "detach"): lambda o, _n, by, _r: examples.remove_attachment(
        o, by=by, attachment=ExampleAttachment.objects.get()
    ),
    ("examples.Example", "submit"): lambda o, _n, by, _r: examples.submit_example(o, by=by),
    ("examples.Example", "take_back"): lambda o, n, by, _r: examples.take_back_example(o, name=n, by=by),
    ("examples.Example", "reopen"): lambda o, n, by, _r: examples.take_back_example(o, name=n, by=by),
    ("examples.Example", ""): lambda o, n, by, r: examples.decide_example(o, name=n, by=by, **r),
    ("briefings.Briefing", "announce"): lambda o, _n, by, _r: briefings.announce_briefing(o, by=by),
    ("briefings.Briefing", "cancel"): lambda o, _n, by, r: briefings.call_off_briefing(o, by=by, **r),
    ("briefings.Registration", "sign_up"): lambda o, _n, by, _r: briefings.sign_up(o, by=by),
    # Steps without a button: the services of signing up and off take them along.
    ("briefings.Registration", "join_waiting_list"): lambda o, n, by, _r: workflow.create(
        workflow.find("briefings.Registration", n), o, Registration(briefing=o, user=by), by=by
    ),
    ("briefings.Registration", ""): lambda o, n, by, r: workflow.perform(o, n, by=by, **r),
    ("experiments.Experiment", "apply"): lambda o, _n, by, _r: experiments.apply_for_experiment(
        o, call=ExperimentCall.objects.get(), by=by, plan=words(), motivation="Om te leren."
    ),
    ("experiments.Experiment", "report"): lambda o, _n, by, _r: experiments.report_experiment(
        o, by=by, done=words(), lessons="Begin klein."
    ),
    ("experiments.Experiment", "take_back"): lambda o, _n, by, _r: experiments.take_back_experiment(o, by=by),
    ("experiments.Experiment", ""): lambda o, n, by, r: experiments.decide_experiment(
        o, name=n, by=by, decided_on=clock.today(), **r
    ),
    ("disputes.Dispute", "lodge"): lambda o, _n, by, _r: disputes.lodge(o, by=by, grounds=words()),
    ("disputes.Dispute", ""): lambda o, n, by, _r: disputes.take_step(o, name=n, by=by, reason=words()),
}


def take(obj: Any, row: Transition, by: User) -> None:
    """Take the step with everything the service asks for."""
    service = SERVICES.get((row.subject, row.name)) or SERVICES[row.subject, ""]
    service(obj, row.name, by, {"reason": words()} if row.reason else {})


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside does not last."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_for(label: str) -> list[Transition]:
    return [*workflow.transitions_of(label).values(), *workflow.creations_on(label)]


DONE, HELD, STALE, NOT_ALLOWED = "done", "held back", "wrong state", "not allowed"


def attempt(obj: Any, row: Transition, by: User) -> str:
    """Take a step, check that it left what it should, and undo it; gives what came of it."""
    before = fingerprint(obj)
    with undone():
        try:
            take(obj, row, by)
        except workflow.NotAllowed:
            outcome = NOT_ALLOWED
        except workflow.StaleState:
            outcome = STALE
        except workflow.Blocked:
            outcome = HELD
        else:
            line = AuditEntry.objects.filter(action=row.audit).last()
            if line is None or fingerprint(obj) == before:
                return "again"  # the same answer as the first time: nothing new
            assert line.actor_id == by.pk
            if not row.on:
                state = type(obj)._base_manager.values_list("state", flat=True).get(pk=obj.pk)
                assert state == (row.target or obj.state)
                assert line.to_state == state
            return DONE
        assert fingerprint(obj) == before, f"refused ({outcome}), but something changed"
        return outcome


def expected(case: Case, rights: Steps, role: str, name: str) -> str:
    held = case.rights if case.rights is not None else rights
    if name in case.may.get(role, ()):
        return DONE
    if name in case.held.get(role, ()):
        return HELD
    return STALE if name in held.get(role, ()) else NOT_ALLOWED


def walk(case: Case, rights: Steps, people: dict[str, User], mine: bool) -> None:
    """Try every step as everybody in one case, and compare with the table."""
    obj = again(case.build())
    if mine and isinstance(obj, Overleg):
        organisation = obj.counterpart.organisation
        people[CE] = world.person(Role.PARTNERSHIP_EDITOR, organisation)
        people[CS] = world.person(Role.PARTNERSHIP_SIGNATORY, organisation)
    label = obj._meta.label
    assert {row.name for row in rows_for(label)} >= set().union(*case.may.values(), *case.held.values())
    wrong = []
    for role, user in people.items():
        for row in rows_for(label):
            fresh = again(obj)
            counts = mine or role in case.anywhere
            want = expected(case, rights, role, row.name) if counts else NOT_ALLOWED
            got = attempt(fresh, row, user)
            if got != want:
                wrong.append(f"{role}: {row.name} gave ‘{got}’, expected ‘{want}’")
        buttons = {a.transition.name: bool(a.blockers) for a in workflow.actions(again(obj), user)}
        open_to, closed_to = (
            (case.may.get(role, set()), case.held.get(role, set()))
            if mine or role in case.anywhere
            else (set(), set())
        )
        shown = dict.fromkeys(open_to, False) | dict.fromkeys(closed_to, True)
        shown = {name: held for name, held in shown.items() if name not in QUIET}
        if buttons != shown:
            wrong.append(f"{role}: buttons {buttons}, expected {shown}")
    assert wrong == []


def again(obj: Any) -> Any:
    """The object as a page reads it."""
    manager = type(obj)._default_manager
    rows = manager.with_names() if hasattr(manager, "with_names") else manager
    return rows.get(pk=obj.pk)


QUIET = {
    *("start_talks", "escalate", "end_dispute", "unfile"),
    *("join_waiting_list", "move_up", "sign_somebody_off", "release"),
}

# --- the dossier: on 2 May 2014, a day after the deadline ---------------------------------------------------------

DOSSIER_RIGHTS: Steps = {
    E: {"start", "offer", "adopt", "ask_consent"},
    S: {"start", "offer", "adopt", "ask_consent", "file", "unfile"},
    R: {"start_enforcement", "end_enforcement"},
}
LATE = {R: {"start_enforcement"}}
NO_ENFORCEMENT = {R: {"end_enforcement"}}
STAYS_FILED = {S: {"unfile"}}


def empty_draft() -> Dossier:
    return plans.start(world.dossier(), by=world.editor())


def enforced() -> Dossier:
    return plans.start_enforcement(world.drafted(), by=world.reviewer(), reason="Er is geen plan.")


def asked_dossier() -> Dossier:
    plan = world.offered()
    # Some days ago: asking again today is another request, not the second click of this one.
    talks.ask_consent(plan, by=world.editor(), asked_on=world.day("2014-01-15"))
    return plan


def filed_in_time() -> Dossier:
    with clock.at("2014-04-30T23:59:59"):
        return world.filed(agree=False).dossier


def repair_missed() -> Dossier:
    row = filing("take_up")()
    plans.request_repair(row, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-05-01"))
    return row.dossier


WRITE = {"offer", "adopt"}
DOSSIER = [
    Case(
        "not_started",
        world.dossier,
        may=merged(both(E, S, steps={"start"}), LATE),
        held=merged(both(E, S, steps={"ask_consent"}), NO_ENFORCEMENT),
    ),
    Case(
        "drafting without text",
        empty_draft,
        may=LATE,
        held=merged(both(E, S, steps={"offer", "adopt", "ask_consent"}), NO_ENFORCEMENT),
    ),
    Case(
        "drafting",
        world.drafted,
        may=merged(both(E, S, steps=WRITE), LATE),
        held=merged(both(E, S, steps={"ask_consent"}), NO_ENFORCEMENT),
    ),
    Case(
        "drafting under enforcement",
        enforced,
        may=merged(both(E, S, steps=WRITE), {R: {"end_enforcement"}}),
        held=merged(both(E, S, steps={"ask_consent"}), {R: {"start_enforcement"}}),
    ),
    Case(
        "offered",
        world.offered,
        may=merged(both(E, S, steps=WRITE | {"ask_consent"}), LATE),
        held=NO_ENFORCEMENT,
    ),
    Case(
        "offered, consent asked",
        asked_dossier,
        may=merged(both(E, S, steps=WRITE), LATE),
        held=merged(both(E, S, steps={"ask_consent"}), NO_ENFORCEMENT),
    ),
    Case(
        "adopted",
        lambda: world.adopted(agree=False),
        may=merged(both(E, S, steps=WRITE | {"ask_consent"}), {S: {"file"}}, LATE),
        held=NO_ENFORCEMENT,
    ),
    Case(
        "filed late",
        lambda: world.filed(agree=False).dossier,
        may=merged(both(E, S, steps=WRITE | {"ask_consent"}), LATE),
        held=merged(NO_ENFORCEMENT, STAYS_FILED),
    ),
    Case(
        "filed in time",
        filed_in_time,
        may=both(E, S, steps=WRITE | {"ask_consent"}),
        held=merged({R: {"start_enforcement", "end_enforcement"}}, STAYS_FILED),
    ),
    Case(
        "filed in time, term of the repair passed",
        repair_missed,
        may=merged(both(E, S, steps=WRITE | {"ask_consent"}), LATE),
        held=merged(NO_ENFORCEMENT, STAYS_FILED),
    ),
    Case(
        "adopted, filing withdrawn",
        lambda: withdrawn().dossier,
        may=merged(both(E, S, steps=WRITE | {"ask_consent"}), {S: {"file"}}, LATE),
        held=NO_ENFORCEMENT,
    ),
]

# --- the filing ---------------------------------------------------------------------------------------------------

FILING_RIGHTS: Steps = {
    R: {"take_up", "request_repair", "find_complete", "reconsider"},
    S: {"withdraw"},
}
WITHDRAW = {S: {"withdraw"}}


def filing(*steps: str) -> Callable[[], Filing]:
    def build() -> Filing:
        row = world.filed(agree=False)
        for name in steps:
            take(row, workflow.find("plans.Filing", name), world.reviewer())
        return row

    return build


def superseded(*steps: str) -> Callable[[], Filing]:
    """In time, decided on, and another filing in time after it."""

    def build() -> Filing:
        with clock.at("2014-01-20T10:00"):
            row = filing(*steps)()
            plan = world.reload(row.dossier)
            plans.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
            plans.file_plan(world.reload(plan), by=world.signatory())
        return row

    return build


def withdrawn() -> Filing:
    with clock.at(APRIL):
        return plans.withdraw(world.filed(agree=False), by=world.signatory(), reason="Verkeerde bijlage.")


FILING = [
    Case("received", filing(), may={R: {"take_up"}}, held=WITHDRAW),
    Case("received, before the deadline", filing(), may=merged({R: {"take_up"}}, WITHDRAW), moment=APRIL),
    Case("in_review", filing("take_up"), may={R: {"request_repair", "find_complete"}}, held=WITHDRAW),
    Case(
        "in_review, before the deadline",
        filing("take_up"),
        may=merged({R: {"request_repair", "find_complete"}}, WITHDRAW),
        moment=APRIL,
    ),
    Case(
        "complete, before the deadline",
        filing("take_up", "find_complete"),
        may={R: {"reconsider"}},
        moment=APRIL,
    ),
    Case("withdrawn", withdrawn),
    Case("repair_requested", filing("take_up", "request_repair"), may={R: {"reconsider"}}),
    Case("complete", filing("take_up", "find_complete"), may={R: {"reconsider"}}),
    Case("complete, superseded", superseded("take_up", "find_complete"), held={R: {"reconsider"}}),
    Case("repair requested, answered", superseded("take_up", "request_repair"), held={R: {"reconsider"}}),
]

# --- the OOGO -----------------------------------------------------------------------------------------------------

OUTCOME = {"agree", "agree_with_remarks", "declare_intent", "disagree"}
BEHALF = {f"{name}_on_behalf" for name in OUTCOME} | {"not_attended_on_behalf"}
DISPUTE = {"escalate", "lodge"}
TALKS_RIGHTS = merged(
    both(E, S, steps=BEHALF | DISPUTE | {"start_talks", "end_dispute"}),
    both(M, T, steps=OUTCOME | DISPUTE | {"start_talks", "end_dispute"}),
    {C: {"end_dispute"}},
)
WITHOUT_COMMITTEE = {role: steps for role, steps in TALKS_RIGHTS.items() if role != C}


def invited() -> Consultation:
    return world.consultation(world.offered())


def in_talks() -> Consultation:
    row = invited()
    talks.record_meeting(
        [row], by=world.official(), held_on=clock.today(), place="Meppel", present="allen", subjects="alles"
    )
    return row


def outcome(name: str, by: Callable[[], User]) -> Callable[[], Consultation]:
    def build() -> Consultation:
        row = invited()
        take(row, workflow.find("consultations.Consultation", name), by())
        return row

    return build


def without_committee() -> Consultation:
    plan = world.drafted()
    plans.offer(plan, by=world.editor())
    world.procedure(world.reload(plan), committee=None)
    row = world.consultation(plan)
    take(row, workflow.find("consultations.Consultation", "disagree"), world.official())
    return row


def out_of_scope() -> Consultation:
    row = invited()
    Consultation.objects.filter(pk=row.pk).update(in_scope=False)
    return row


def in_dispute() -> Consultation:
    row = outcome("disagree", world.official)()
    disputes.lodge(row, by=world.editor(), grounds=words())
    return row


def by_municipality(state: str, name: str) -> Case:
    may = merged(both(M, T, steps=OUTCOME))
    held = merged(both(E, S, steps=BEHALF))
    dispute = both(E, S, M, T, steps=DISPUTE if state == "not_agreed" else {"lodge"})
    if state == "not_agreed":
        may = merged(may, dispute)
    else:
        held = merged(held, dispute)
    return Case(f"{state} by the municipality", outcome(name, world.official), may=may, held=held)


def on_behalf(state: str, name: str) -> Case:
    may = merged(both(M, T, steps=OUTCOME), both(E, S, steps=BEHALF))
    dispute = both(E, S, M, T, steps=DISPUTE if state == "not_agreed" else {"lodge"})
    if state == "not_agreed":
        return Case(f"{state} on behalf", outcome(name, world.editor), may=merged(may, dispute))
    return Case(f"{state} on behalf", outcome(name, world.editor), may=may, held=dispute)


NO_DISPUTE_YET = both(E, S, M, T, steps={"lodge"})
TALKS = [
    Case(
        "invited",
        invited,
        may=merged(both(E, S, steps=BEHALF | {"start_talks"}), both(M, T, steps=OUTCOME | {"start_talks"})),
        held=NO_DISPUTE_YET,
    ),
    Case(
        "invited, no longer in the area",
        out_of_scope,
        may=both(E, S, M, T, steps={"start_talks"}),
        held=merged(both(E, S, steps=BEHALF), both(M, T, steps=OUTCOME), NO_DISPUTE_YET),
    ),
    Case(
        "in_talks",
        in_talks,
        may=merged(both(E, S, steps=BEHALF), both(M, T, steps=OUTCOME)),
        held=NO_DISPUTE_YET,
    ),
    by_municipality("agreed", "agree"),
    by_municipality("agreed_with_remarks", "agree_with_remarks"),
    by_municipality("intent_declared", "declare_intent"),
    by_municipality("not_agreed", "disagree"),
    on_behalf("agreed", "agree_on_behalf"),
    on_behalf("agreed_with_remarks", "agree_with_remarks_on_behalf"),
    on_behalf("intent_declared", "declare_intent_on_behalf"),
    on_behalf("not_agreed", "disagree_on_behalf"),
    on_behalf("not_attended", "not_attended_on_behalf"),
    Case(
        "not_agreed, the procedure names no committee",
        without_committee,
        may=both(M, T, steps=OUTCOME),
        held=merged(both(E, S, steps=BEHALF), both(E, S, M, T, steps=DISPUTE)),
        rights=WITHOUT_COMMITTEE,
    ),
    Case(
        "in_dispute",
        in_dispute,
        may=both(E, S, M, T, C, steps={"end_dispute"}),
        held=both(E, S, M, T, steps={"lodge"}),
    ),
]

# --- the overleg with the other sector ----------------------------------------------------------------------------

OVERLEG_RIGHTS = both(E, S, CE, CS, steps={"hold"})


def overleg() -> Overleg:
    return world.offered().overleggen.with_names().first()


def held_overleg() -> Overleg:
    row = overleg()
    take(row, workflow.find("consultations.Overleg", "hold"), world.editor())
    return row


OVERLEG = [
    Case("invited", overleg, may=OVERLEG_RIGHTS),
    Case("held", held_overleg, may=OVERLEG_RIGHTS),
]

# --- the consent of the OPR ---------------------------------------------------------------------------------------

DECIDE = {"consent", "consent_with_conditions", "refuse", "no_decision"}
DECIDE_BEHALF = {f"{name}_on_behalf" for name in DECIDE}
CONSENT_RIGHTS = merged({O: DECIDE}, both(E, S, steps=DECIDE_BEHALF))


def consent(name: str = "", by: Callable[[], User] = world.opr_secretary) -> Callable[[], ConsentRequest]:
    def build() -> ConsentRequest:
        row = talks.ask_consent(world.offered(), by=world.editor())
        if name:
            take(row, workflow.find("consultations.ConsentRequest", name), by())
        return row

    return build


CONSENT = [
    Case("asked", consent(), may=CONSENT_RIGHTS),
    *(
        Case(f"{name} by the OPR", consent(name), may={O: DECIDE}, held=both(E, S, steps=DECIDE_BEHALF))
        for name in sorted(DECIDE)
    ),
    *(Case(name, consent(name, world.editor), may=CONSENT_RIGHTS) for name in sorted(DECIDE_BEHALF)),
]

# --- the dispute: once lodged by the partnership, once by the municipality -----------------------------------------

HANDLE = {
    "declare_admissible",
    "declare_inadmissible",
    "record_response",
    "plan_hearing",
    "hold_hearing",
    "advise",
    "close",
}
PATHS = {
    "lodged": (),
    "admissible": ("declare_admissible",),
    "inadmissible": ("declare_inadmissible",),
    "responded": ("declare_admissible", "respond"),
    "response recorded": ("declare_admissible", "record_response"),
    "heard": ("declare_admissible", "hold_hearing"),
    "advised": ("declare_admissible", "respond", "hold_hearing", "advise"),
    "settled": ("declare_admissible", "settle"),
    "withdrawn": ("withdraw",),
    "closed": ("declare_admissible", "advise", "close"),
}
STEPS_OF = {"respond": "respondent", "withdraw": "applicant", "settle": "applicant"}
APPLICANT, RESPONDENT = "applicant", "respondent"
DISPUTE_MAY: dict[str, Steps] = {
    "lodged": {
        C: {"declare_admissible", "declare_inadmissible", "settle"},
        APPLICANT: {"settle", "withdraw"},
    },
    "admissible": {
        C: {"record_response", "plan_hearing", "hold_hearing", "advise", "settle"},
        APPLICANT: {"settle", "withdraw"},
        RESPONDENT: {"respond"},
    },
    "inadmissible": {},
    "responded": {
        C: {"plan_hearing", "hold_hearing", "advise", "settle"},
        APPLICANT: {"settle", "withdraw"},
    },
    "response recorded": {
        C: {"plan_hearing", "hold_hearing", "advise", "settle"},
        APPLICANT: {"settle", "withdraw"},
    },
    "heard": {C: {"advise", "settle"}, APPLICANT: {"settle", "withdraw"}},
    "advised": {C: {"close"}, APPLICANT: {"follow_up"}, RESPONDENT: {"follow_up"}},
    "settled": {},
    "withdrawn": {},
    "closed": {APPLICANT: {"follow_up"}, RESPONDENT: {"follow_up"}},
}
DISPUTE_HELD: dict[str, Steps] = {"lodged": {RESPONDENT: {"respond"}}}
DISPUTE_RIGHTS: Steps = {
    C: HANDLE | {"settle"},
    APPLICANT: {"settle", "withdraw", "follow_up"},
    RESPONDENT: {"respond", "follow_up"},
}
SIDES = {"partnership": (E, S), "municipality": (M, T)}


def as_roles(steps: Steps, applicant: str) -> Steps:
    """A table of applicant and respondent, as a table of roles."""
    respondent = next(side for side in SIDES if side != applicant)
    sides = {APPLICANT: SIDES[applicant], RESPONDENT: SIDES[respondent]}
    return {role: names for party, names in steps.items() for role in sides.get(party, (party,))}


def dispute(applicant: str, path: tuple[str, ...]) -> Callable[[], Dispute]:
    def build() -> Dispute:
        people = {"partnership": world.editor(), "municipality": world.official()}
        lodger = people.pop(applicant)
        (answerer,) = people.values()
        by = {APPLICANT: lodger, RESPONDENT: answerer}
        row = disputes.lodge(outcome("disagree", world.official)(), by=lodger, grounds=words())
        for name in path:
            person = by.get(STEPS_OF.get(name, ""), world.committee_secretary())
            take(again(row), workflow.find("disputes.Dispute", name), person)
        return row

    return build


DISPUTES = [
    Case(
        f"{state}, lodged by the {applicant}",
        dispute(applicant, path),
        may=as_roles(DISPUTE_MAY[state], applicant),
        held=as_roles(DISPUTE_HELD.get(state, {}), applicant),
        rights=as_roles(DISPUTE_RIGHTS, applicant),
    )
    for applicant in SIDES
    for state, path in PATHS.items()
]

# --- the help with the introduction -------------------------------------------------------------------------------

EDITORS = (G, A)
SEND = {"change", "attach", "detach", "submit", "take_back", "reopen"}
JUDGE = {"ask_back", "publish", "decline", "take_down"}
EXAMPLE_RIGHTS = merged(both(E, S, steps=SEND), both(*EDITORS, steps=JUDGE))
WRITE_EXAMPLE = both(E, S, steps={"change", "attach", "detach", "submit", "take_back"})


def example(*steps: str, **values: Any) -> Callable[[], Example]:
    """An example of the partnership, filled in and with an attachment, after some steps."""

    def build() -> Example:
        by, organisation = world.editor(), world.partnership().organisation
        texts = {"partners": "Scholen.", "place": "Meppel", "done": "Overleg.", "result": "Rust."}
        texts |= {"contact_name": "A. Bakker", "contact_email": "a@example.org", "title": words()}
        values.setdefault("may_publish", True)
        subjects = Subject.objects.filter(key="jeugdhulp")
        row = examples.draft_example(
            organisation, by=by, subjects=subjects, sectors="PO", reach="schools", **texts, **values
        )
        take(row, workflow.find("examples.Example", "attach"), by)
        for name in steps:
            step = workflow.find("examples.Example", name)
            take(row, step, by if name in SEND else world.guidance_editor())
        return row

    return build


def empty_example() -> Example:
    row = examples.draft_example(
        world.partnership().organisation, by=world.editor(), title="Alleen een titel"
    )
    take(row, workflow.find("examples.Example", "attach"), world.editor())
    return row


SENT = merged(both(E, S, steps={"take_back"}), both(*EDITORS, steps={"ask_back", "publish", "decline"}))
EXAMPLES = [
    Case("draft", example(), may=WRITE_EXAMPLE, anywhere=EDITORS),
    Case(
        "draft with only a title",
        empty_example,
        may=both(E, S, steps={"change", "attach", "detach", "take_back"}),
        held=both(E, S, steps={"submit"}),
        anywhere=EDITORS,
    ),
    Case("submitted", example("submit"), may=SENT, anywhere=EDITORS),
    Case(
        "submitted without consent",
        example("submit", may_publish=False),
        may=merged(both(E, S, steps={"take_back"}), both(*EDITORS, steps={"ask_back", "decline"})),
        held=both(*EDITORS, steps={"publish"}),
        anywhere=EDITORS,
    ),
    Case("returned", example("submit", "ask_back"), may=WRITE_EXAMPLE, anywhere=EDITORS),
    Case(
        "published",
        example("submit", "publish"),
        may=merged(both(E, S, steps={"take_back"}), both(*EDITORS, steps={"take_down"})),
        anywhere=EDITORS,
    ),
    Case("declined", example("submit", "decline"), may=both(E, S, steps={"reopen"}), anywhere=EDITORS),
    Case("taken_back", example("take_back"), may=both(E, S, steps={"reopen"}), anywhere=EDITORS),
]

JOIN = {"sign_up", "join_waiting_list"}
MEETING_RIGHTS = merged(both(*ROLES, steps=JOIN), both(*EDITORS, steps={"announce", "cancel"}))


def briefing(*steps: str, days: int = 30) -> Callable[[], Briefing]:
    """A briefing for everybody, so many days from now."""

    def build() -> Briefing:
        row = world.briefing(starts_at=clock.now() + dt.timedelta(days=days))
        for name in steps:
            take(row, workflow.find("briefings.Briefing", name), world.guidance_editor())
        return row

    return build


MEETINGS = [
    Case(
        "prepared",
        briefing(),
        may=both(*EDITORS, steps={"announce"}),
        held=both(*ROLES, steps=JOIN),
        anywhere=ROLES,
    ),
    Case(
        "announced",
        briefing("announce"),
        may=merged(both(*ROLES, steps=JOIN), both(*EDITORS, steps={"cancel"})),
        anywhere=ROLES,
    ),
    Case(
        "announced, begun",
        briefing("announce", days=0),
        held=merged(both(*ROLES, steps=JOIN), both(*EDITORS, steps={"cancel"})),
        anywhere=ROLES,
    ),
    Case("cancelled", briefing("announce", "cancel"), held=both(*ROLES, steps=JOIN), anywhere=ROLES),
]

BY_ORGANISER = both(*EDITORS, steps={"sign_somebody_off"})
REGISTRATION_RIGHTS = merged(both(*ROLES, steps={"move_up", "sign_off", "release"}), BY_ORGANISER)


def registration(
    name: str, *steps: str, days: int = 30, state: str = "announced"
) -> Callable[[], Registration]:
    def build() -> Registration:
        by = world.official()
        where = briefing("announce", days=30)()
        take(where, workflow.find("briefings.Registration", name), by)
        row = Registration.objects.get(user=by)
        for step in steps:
            take(row, workflow.find("briefings.Registration", step), by)
        moved = clock.now() + dt.timedelta(days=days)
        Briefing.objects.filter(pk=where.pk).update(
            starts_at=moved, ends_at=moved + dt.timedelta(hours=2), state=state
        )
        return row

    return build


REGISTRATIONS = [
    Case(
        "registered",
        registration("sign_up"),
        may=merged(both(*ROLES, steps={"sign_off", "release"}), BY_ORGANISER),
        anywhere=ROLES,
    ),
    *(
        Case(
            f"registered, the briefing {what}",
            registration("sign_up", **where),  # type: ignore[arg-type]
            may=both(*ROLES, steps={"release"}),
            held=merged(both(*ROLES, steps={"sign_off"}), BY_ORGANISER),
            anywhere=ROLES,
        )
        for what, where in {"has begun": {"days": 0}, "is called off": {"state": "cancelled"}}.items()
    ),
    Case(
        "waiting",
        registration("join_waiting_list"),
        may=merged(both(*ROLES, steps={"move_up", "sign_off", "release"}), BY_ORGANISER),
        anywhere=ROLES,
    ),
    Case("signed_off", registration("sign_up", "sign_off"), anywhere=ROLES),
]

DECISION = {"select", "pass_over"}
EXPERIMENT_RIGHTS = merged(
    both(E, S, steps={"report", "take_back", "share_lessons"}), both(*EDITORS, steps=DECISION)
)


def experiment(*steps: str) -> Callable[[], Experiment]:
    def build() -> Experiment:
        by = world.editor()
        take(world.partnership().organisation, workflow.find("experiments.Experiment", "apply"), by)
        row = Experiment.objects.get()
        for name in steps:
            step = workflow.find("experiments.Experiment", name)
            take(row, step, world.guidance_editor() if name in DECISION else by)
        return row

    return build


NO_LESSONS = both(E, S, steps={"share_lessons"})
EXPERIMENTS = [
    Case(
        "applied",
        experiment(),
        may=merged(both(E, S, steps={"take_back"}), both(*EDITORS, steps=DECISION)),
        held=NO_LESSONS,
        anywhere=EDITORS,
    ),
    Case(
        "selected",
        experiment("select"),
        may=merged(both(E, S, steps={"report", "take_back"}), both(*EDITORS, steps={"pass_over"})),
        held=NO_LESSONS,
        anywhere=EDITORS,
    ),
    Case(
        "selected and reported",
        experiment("select", "report"),
        may=merged(
            both(E, S, steps={"report", "take_back", "share_lessons"}), both(*EDITORS, steps={"pass_over"})
        ),
        anywhere=EDITORS,
    ),
    Case(
        "not_selected",
        experiment("pass_over"),
        may=both(*EDITORS, steps={"select"}),
        held=NO_LESSONS,
        anywhere=EDITORS,
    ),
    Case("taken_back", experiment("take_back"), held=NO_LESSONS, anywhere=EDITORS),
]

ORGANISATIONS = [
    Case(
        "partnership",
        lambda: world.partnership().organisation,
        may=both(E, S, steps={"draft", "apply"}),
    ),
    Case(
        "municipality",
        lambda: Municipality.objects.get(name="Meppel").organisation,
        may=both(M, T, steps={"draft"}),
    ),
]

# --- the tests ----------------------------------------------------------------------------------------------------

MATRIX = [
    *((DOSSIER_RIGHTS, case) for case in DOSSIER),
    *((FILING_RIGHTS, case) for case in FILING),
    *((EXAMPLE_RIGHTS, case) for case in EXAMPLES),
    *((MEETING_RIGHTS, case) for case in MEETINGS),
    *((REGISTRATION_RIGHTS, case) for case in REGISTRATIONS),
    *((EXPERIMENT_RIGHTS, case) for case in EXPERIMENTS),
    *(({}, case) for case in ORGANISATIONS),
    *((TALKS_RIGHTS, case) for case in TALKS),
    *((OVERLEG_RIGHTS, case) for case in OVERLEG),
    *((CONSENT_RIGHTS, case) for case in CONSENT),
    *(({}, case) for case in DISPUTES),
]


def named(value: Any) -> str:
    return str(value) if isinstance(value, Case) else ""


@pytest.fixture(autouse=True)
def after_the_deadline(db: None) -> Iterator[None]:
    with clock.at(MAY_2ND):
        yield


def test_matrix_covers_every_state_of_every_subject() -> None:
    """The case's name begins with its state, or the case leads to it."""
    built: dict[str, set[str]] = {}
    for _rights, case in MATRIX:
        with undone():
            obj = again(case.build())
            if hasattr(obj, "state"):  # an organisation has none: something is made from it
                built.setdefault(obj._meta.label, set()).add(obj.state)
    subjects = {row.subject for row in extension_points.TRANSITIONS}
    assert set(built) == subjects
    for label, states in built.items():
        rows = workflow.transitions_of(label).values()
        known = set().union(*(row.sources for row in rows)) | {row.target for row in rows if row.target}
        assert states == known, label


def without_idempotent(case: Case, people: dict[str, User]) -> dict[str, User]:
    """Filing what is filed gives the signatory the filing that is there; that has a test of its own."""
    return {role: user for role, user in people.items() if not (case.name.startswith("filed") and role == S)}


@pytest.mark.parametrize(("rights", "case"), MATRIX, ids=named)
def test_own_organisation(rights: Steps, case: Case) -> None:
    people = own()
    with clock.at(case.moment):
        walk(case, rights, without_idempotent(case, people), mine=True)


@pytest.mark.parametrize(("rights", "case"), MATRIX, ids=named)
def test_other_organisation(rights: Steps, case: Case) -> None:
    """The inspectorate has no other organisation: a reviewer works for all partnerships, and is tested above."""
    people = other()
    del people[R]
    with clock.at(case.moment):
        walk(case, rights, people, mine=False)


@pytest.mark.parametrize("case", [case for case in DOSSIER if case.name.startswith("filed")], ids=named)
def test_filing_again_gives_the_filing_that_is_there(case: Case) -> None:
    plan = world.reload(case.build())
    steps = {row.name: attempt(again(plan), row, own()[S]) for row in rows_for("plans.Dossier")}
    assert steps == {
        "start": STALE,
        "offer": DONE,
        "adopt": DONE,
        "file": "again",
        "unfile": HELD,
        "start_enforcement": NOT_ALLOWED,
        "end_enforcement": NOT_ALLOWED,
        "ask_consent": DONE,
    }


def test_enforcement_waits_for_the_deadline() -> None:
    with clock.at("2014-04-30T23:59:59"):
        plan = world.drafted()
        row = workflow.find("plans.Dossier", "start_enforcement")
        assert attempt(plan, row, world.reviewer()) == HELD


def test_national_partnership_chooses_its_municipalities_first() -> None:
    partnership = Partnership.objects.filter(code=None).select_related("organisation").first()
    assert partnership is not None
    by = world.person(Role.PARTNERSHIP_EDITOR, partnership.organisation)
    plan = plans.start(plans.dossier_of(partnership, world.first_round()), by=by)
    chapter = plan.chapters.first()
    assert chapter is not None
    plans.save_chapter(chapter, by=by, seen=1, title="X", body="<p>Tekst.</p>", status="busy")
    row = workflow.find("plans.Dossier", "offer")
    assert attempt(again(plan), row, by) == HELD
    assert workflow.blockers(row, plan) == [
        "Er is geen gemeente om mee te overleggen. Kies eerst de gemeenten bij ‘Overlegpartners’."
    ]


def test_nobody_may_do_anything_after_leaving() -> None:
    """The same people without their memberships, and people who were shut out."""
    for _rights, case in MATRIX:
        with undone():
            obj = case.build()
            leavers = own()
            for user in leavers.values():
                user.memberships.update(ended_at=clock.now())
            for user in leavers.values():
                gone = User.objects.get(pk=user.pk)
                assert list(workflow.actions(again(obj), gone)) == []
                for row in rows_for(obj._meta.label):
                    assert not gone.has_perm(row.permission, obj)
    user = world.editor()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert list(workflow.actions(world.dossier(), User.objects.get(pk=user.pk))) == []
