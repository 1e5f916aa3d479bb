"""The core tasks without JavaScript: drafting, the budget, an outcome, filing, a decision."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from plans.models import Filing
from portal import clock
from tests import world
from tests.browser.conftest import SPRING, Visitor
from tests.plans.conftest import pdf_bytes

pytestmark = pytest.mark.browser


def test_core_tasks(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    with clock.at(SPRING):
        plan = world.offered()
    chapter = plan.chapters.order_by("position")[0]
    off = {"java_script_enabled": False}

    editor = visit(world.editor(), **off)
    editor.go(chapter.get_absolute_url())
    editor.page.get_by_label("Tekst", exact=True).fill("<p>Zonder script geschreven.</p>")
    editor.press("Opslaan")
    editor.sees("Het hoofdstuk is opgeslagen.")
    chapter.refresh_from_db()
    assert chapter.body == "<p>Zonder script geschreven.</p>"

    page = editor.go(reverse("plans:budget", args=[plan.uuid]))
    page.get_by_label("Bedrag 2014/15, regel 1", exact=True).fill("abc")
    editor.press("Opslaan")
    editor.sees("is geen bedrag")
    page.get_by_label("Bedrag 2014/15, regel 1", exact=True).fill("2.500")
    editor.press("Regel toevoegen")
    page.get_by_label("Bedrag 2014/15, regel 3", exact=True).wait_for()
    editor.go(reverse("plans:attachments", args=[plan.uuid]))
    document = tmp_path / "bijlage.pdf"
    document.write_bytes(pdf_bytes())
    page.get_by_label("Bestand").set_input_files(document)
    page.get_by_role("button", name=re.compile("oevoegen")).click()
    editor.sees("bijlage.pdf")

    official = visit(world.official(), **off)
    official.go(world.consultation(plan).get_absolute_url())
    official.click("Overeenstemming vastleggen")
    official.press("Overeenstemming vastleggen")
    official.page.locator(".error-summary a").first.wait_for()
    assert official.page.title().startswith("Fout: ")
    official.fill(decided_on="14-4-2014")
    official.press("Overeenstemming vastleggen")
    official.sees("Vastgelegd: overeenstemming vastgelegd.")

    editor.go(plan.get_absolute_url())
    editor.click("Vaststelling vastleggen")
    editor.fill(adopted_on="14-4-2014", body="bestuur")
    editor.press("Vaststelling vastleggen")
    signatory = visit(world.signatory(), **off)
    signatory.go(plan.get_absolute_url())
    signatory.click("Indienen bij de inspectie")
    signatory.page.get_by_label("Ik dien dit plan in").check()
    signatory.press("Indienen bij de inspectie")
    filing = Filing.objects.get()
    signatory.sees(filing.reference)

    inspector = visit(world.reviewer(), **off)
    inspector.go(reverse("admin:plans_dossier_change", args=[plan.pk]))
    inspector.click("In behandeling nemen")
    inspector.press("In behandeling nemen")
    inspector.sees("Vastgelegd: in behandeling genomen.")
    filing.refresh_from_db()
    assert filing.state == "in_review"
