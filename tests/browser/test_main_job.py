"""The main job in a real browser, from login to receipt, by each role in turn."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consultations.models import Consultation
from plans.models import Attachment, Dossier, Filing
from portal.rights import Role
from tests import world
from tests.browser.conftest import Visitor
from tests.plans.conftest import pdf_bytes

pytestmark = [pytest.mark.browser, pytest.mark.real_pdf]
TODAY = "14-4-2014"


def the_plan() -> Dossier:
    return Dossier.objects.with_names().get(partnership__code="PO2203")


def test_main_job(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    reviewer = world.reviewer()
    neighbour = world.partnership("VO2203").organisation

    # The editor begins, writes a chapter (saved by itself and by the button), the budget and an attachment.
    editor = visit(world.editor())
    editor.click("Plannen")
    editor.page.get_by_role("link", name=re.compile("^PO2203")).click()
    editor.click("Beginnen met het plan")
    editor.press("Beginnen met het plan")
    editor.sees("Vastgelegd: dossier begonnen.")
    plan = the_plan()
    chapter = plan.chapters.order_by("position")[0]
    editor.page.get_by_role("link", name=re.compile(re.escape(chapter.title))).first.click()
    area = editor.page.locator("div[role=textbox]")  # takes the place of the field when the editor is there
    expect(area).to_have_accessible_name("Tekst")
    area.click()
    area.press_sequentially("Elke school biedt basisondersteuning.")
    expect(editor.page.locator("[data-autosave-status]")).to_contain_text("Opgeslagen om", timeout=30_000)
    chapter.refresh_from_db()
    assert chapter.body == "<p>Elke school biedt basisondersteuning.</p>"
    area.press_sequentially(" Wij leggen dat hier vast.")
    editor.page.get_by_label("afgerond").check()
    editor.press("Opslaan")
    editor.sees("Het hoofdstuk is opgeslagen.")
    chapter.refresh_from_db()
    assert (chapter.status, chapter.body) == (
        "done",
        "<p>Elke school biedt basisondersteuning. Wij leggen dat hier vast.</p>",
    )

    page = editor.go(reverse("plans:budget", args=[plan.uuid]))
    page.get_by_label("Bedrag 2014/15, regel 1", exact=True).fill("1.234,56")
    editor.press("Opslaan")
    editor.sees("1.234,56")
    document = tmp_path / "regionale analyse.pdf"
    document.write_bytes(pdf_bytes("analyse"))
    page = editor.go(reverse("plans:attachments", args=[plan.uuid]))
    page.get_by_label("Bestand").set_input_files(document)
    page.get_by_role("button", name=re.compile("oevoegen")).click()
    editor.sees("regionale analyse.pdf")
    assert Attachment.objects.get().name == "regionale analyse.pdf"

    # The concept is offered.
    editor.go(plan.get_absolute_url())
    editor.click("Concept aanbieden")
    editor.press("Concept aanbieden")
    editor.sees("Vastgelegd: concept aangeboden.")

    # A municipality records what came out.
    official = visit(world.official())
    talks = Consultation.objects.get(dossier=plan, municipality__name="Meppel")
    official.go(talks.get_absolute_url())
    official.click("Overeenstemming met opmerkingen vastleggen")
    official.fill(decided_on=TODAY, signatory="wethouder Jansen", remarks="Denk aan de jeugdhulp.")
    official.press("Overeenstemming met opmerkingen vastleggen")
    official.sees("Vastgelegd: overeenstemming met opmerkingen vastgelegd.")

    # The partnership of the other sector records the overleg.
    counterpart = visit(world.person(Role.PARTNERSHIP_EDITOR, neighbour))
    overleg = plan.overleggen.get(counterpart__code="VO2203")
    counterpart.go(overleg.get_absolute_url())
    counterpart.click("Overleg vastleggen")
    counterpart.fill(held_on=TODAY, present="Beide besturen", summary="Het sluit aan.")
    counterpart.press("Overleg vastleggen")
    counterpart.sees("overleg gevoerd")

    # The OPR is asked, and consents.
    editor.go(reverse("consultations:ask_consent", args=[plan.uuid]))
    editor.press("Instemming OPR vragen")
    opr = visit(world.opr_secretary())
    opr.go(plan.consent_requests.get().get_absolute_url())
    opr.click("Instemming vastleggen")
    opr.fill(decided_on=TODAY)
    opr.press("Instemming vastleggen")
    opr.sees("ingestemd")

    # Adoption by the editor, filing by the signatory, with the receipt at once.
    editor.go(plan.get_absolute_url())
    editor.click("Vaststelling vastleggen")
    editor.fill(adopted_on=TODAY, body="algemene ledenvergadering")
    editor.press("Vaststelling vastleggen")
    editor.sees("Vastgelegd: plan vastgesteld.")
    signatory = visit(world.signatory())
    signatory.go(plan.get_absolute_url())
    signatory.click("Indienen bij de inspectie")
    signatory.page.get_by_label("Ik dien dit plan in namens het samenwerkingsverband").check()
    signatory.press("Indienen bij de inspectie")
    signatory.page.wait_for_url("**/indieningen/**")
    filing = Filing.objects.get()
    assert filing.is_timely
    signatory.sees(filing.reference)
    for row in filing.manifest():
        signatory.sees(row["sha256"])
    with signatory.page.expect_download() as download:
        signatory.click("Ontvangstbewijs als PDF")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF-1.7")
    filing.refresh_from_db()
    assert filing.receipt is not None
    assert filing.receipt.read() == content

    # The reviewer finds it in the admin, takes it up and finds it complete.
    inspector = visit(reviewer)
    inspector.go(reverse("admin:index"))
    inspector.sees("PO2203")
    inspector.go(reverse("admin:plans_dossier_change", args=[plan.pk]))
    inspector.click("In behandeling nemen")
    inspector.press("In behandeling nemen")
    inspector.sees("Vastgelegd: in behandeling genomen.")
    inspector.click("Compleet bevinden")
    inspector.fill(reason="Alle onderdelen zijn er.")
    inspector.press("Compleet bevinden")
    inspector.sees("Vastgelegd: compleet bevonden.")
    filing.refresh_from_db()
    assert filing.state == "complete"


def test_filing_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    """Tab, space and enter take the signatory from the start page to the receipt."""
    plan = world.adopted(agree=False)
    visitor = visit(world.signatory())
    page = visitor.go(plan.get_absolute_url())

    visitor.tab_to(f"a[href='{reverse('plans:transition', args=[plan.uuid, 'file'])}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actie/file/")
    visitor.tab_to("input[name=declaration]")
    page.keyboard.press("Space")
    visitor.tab_to("main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indieningen/**")
    visitor.sees(Filing.objects.get().reference)
