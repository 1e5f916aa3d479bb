"""The kernel says of every moment the day it is in the Netherlands: on pages, in mails, in lists and in the trail."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import formats

from portal import clock, csv_export
from portal.admin.people import UserAdmin
from portal.admin_site import admin
from portal.form_fields import DateField, MomentField
from portal.models import AuditEntry, User
from portal.start_page import is_overdue
from portal.templatetags import portal as tags
from tests.midnight import around_midnight


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


@around_midnight
def test_day_in_words(moment: dt.datetime, day: dt.date) -> None:
    """Also of what a mail keeps as text: a day, or a moment in whatever zone it was written."""
    for value in (
        moment,
        clock.local(moment),
        moment.isoformat(),
        clock.local(moment).isoformat(),
        day,
        str(day),
    ):
        assert tags.day(value) == in_words(day)


@around_midnight
def test_moment_in_words(moment: dt.datetime, day: dt.date) -> None:
    hour = clock.local(moment).hour
    for value in (moment, moment.isoformat()):
        assert tags.moment(value).startswith(f"{in_words(day)} {hour:02}.30.00 CE")


@around_midnight
def test_date_filter_of_templates(moment: dt.datetime, day: dt.date) -> None:
    shown = Template('{{ at|date:"j F Y, H:i" }}').render(Context({"at": moment}))
    assert shown == f"{in_words(day)}, {clock.local(moment):%H:%M}"


@around_midnight
def test_cell_of_a_list(moment: dt.datetime, day: dt.date) -> None:
    assert csv_export.cell(moment) == f"{day:%d-%m-%Y} {clock.local(moment):%H:%M}"


@around_midnight
def test_fields_show_what_was_typed(moment: dt.datetime, day: dt.date) -> None:
    typed = f"{day.day}-{day.month}-{day.year}"
    assert MomentField().prepare_value(moment) == f"{typed} {clock.local(moment):%H:%M}"
    assert MomentField().clean(f"{typed} {clock.local(moment):%H:%M}") == moment
    assert DateField().prepare_value(moment) == typed


@around_midnight
def test_line_of_the_audit_trail(moment: dt.datetime, day: dt.date) -> None:
    entry = AuditEntry(at=moment, action="portal.joined")
    assert str(entry) == f"{day} {clock.local(moment):%H:%M}:00 portal.joined"


@around_midnight
def test_day_an_account_is_from(moment: dt.datetime, day: dt.date) -> None:
    assert UserAdmin(User, admin.site).joined(User(date_joined=moment)) == in_words(day)


@around_midnight
def test_day_is_over_at_dutch_midnight(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert not is_overdue(day)
        assert is_overdue(day - dt.timedelta(days=1))


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_has_no_day(value: str | None) -> None:
    assert tags.day(value) == ""
