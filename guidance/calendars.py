"""An agenda as iCalendar (RFC 5545), for calendar programs. Its days are whole days."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from guidance.extension_points import AgendaItem, Standing
from portal import clock

WARN = dt.timedelta(days=14)  # before a day on which something has to be done
REFRESH = dt.timedelta(hours=12)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(
    items: Iterable[AgendaItem],
    names: Mapping[int, str],
    absolute: Callable[[str], str],
    host: str,
    events: Iterable[Event] = (),
) -> bytes:
    """The days as all-day entries, in the language of the moment; a reminder where something has to be done.

    Takes the names of the organisations, what makes a path a whole address, the host that names the entries, and the
    entries the apps above have for this person.
    """
    made = new_calendar()
    made.add("x-wr-calname", _("Agenda ondersteuningsplan"))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        made.add_component(_event(item, names, absolute, host))
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())


def new_calendar() -> Calendar:
    """A calendar without entries, by the portal."""
    made = Calendar()
    made.add("prodid", "-//Ondersteuningsplanportaal//agenda//NL")
    made.add("version", "2.0")
    return made


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
