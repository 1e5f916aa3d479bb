"""An agenda and meetings as iCalendar (RFC 5545), for calendar programs.

Days of the agenda are whole days. The hours of a meeting are in UTC, which every calendar program reads the same: not all of
them follow the rules of a time zone that come along in a file, and an hour off is a missed meeting.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from guidance.extension_points import AgendaItem, Standing
from plans.models.law import in_language
from portal import clock
from portal.extension_points import MailParts
from portal.models import MailMessage

WARN = dt.timedelta(days=14)  # before a day on which something has to be done
REFRESH = dt.timedelta(hours=12)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(
    items: Iterable[AgendaItem],
    names: Mapping[int, str],
    absolute: Callable[[str], str],
    host: str,
    meetings: Iterable[Mapping[str, Any]] = (),
) -> bytes:
    """The days as all-day entries, in the language of the moment; a reminder where something has to be done.

    Takes the names of the organisations, what makes a path a whole address, the host that names the entries, and the
    facts of the meetings somebody comes to.
    """
    made = _calendar()
    made.add("x-wr-calname", _("Agenda ondersteuningsplan"))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        made.add_component(_event(item, names, absolute, host))
    for facts in meetings:
        made.add_component(_meeting(facts, absolute(facts["path"])))
    return bytes(made.to_ical())


def meeting_file(facts: Mapping[str, Any]) -> bytes:
    """One meeting as a file, from the facts of a registration; the same file again changes the entry there is."""
    made = _calendar()
    made.add("method", _method(facts))
    event = _meeting(facts, f"{settings.PUBLIC_URL}{facts['path']}")
    # What is sent says by whom (RFC 5546, 3.2.1); whoever answers it reaches the portal.
    sender = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    sender.params["cn"] = vText(_("Ondersteuningsplanportaal"))
    event.add("organizer", sender)
    made.add_component(event)
    return bytes(made.to_ical())


def mail_parts(message: MailMessage) -> MailParts:
    """The file that goes along with a mail about a meeting."""
    content_type = f"text/calendar; method={_method(message.context)}"
    return MailParts(attachments=(("bijeenkomst.ics", meeting_file(message.context), content_type),))


def _method(facts: Mapping[str, Any]) -> str:
    """What a calendar program does with the file (RFC 5546): keep the entry, or strike it out."""
    return "PUBLISH" if facts["is_coming"] else "CANCEL"


def _calendar() -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Ondersteuningsplanportaal//agenda//NL")
    made.add("version", "2.0")
    return made


def _meeting(facts: Mapping[str, Any], url: str) -> Event:
    event = Event()
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


def _event(item: AgendaItem, names: Mapping[int, str], absolute: Callable[[str], str], host: str) -> Event:
    event = Event()
    event.add("uid", f"{item.key}-{item.organisation_id}@{host}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", item.date)
    event.add("dtend", item.date + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # a term, not a meeting: it keeps nobody from an appointment
    done = f" ({item.standing.label})" if item.standing in {Standing.DONE, Standing.LATE} else ""
    event.add("summary", f"{item.title}{done}")
    lines = [names[item.organisation_id], item.plan, item.basis]
    if item.url:
        event.add("url", absolute(item.url))
        lines.append(absolute(item.url))
    event.add("description", "\n".join(line for line in lines if line))
    if item.standing == Standing.OPEN and item.done is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", item.title)
        alarm.add("trigger", -WARN)
        event.add_component(alarm)
    return event
