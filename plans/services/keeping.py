"""Keeping on the dossier how its filings stand together, in the transaction of the step that changes one."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from plans import standing
from plans.models import Dossier, Filing
from plans.models.dossier import KEPT

COLUMNS = ("current_filing_id", "review_state", "repair_asked_id", "repair_due", "in_time")


@contextmanager
def changing(dossier: Dossier) -> Iterator[None]:
    """One step that touches the filings of a dossier: one transaction, and what follows kept on the dossier at its end.

    The dossier is locked first, always: of two steps on filings of one dossier the second waits here, and then sees what
    the first one did.
    """
    with transaction.atomic():
        locked = Dossier.objects.select_for_update(no_key=True).only(*KEPT).get(pk=dossier.pk)
        for column in COLUMNS:  # what the guards of this step look at
            setattr(dossier, column, getattr(locked, column))
        yield
        found = standing.fold(dossier.filings.order_by("sequence").defer("findings"))
        if differences(locked, found):
            Dossier.objects.filter(pk=dossier.pk).update(**vars(found))
        for name in KEPT:
            setattr(dossier, name, getattr(found, name))


def differences(dossier: Dossier, found: standing.Folded) -> list[str]:
    """Which of the kept columns say something else than the filings."""
    current, asked = found.current_filing, found.repair_asked
    right = (
        current.pk if current else None,
        found.review_state,
        asked.pk if asked else None,
        found.repair_due,
        found.in_time,
    )
    columns = zip(KEPT, COLUMNS, right, strict=True)
    return [name for name, column, value in columns if getattr(dossier, column) != value]


def drifted(*, repair: bool = False) -> dict[Dossier, list[str]]:
    """The dossiers whose kept columns differ from what their filings say, and in which; two queries.

    There are none, unless somebody wrote in the tables by hand. With `repair` they are put right.
    """
    found: dict[Dossier, list[str]] = {}
    with transaction.atomic():
        filings: dict[int, list[Filing]] = defaultdict(list)
        dossiers = list(Dossier.objects.select_for_update(no_key=True).order_by("pk").only(*KEPT, "uuid"))
        for filing in Filing.objects.order_by("sequence").defer("findings"):
            filings[filing.dossier_id].append(filing)
        for dossier in dossiers:
            folded = standing.fold(filings[dossier.pk])
            if names := differences(dossier, folded):
                found[dossier] = names
                if repair:
                    Dossier.objects.filter(pk=dossier.pk).update(**vars(folded))
    return found
