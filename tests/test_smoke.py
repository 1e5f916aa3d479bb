from plans.models import Filing
from portal.models import AuditEntry
from tests import world


def test_filing_from_the_world_is_timely(db: None) -> None:
    filing = world.filed()
    assert filing.is_timely
    assert Filing.objects.count() == 1
    assert AuditEntry.objects.filter(action="plans.filed").count() == 1
