"""Whether a step changed anything: a row, and how much there is of all that steps make."""

from typing import Any

from django.db import connection

TABLES = [
    "portal_auditentry", "portal_mailmessage", "plans_planversion", "plans_adoption", "plans_filing",
    "plans_chapter", "plans_repairfinding", "consultations_consultation", "consultations_outcome",
    "consultations_overleg", "consultations_overlegrecord", "consultations_consentrequest",
    "consultations_consentdecision", "disputes_dispute", "disputes_disputerecord", "examples_example",
    "examples_exampleattachment", "briefings_registration", "experiments_experiment", "experiments_experimentreport",
]  # fmt: skip


def fingerprint(obj: Any) -> tuple[Any, ...]:
    """The row itself and how much there is of everything a step could make."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in TABLES)
    row = type(obj)._base_manager.filter(pk=obj.pk).values_list().get()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return row, cursor.fetchone()
