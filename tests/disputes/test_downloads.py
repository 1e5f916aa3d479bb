"""The documents of a dispute, and the bundle."""

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from consultations import services as consultations
from consultations.models import Consultation
from disputes import bundle, services
from disputes.models import Dispute
from plans import services as plans
from plans.models import Dossier
from portal import clock
from portal.files import store
from portal.models import User
from tests import world
from tests.disputes.conftest import GROUNDS, at_odds, lodged, reload, step
from tests.plans.conftest import pdf

SignIn = Callable[[User], Client]


@pytest.fixture
def with_document(consultation: Consultation) -> Dispute:
    return services.lodge(
        consultation,
        by=world.editor(),
        grounds=GROUNDS,
        document=store(b"%PDF-brief", "application/pdf"),
        document_name="brief & zo.pdf",
    )


def test_document_is_for_the_parties_and_the_committee(with_document: Dispute, signed_in: SignIn) -> None:
    path = f"/geschillen/{with_document.uuid}/stukken/{with_document.records.get().pk}/"
    for person in (world.editor(), world.official(), world.committee_secretary()):
        answer = signed_in(person).get(path)
        assert b"".join(answer.streaming_content) == b"%PDF-brief"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert 'filename="brief & zo.pdf"' in answer.headers["Content-Disposition"]
    for person in (world.official("Hoogeveen"), world.editor("PO2001"), world.administrator()):
        assert signed_in(person).get(path).status_code == 404
    other = f"/geschillen/{with_document.uuid}/stukken/999999/"
    assert signed_in(world.editor()).get(other).status_code == 404


def test_document_is_for_the_inspectorate_once_the_plan_is_filed(
    plan: Dossier, with_document: Dispute, signed_in: SignIn
) -> None:
    client = signed_in(world.reviewer())
    path = f"/geschillen/{with_document.uuid}/stukken/{with_document.records.get().pk}/"
    assert client.get(path).status_code == 404
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    plans.file_plan(world.reload(plan), by=world.signatory())
    assert client.get(path).status_code == 200


def test_step_without_document_has_no_download(dispute: Dispute, signed_in: SignIn) -> None:
    path = f"/geschillen/{dispute.uuid}/stukken/{dispute.records.get().pk}/"
    assert signed_in(world.editor()).get(path).status_code == 404


def bundle_of(client: Client, dispute: Dispute) -> bytes:
    answer = client.get(f"/geschillen/{dispute.uuid}/bundel/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)


@pytest.fixture
def full(plan: Dossier) -> Dispute:
    """A dispute with everything that can be in a bundle."""
    chapter_file = store(b"%PDF-procedure", "application/pdf")
    world.procedure(plan, document=chapter_file, document_name="procedure.pdf")
    talks = world.consultation(plan)
    consultations.record_meeting(
        [talks],
        by=world.editor(),
        held_on=clock.today(),
        place="Meppel",
        present="wethouder & bestuur",
        subjects="vervoer",
        minutes=store(b"%PDF-notulen", "application/pdf"),
        minutes_name="notulen.pdf",
    )
    consultations.record_outcome(
        world.consultation(plan),
        name="disagree_on_behalf",
        by=world.editor(),
        decided_on=clock.today(),
        remarks="Geen <akkoord>.",
        evidence="brief van het college",
        document=store(b"%PDF-besluit", "application/pdf"),
        document_name="besluit.pdf",
    )
    dispute = services.lodge(
        world.consultation(plan),
        by=world.editor(),
        grounds=GROUNDS,
        document=store(b"%PDF-brief", "application/pdf"),
        document_name="brief.pdf",
    )
    document = store(b"%PDF-verweer", "application/pdf")
    step(dispute, "declare_admissible", world.committee_secretary(), "", case_number="106185")
    step(dispute, "respond", world.official(), "Nee.", document=document, document_name="brief.pdf")
    return reload(dispute)


def test_bundle_holds_everything_with_its_hash(full: Dispute, signed_in: SignIn) -> None:
    archive = zipfile.ZipFile(io.BytesIO(bundle_of(signed_in(world.committee_secretary()), full)))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "00-inhoud.txt",
        "01-geschil.txt",
        "01-procedure.txt",
        "01-procedure-procedure.pdf",
        "02-plan/versie-1.pdf",
        "02-plan/versie-1.json",
        "03-overleg/uitkomsten.txt",
        "03-overleg/uitkomst-01-besluit.pdf",
        "03-overleg/bijeenkomsten.txt",
        "03-overleg/verslag-01-notulen.pdf",
        "04-stukken/stuk-01-brief.pdf",
        "04-stukken/stuk-03-brief.pdf",
    ]
    index = archive.read("00-inhoud.txt").decode()
    for entry in archive.namelist()[1:]:
        content = archive.read(entry)
        digest = hashlib.sha256(content).hexdigest()
        assert f"{entry} ({len(content)} bytes)\n  {digest}\n" in index, entry
    assert hashlib.sha256(archive.read("02-plan/versie-1.json")).hexdigest() == full.version.sha256
    text = archive.read("01-geschil.txt").decode()
    for words in (GROUNDS, "Zaaknummer: 106185", "Verweer uiterlijk: geen termijn in de procedure", "Nee."):
        assert words in text, words
    outcomes = archive.read("03-overleg/uitkomsten.txt").decode()
    assert "Geen <akkoord>." in outcomes
    assert "brief van het college" in outcomes
    assert "wethouder & bestuur" in archive.read("03-overleg/bijeenkomsten.txt").decode()


def test_bundle_is_the_same_each_time_for_everybody_in_every_language(
    full: Dispute, signed_in: SignIn
) -> None:
    first = bundle_of(signed_in(world.committee_secretary()), full)
    client = signed_in(world.official())
    client.post("/taal/setlang/", {"language": "en"})
    with clock.at("2014-03-01T09:00"):
        assert bundle_of(client, full) == first
    step(full, "withdraw", world.editor())
    assert bundle_of(client, full) != first


def test_bundle_without_talks_on_record_says_so(dispute: Dispute, signed_in: SignIn) -> None:
    answer = signed_in(world.editor()).get(f"/geschillen/{dispute.uuid}/bundel/")
    code = dispute.consultation.municipality.code
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="geschil-20140120-{code}-versie-1.zip"'
    )
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    text = archive.read("03-overleg/bijeenkomsten.txt").decode()
    assert "Er is geen bijeenkomst vastgelegd." in text


def test_bundle_includes_the_attachments_of_the_version(plan: Dossier) -> None:
    plans.add_attachment(
        world.reload(plan), by=world.editor(), upload=pdf("kaart.pdf"), content_type="application/pdf"
    )
    plans.offer(world.reload(plan), by=world.editor())
    dispute = lodged(at_odds(plan))
    names = [row.name for row in bundle.entries(dispute)]
    assert "02-plan/bijlage-01-kaart.pdf" in names


def test_bundle_with_a_lost_file_fails_before_it_starts(full: Dispute) -> None:
    record = full.records.exclude(document=None).last()
    assert record is not None
    assert record.document is not None
    record.document.path.unlink()
    with pytest.raises(FileNotFoundError):
        bundle.entries(full)
