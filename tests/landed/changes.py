"""What migrations do to rows on purpose; all other values must come through as they were.

A migration that moves a table or changes what is stored in it says so here, and the test holds it to that.
"""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]

# The models of guidance that moved to apps of their own, and their tables since.
ROOMS = {
    "offer": "courses_offer",
    "meeting": "briefings_briefing",
    "meetingdocument": "briefings_briefingdocument",
    "registration": "briefings_registration",
    "experimentcall": "experiments_experimentcall",
    "experiment": "experiments_experiment",
    "experimentreport": "experiments_experimentreport",
    "example": "examples_example",
    "exampleattachment": "examples_exampleattachment",
    "subscription": "examples_subscription",
}

# The former name of a table -> the present one.
MOVED: dict[str, str] = {
    f"guidance_{model}{relation}": f"{table}{relation}"
    for model, table in ROOMS.items()
    for relation in ("", "_organisers", "_subjects", "_told")
}

# Tables that a migration adds rows to; `migrate` itself does to these.
GROWING = {"django_content_type", "auth_permission"}


def _token_to_hash(row: Row) -> Row:
    """Tokens are stored no more; what was given out is found by its hash."""
    if "token" not in row:
        return row
    return {**_without(row, "token"), "former_hash": hashlib.sha256(row["token"].encode()).hexdigest()}


def _uuid_to_hash(row: Row) -> Row:
    # SQLite keeps a UUID without its dashes.
    return _token_to_hash({**row, "token": str(uuid.UUID(str(row["token"])))} if "token" in row else row)


def _without(row: Row, *columns: str) -> Row:
    return {column: value for column, value in row.items() if column not in columns}


def _meeting_is_briefing(row: Row) -> Row:
    return {"briefing_id" if column == "meeting_id" else column: value for column, value in row.items()}


def _moved_model(row: Row) -> Row:
    if row["app_label"] != "guidance" or row["model"] not in ROOMS:
        return row
    app_label, model = ROOMS[row["model"]].split("_")
    return {**row, "app_label": app_label, "model": model}


# The former name of a table -> what becomes of a row.
CHANGED: dict[str, Callable[[Row], Row]] = {
    "portal_invitation": _uuid_to_hash,
    "guidance_calendarfeed": _token_to_hash,
    "guidance_subscription": _token_to_hash,
    "guidance_meetingdocument": _meeting_is_briefing,
    "guidance_meeting_organisers": _meeting_is_briefing,
    "guidance_meeting_subjects": _meeting_is_briefing,
    "guidance_registration": _meeting_is_briefing,
    # An action has more than one briefing since: a relation instead of a column.
    "guidance_agendaaction": lambda row: _without(row, "meeting_id"),
    "django_content_type": _moved_model,
    # Called after the model, whose name is a matter of the content type.
    "auth_permission": lambda row: _without(row, "codename"),
}
