"""What was on record before a column came, is there after it, and filled in."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from consultations import services
from consultations.models import ConsentDecision
from portal import clock
from tests import world


@pytest.mark.usefixtures("parallel_db")
def test_decisions_from_before_say_what_they_correct() -> None:
    request = services.ask_consent(world.offered(), by=world.editor())
    for name in ("refuse", "consent_with_conditions", "consent"):
        services.record_consent(
            request, name=name, by=world.opr_secretary(), decided_on=clock.today(), remarks="Zo is het."
        )
    before = list(ConsentDecision.objects.values())
    try:
        call_command("migrate", "consultations", "0004", verbosity=0)
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, "consultations_consentdecision")
        assert "corrects_id" not in {column.name for column in columns}
    finally:
        call_command("migrate", "consultations", verbosity=0)
    assert list(ConsentDecision.objects.values()) == before
    first, second, third = ConsentDecision.objects.all()
    assert (first.corrects, second.corrects, third.corrects) == (None, first, second)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ConsentDecision.objects.update(remarks="Anders.")
