"""The receipt: for whom, what it says, and the same PDF every time."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import Filing
from portal import clock
from portal.models import User
from portal.rights import READERS, Role
from tests import world
from tests.plans.conftest import pdf


@pytest.fixture
def filing(db: None) -> Filing:
    plan = world.offered()
    services.add_attachment(plan, by=world.editor(), upload=pdf(), content_type="application/pdf")
    services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    with clock.at("2014-04-14T09:03:07"):
        return services.file_plan(world.reload(plan), by=world.signatory(), remark="Met dank.")


def pdf_url(filing: Filing) -> str:
    return reverse("plans:receipt_pdf", args=[filing.reference])


def test_partnership_and_inspectorate_see_the_receipt(
    filing: Filing, signed_in: Callable[[User], Client]
) -> None:
    allowed = {*READERS, Role.REVIEWER}
    for role, user in world.everyone().items():
        expected = 200 if role in allowed else 404
        client = signed_in(user)
        assert client.get(filing.get_absolute_url()).status_code == expected, role
        assert client.get(pdf_url(filing)).status_code == expected, role
    stranger = signed_in(world.signatory("PO2502"))
    assert stranger.get(filing.get_absolute_url()).status_code == 404
    assert stranger.get(reverse("plans:receipt", args=["OP2014-bestaat-niet"])).status_code == 404
    assert Client().get(filing.get_absolute_url()).status_code == 302


def test_receipt_says_everything(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    html = signed_in(world.signatory()).get(filing.get_absolute_url()).content.decode()
    version = filing.version
    for words in (
        filing.reference,
        "14 april 2014 09.03.07 CEST",
        "Dat is op tijd: vóór 1 mei 2014 00.00.00 CEST.",
        "partnership-signatory",
        "PO2203 · Vereniging Samenwerkingsverband Passend Onderwijs PO 2203",
        "Met dank.",
        version.sha256,
        version.pdf.sha256,
        version.attachments.get().file.sha256,
        "Hoe het verder gaat",
    ):
        assert words in html, words
    seen = signed_in(world.reviewer()).get(filing.get_absolute_url()).content.decode()
    assert "Hoe het verder gaat" not in seen
    assert filing.dossier.get_absolute_url() + '"' not in seen


def test_links_of_the_receipt_work(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.reviewer())
    page = client.get(filing.get_absolute_url())
    row = filing.version.attachments.get()
    for name, extra in (("version_pdf", []), ("version_json", []), ("version_attachment", [row.pk])):
        address = reverse(f"plans:{name}", args=[filing.dossier.uuid, filing.version.number, *extra])
        assert address in page.content.decode()
        assert client.get(address).status_code == 200


def test_receipt_in_english(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.signatory())
    client.cookies["django_language"] = "en"
    assert "09:03:07 CEST" in client.get(filing.get_absolute_url()).content.decode()


def test_pdf_is_made_once(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.signatory())
    first = client.get(pdf_url(filing))
    assert first.headers["Content-Disposition"] == (
        f'attachment; filename="ontvangstbewijs-{filing.reference}.pdf"'
    )
    assert b"".join(first) == b"".join(client.get(pdf_url(filing)))


def test_answer_to_a_repair_request_is_not_called_late(
    filing: Filing, signed_in: Callable[[User], Client]
) -> None:
    reviewer, plan = world.reviewer(), filing.dossier
    services.take_up(filing, by=reviewer)
    services.request_repair(filing, by=reviewer, reason="Te mager.", due=world.day("2014-06-01"))
    with clock.at("2014-05-20T12:00"):
        services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        answer = services.file_plan(world.reload(plan), by=world.signatory())
    html = signed_in(world.signatory()).get(answer.get_absolute_url()).content.decode()
    assert f"Dit is het antwoord op een herstelopdracht bij {filing.reference}" in html
    assert "als te laat gemarkeerd" not in html
