"""What is kept is kept in Dutch, whatever the language of the page of whoever keeps it."""

from django.utils import translation

from portal.models import AuditEntry
from tests import world


def test_version_frozen_by_an_english_reader_is_in_dutch(db: None) -> None:
    with translation.override("en"):
        version = world.offered().versions.get()
    parts = {row["name"]: row["part"] for row in version.content["municipalities"]}
    assert parts["Staphorst"] == "alleen postcodes 7951, 7955"
    assert [row["title"] for row in version.content["chapters"]][5] == "Informatie aan ouders"


def test_consultation_opened_by_an_english_reader_is_in_dutch(db: None) -> None:
    with translation.override("en"):
        plan = world.offered()
    assert world.consultation(plan, "Staphorst").part == "alleen postcodes 7951, 7955"


def test_audit_lines_of_an_english_reader_are_in_dutch(db: None) -> None:
    with translation.override("en"):
        world.offered()
    assert AuditEntry.objects.get(action="plans.version_frozen").subject_text == "versie 1"
