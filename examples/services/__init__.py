"""What changes something in this app: each step in one transaction with its audit line and messages."""

from examples.services.digests import follow, save_subscription, send_digests, stop_digest
from examples.services.examples import (
    add_attachment,
    change_example,
    decide_example,
    draft_example,
    organisation_saved,
    remove_attachment,
    share_lessons,
    subject_saved,
    submit_example,
    take_back_example,
)

__all__ = [
    "add_attachment",
    "change_example",
    "decide_example",
    "draft_example",
    "follow",
    "organisation_saved",
    "remove_attachment",
    "save_subscription",
    "send_digests",
    "share_lessons",
    "stop_digest",
    "subject_saved",
    "submit_example",
    "take_back_example",
]
