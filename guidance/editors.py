"""Telling the editors that something waits for them."""

from typing import Any

from portal import outbox


def tell_editors(event: str, context: dict[str, Any]) -> None:
    """Queue a message to the editors whose work it is, in the caller's transaction."""
    outbox.notify_holders(event, context, "guidance.follow_up")
