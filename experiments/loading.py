"""Bringing the calls for experiments into the database. What an editor added or changed is left alone."""

import json
from pathlib import Path

from experiments.models import ExperimentCall

DATA = Path(__file__).resolve().parent / "data" / "experiments.json"


def load(path: Path = DATA) -> int:
    """Add the calls that are not there yet; gives how many."""
    rows = json.loads(path.read_text(encoding="utf-8"))["experiment_calls"]
    return sum(ExperimentCall.objects.get_or_create(key=row["key"], defaults=row)[1] for row in rows)
