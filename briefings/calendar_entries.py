"""Briefings as iCalendar (RFC 5545): a file of one, and the entries in the calendar of whoever comes.

The hours are in UTC, which every calendar program reads the same: not all of them follow the rules of a time zone that come
along in a file, and an hour off is a missed briefing.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress, vText

from briefings.services import own_briefings
from guidance.calendars import new_calendar
from plans.models.law import in_language
from portal import clock
from portal.extension_points import MailParts
from portal.models import MailMessage, User


def briefing_file(facts: Mapping[str, Any]) -> bytes:
    """One briefing as a file, from the facts of a registration; the same file again changes the entry there is."""
    made = new_calendar()
    made.add("method", _method(facts))
    event = _event(facts, f"{settings.PUBLIC_URL}{facts['path']}")
    # What is sent says by whom (RFC 5546, 3.2.1); whoever answers it reaches the portal.
    sender = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    sender.params["cn"] = vText(_("Ondersteuningsplanportaal"))
    event.add("organizer", sender)
    made.add_component(event)
    return bytes(made.to_ical())


def mail_parts(message: MailMessage) -> MailParts:
    """The file that goes along with a mail about a briefing."""
    content_type = f"text/calendar; method={_method(message.context)}"
    return MailParts(attachments=(("bijeenkomst.ics", briefing_file(message.context), content_type),))


def events(user: User, absolute: Callable[[str], str]) -> list[Event]:
    """The entries of the briefings somebody comes to or waits for. One query.

    Takes what makes a path a whole address.
    """
    return [_event(facts, absolute(facts["path"])) for facts in own_briefings(user)]


def own_agenda_panel(user: User) -> tuple[str, dict[str, Any]] | None:
    """The briefings still to come, on the page of one's own agenda. One query."""
    rows = own_briefings(user, since=clock.now())
    return ("briefings/_own_agenda.html", {"briefings": rows}) if rows else None


def _method(facts: Mapping[str, Any]) -> str:
    """What a calendar program does with the file (RFC 5546): keep the entry, or strike it out."""
    return "PUBLISH" if facts["is_coming"] else "CANCEL"


def _event(facts: Mapping[str, Any], url: str) -> Event:
    event = Event()
    # The name its entry has had from the first: a calendar program changes the one it has.
    event.add("uid", f"meeting-{facts['uid']}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", clock.now())
    event.add("sequence", facts["sequence"])
    event.add("dtstart", dt.datetime.fromisoformat(facts["starts_at"]).astimezone(dt.UTC))
    event.add("dtend", dt.datetime.fromisoformat(facts["ends_at"]).astimezone(dt.UTC))
    title = in_language(facts["title"], facts["title_en"])
    event.add("summary", f"{title} ({_('wachtlijst')})" if facts["is_waiting"] else title)
    if place := facts["place"] or facts["video_url"]:
        event.add("location", place)
    event.add("description", "\n".join(line for line in (facts["video_url"], url) if line))
    event.add("url", url)
    if not facts["is_coming"]:
        event.add("status", "CANCELLED")
    else:
        event.add("status", "TENTATIVE" if facts["is_waiting"] else "CONFIRMED")
    return event
