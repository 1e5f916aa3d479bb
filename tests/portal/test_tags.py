"""Template tags: badges, summary, amounts, days, moments, sizes, the names of roles."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from consultations import states as talks
from disputes import states as disputes
from plans import states as plans
from portal.forms import PortalForm
from portal.models import User
from portal.templatetags import people as people_tags
from portal.templatetags import portal as tags
from portal.templatetags import workbench
from tests import world


def render(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


def test_badge_says_the_state_in_words_with_a_tone() -> None:
    assert tags.badge("filed", "ingediend") == '<span class="badge-state tone-good">ingediend</span>'
    assert tags.badge("something", "<b>") == '<span class="badge-state tone-neutral">&lt;b&gt;</span>'


def test_every_state_has_a_tone() -> None:
    states = [
        value
        for module in (plans, talks, disputes)
        for kind in vars(module).values()
        if isinstance(kind, type) and hasattr(kind, "values") and kind.__name__.endswith("State")
        for value in kind.values
    ]
    assert len(states) > 25
    assert set(map(str, states)) - set(tags.TONES) == set()


class Several(PortalForm):
    name = forms.CharField(label="Naam", error_messages={"required": "Vul een naam in."})
    choice = forms.ChoiceField(label="Keuze", choices=[("a", "A")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "Dit past <niet>.")


def test_summary_has_a_link_per_error_and_none_for_what_is_not_on_the_page() -> None:
    rows = tags.error_summary(Several({}), None, Several())["rows"]
    assert [row["target"] for row in rows] == ["", "id_name", "id_choice_0", ""]
    assert [row["text"] for row in rows][:2] == ["Dit past <niet>.", "Vul een naam in."]
    html = render("{% error_summary form %}", form=Several({}))
    assert '<a href="#id_name">Naam: Vul een naam in.</a>' in html
    assert "Dit past &lt;niet&gt;." in html
    assert "Er gingen 4 dingen niet goed. Kijk deze na:" in html
    assert "error-summary" not in render("{% error_summary form %}", form=Several())


def test_buttons_of_an_object_without_steps_are_nothing(db: None) -> None:
    request = RequestFactory().get("/")
    request.user = world.official()
    html = render("{% action_buttons obj %}", obj=world.dossier("PO2502"), request=request)
    assert html.strip() == ""


def test_buttons_show_what_holds_them_back(db: None) -> None:
    request = RequestFactory().get("/")
    request.user = world.editor()
    html = render("{% action_buttons obj %}", obj=world.dossier(), request=request)
    assert html.count("btn-primary") == 1
    assert html.count("Kan nog niet:") == 1


def test_timeline_is_told_in_words_and_an_empty_one_says_so(db: None) -> None:
    from portal.models import AuditEntry

    world.drafted()
    html = render("{% timeline entries %}", entries=AuditEntry.objects.order_by("-at")[:1])
    assert "20 januari 2014 10.00.00 CET" in html
    assert "Er is nog niets gebeurd." in render("{% timeline entries %}", entries=[])


@pytest.mark.parametrize(
    ("cents", "text"),
    [(None, ""), (0, "€ 0"), (123456, "€ 1.234,56"), (-100, "€ -1"), (100_000_000, "€ 1.000.000")],
)
def test_amount(cents: int | None, text: str) -> None:
    assert tags.euro(cents) == text


def test_moment_and_day_take_rows_and_texts() -> None:
    moment = dt.datetime(2014, 6, 30, 22, 30, 5, tzinfo=dt.UTC)
    assert tags.moment(moment) == tags.moment(moment.isoformat()) == "1 juli 2014 00.30.05 CEST"
    assert tags.day(moment) == "1 juli 2014"
    assert tags.day(dt.date(2014, 1, 2)) == tags.day("2014-01-02T23:00:00") == "2 januari 2014"
    assert (tags.moment(None), tags.moment(""), tags.day(None), tags.day("")) == ("", "", "", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (dt.timedelta(), "minder dan 1 seconde"),
        (dt.timedelta(milliseconds=999), "minder dan 1 seconde"),
        (dt.timedelta(seconds=1), "1 seconde"),
        (dt.timedelta(seconds=20), "20 seconden"),
        (dt.timedelta(seconds=59, milliseconds=999), "59 seconden"),
        (dt.timedelta(minutes=1), "1 minuut"),
        (20.5, "20 seconden"),  # as messages keep it
        (0.0, "minder dan 1 seconde"),
        (dt.timedelta(hours=2, minutes=5), "2 uur 5 minuten"),
        (dt.timedelta(days=1), "1 dag"),
        (dt.timedelta(days=3, hours=1, minutes=9), "3 dagen 1 uur"),
    ],
)
def test_duration(value: dt.timedelta | float | None, text: str) -> None:
    assert tags.duration(value) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, ""),
        (0, "1 kB"),
        (1499, "1 kB"),
        (999_499, "999 kB"),
        (1_000_000, "1,0 MB"),
        (25_640_000, "25,6 MB"),
    ],
)
def test_size_of_a_file(size: int | None, text: str) -> None:
    assert tags.filesize(size) == text


def test_small_helps() -> None:
    assert tags.rich("<p>x</p>") == "<p>x</p>"
    assert tags.get({"a": 1}, "a") == 1
    assert tags.get({}, "a") is None
    assert tags.get(None, "a") is None


def test_role_is_named_in_the_language_of_the_reader() -> None:
    assert people_tags.role_label("reviewer") == "inspecteur"
    with translation.override("en"):
        assert people_tags.role_label("reviewer") != "inspecteur"
    assert people_tags.role_label("from another time") == "from another time"


def test_icons_of_the_admin_are_words() -> None:
    icon = '<img src="/static/admin/img/icon-{}.svg" alt="True">'
    html = "".join(icon.format(name) for name in ("yes", "no", "unknown"))
    assert workbench.in_words(html) == "janeeonbekend"
    assert workbench.in_words('<img src="/x.png" alt="x">') == '<img src="/x.png" alt="x">'


def test_menu_is_empty_of_what_others_do(db: None) -> None:
    user = User.objects.create_user("los@example.org", world.PASSWORD, name="Los")
    request = RequestFactory().get("/start/")
    request.user = user
    entries = people_tags.menu(Context({"request": request}))
    assert [str(entry["label"]) for entry in entries] == ["Start", "Invoering", "Berichten"]
