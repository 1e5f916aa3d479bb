"""The messages of a dispute: every step, in both languages, without HTML escapes."""

import pytest

from disputes.models import Dispute
from portal import outbox
from portal.models import MailMessage
from tests import world
from tests.disputes.conftest import GROUNDS, advised, step


def messages(to: str) -> list[tuple[str, str]]:
    rows = MailMessage.objects.filter(event="disputes/step", address=to).order_by("pk")
    return [outbox.rendered(row) for row in rows]


def test_lodging_tells_both_parties_and_the_committee(dispute: Dispute) -> None:
    for person in (world.editor(), world.official(), world.committee_secretary()):
        [(subject, text)] = messages(person.email)
        assert subject == f"Geschil met Meppel: geschil aanhangig gemaakt ({dispute.consultation.dossier})"
        assert GROUNDS in text
        assert f"http://127.0.0.1:8000{dispute.get_absolute_url()}" in text
        assert "Status nu: aanhangig gemaakt" in text
        assert "De vastgelegde procedure noemt geen termijn voor het verweer." in text
        assert "Een geschil houdt indienen niet tegen" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_reads_well(dispute: Dispute, language: str) -> None:
    advised(dispute)
    secretary = world.committee_secretary()
    step(dispute, "follow_up", world.editor(), "Wij volgen het advies.")
    step(dispute, "close", secretary, "")
    rows = MailMessage.objects.filter(event="disputes/step", address=secretary.email)
    assert rows.count() == 7
    for row in rows:
        subject, text = outbox.rendered(row, language)
        assert subject
        assert "{" not in text
        assert "&lt;" not in text
        assert "None" not in text
        assert "\n\n\n" not in text
