"""Two steps that touch several of the same rows at one moment: neither waits for the other for ever, nor misses it."""

import threading
import time
from functools import partial
from typing import Any

import pytest

from consultations import services as talks
from consultations.models import Meeting
from consultations.services import opening
from plans import services as plans
from plans.services import versions
from portal import clock
from tests import world
from tests.parallel.together import PATIENCE, sorted_out, together
from tests.plans.conftest import pdf

pytestmark = [pytest.mark.parallel, pytest.mark.usefixtures("parallel_db")]


@pytest.mark.parametrize("step", ["record", "change"])
def test_meeting_while_the_concept_is_offered_again(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both hold several talks of one plan; each in an order of its own, they would wait for each other."""
    plan = world.offered()
    rows = list(plan.consultations.with_names().order_by("pk"))
    facts = {"held_on": clock.today(), "place": "Meppel", "present": "Allen.", "subjects": "Het plan."}
    meeting = talks.record_meeting(rows[:1], by=world.editor(), **facts)
    is_under_way = threading.Event()
    invite = opening._invite

    def slowly(*args: Any, **kwargs: Any) -> None:
        invite(*args, **kwargs)
        is_under_way.set()
        time.sleep(0.1)

    monkeypatch.setattr(opening, "_invite", slowly)

    def meet() -> Meeting:
        assert is_under_way.wait(PATIENCE)
        if step == "record":
            return talks.record_meeting([rows[-1], rows[0]], by=world.editor(), **facts)
        return talks.change_meeting(meeting, by=world.editor(), seen=1, consultations=rows[-1:], **facts)

    done, refused = sorted_out(together([partial(plans.offer, plan, by=world.editor()), meet]))
    assert (len(done), refused) == (2, [])
    assert set(plan.consultations.values_list("version__number", flat=True)) == {2}
    with_whom = [set(row.consultations.all()) for row in Meeting.objects.order_by("pk")]
    assert with_whom == ([{rows[0]}, {rows[0], rows[-1]}] if step == "record" else [{rows[-1]}])


@pytest.mark.parametrize("step", ["remove", "add"])
def test_attachments_that_change_while_a_version_is_frozen(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version has the files its content names, no fewer and no others; who changes them waits for it."""
    plan = world.drafted()
    add = partial(plans.add_attachment, by=world.editor(), content_type="application/pdf")
    row = add(plan, upload=pdf("een.pdf"))
    is_under_way = threading.Event()
    same_text = versions.contents.same_text

    def slowly(*contents: Any) -> bool:
        found = same_text(*contents)
        is_under_way.set()
        time.sleep(0.5)
        return found

    monkeypatch.setattr(versions.contents, "same_text", slowly)

    def change() -> Any:
        assert is_under_way.wait(PATIENCE)
        if step == "add":
            return add(plan, upload=pdf("twee.pdf"))  # the same bytes under another name
        return plans.remove_attachment(row, by=world.editor())

    (version, _changed), refused = sorted_out(
        together([partial(plans.offer, world.reload(plan), by=world.editor()), change])
    )
    assert refused == []
    assert [found["name"] for found in version.content["attachments"]] == ["een.pdf"]
    assert [found.name for found in version.attachments.all()] == ["een.pdf"]
    now = plan.attachments.filter(removed_at=None).values_list("name", flat=True)
    assert sorted(now) == (["een.pdf", "twee.pdf"] if step == "add" else [])
