"""What changes something in this app: each step in one transaction with its audit line and messages."""

from guidance.services.digests import follow, save_subscription, send_digests, stop_digest
from guidance.services.examples import (
    add_attachment,
    change_example,
    decide_example,
    draft_example,
    organisation_saved,
    remove_attachment,
    share_lessons,
    submit_example,
    take_back_example,
)
from guidance.services.experiments import (
    apply_for_experiment,
    decide_experiment,
    report_experiment,
    take_back_experiment,
)
from guidance.services.feeds import close_feed, current_feed, open_feed
from guidance.services.meetings import (
    announce_meeting,
    call_off_meeting,
    fill_places,
    meeting_changed,
    release_places,
    send_reminders,
    sign_off,
    sign_somebody_off,
    sign_up,
)

__all__ = [
    "add_attachment",
    "announce_meeting",
    "apply_for_experiment",
    "call_off_meeting",
    "change_example",
    "close_feed",
    "current_feed",
    "decide_example",
    "decide_experiment",
    "draft_example",
    "fill_places",
    "follow",
    "meeting_changed",
    "open_feed",
    "organisation_saved",
    "release_places",
    "remove_attachment",
    "report_experiment",
    "save_subscription",
    "send_digests",
    "send_reminders",
    "share_lessons",
    "sign_off",
    "sign_somebody_off",
    "sign_up",
    "stop_digest",
    "submit_example",
    "take_back_example",
    "take_back_experiment",
]
