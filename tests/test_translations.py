"""Both languages are complete: catalogues, templates, names, dates, and pages that do not mix them."""

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import TextChoices
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation
from django.utils.functional import Promise

from briefings.states import BriefingState, RegistrationState
from consultations.states import ConsentState, ConsultationState, OverlegState
from disputes.states import DisputeState
from examples.states import ExampleState
from experiments.states import ExperimentState
from plans.models import FilingRound
from plans.models.law import BudgetHeading, Element, Milestone
from plans.states import DossierState, FilingState
from portal import clock, extension_points, rights
from portal.templatetags import portal as tags
from tests import world
from tools import messages
from tools.own_apps import APPS

ROOT = Path(settings.BASE_DIR)
STATES: tuple[type[TextChoices], ...] = (
    DossierState,
    FilingState,
    ConsultationState,
    OverlegState,
    ConsentState,
    DisputeState,
    ExampleState,
    ExperimentState,
    BriefingState,
    RegistrationState,
)
# What one thing was called besides its term in the glossary: the term, and the words that are not used for it.
OTHER_WORDS = {"herstelopdracht": r"(vraag|verzoek|vraagt?) (u )?(om )?herstel|herstel (ge)?vra(gen|agd)"}
# Words and names that are the same in both languages.
SAME = {
    "agenda",
    "code",
    "document",
    "dossier",
    "dossiers",
    "experiment",
    "letter",
    "link",
    "postcodes",
    "register",
    "sector",
    "SHA-256",
    "status",
    "website",
}
# Dutch words without an English twin, that hardly a Dutch sentence does without.
DUTCH = re.compile(
    r"\b(het|een|niet|wordt|naar|voor|bij|deze|dit|zijn|uw|u|kunt|hebt|nog|als|dan|wie|ook|geen|gemeente)\b",
    re.I,
)


def in_both(text: str | Promise) -> tuple[str, str]:
    """A text in Dutch and in English."""
    with translation.override("nl"):
        dutch = str(text)
    with translation.override("en"):
        return dutch, str(text)


def left_in_dutch(texts: list[str | Promise]) -> list[str]:
    """The texts that are not translated, without those that are the same word."""
    pairs = [in_both(text) for text in texts]
    return sorted({dutch for dutch, english in pairs if dutch == english and dutch not in SAME})


# --- the catalogues ----------------------------------------------------------------------------------------


def test_catalogues_are_complete() -> None:
    assert messages.problems() == []


def test_catalogue_of_english_is_as_the_tool_writes_it() -> None:
    path = messages.LOCALE / "en" / "LC_MESSAGES" / "django.po"
    assert messages.updated() == path.read_bytes()


def test_no_message_is_called_by_a_name_we_do_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(messages.aliases()) == []
    text = b"from django.utils.translation import gettext as _later"
    monkeypatch.setattr(messages, "sources", lambda: iter([("app/page.py", text)]))
    assert list(messages.aliases()) == [("app/page.py", "_later")]


def test_english_quotes_as_the_dutch_does() -> None:
    straight = re.compile(r"""(?<![=<\w/])["']|["'](?![\w">])""")
    strings = [row.string for row in messages.read("en") if row.id]
    texts = [text for row in strings for text in ([row] if isinstance(row, str) else row)]
    assert [text for text in texts if straight.search(re.sub(r"<[^>]*>", "", text))] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_template_compiles(language: str) -> None:
    names = [
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".html", ".txt"}
    ]
    assert len(names) > 100
    with translation.override(language):
        for name in names:
            get_template(name)


# --- names -------------------------------------------------------------------------------------------------


def model_names() -> Iterator[str | Promise]:
    """The names of the models of the portal and of their fields, where somebody gave one."""
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            # A plain string is made of the Python name, for what no page shows.
            if isinstance(model._meta.verbose_name, Promise):
                yield from (model._meta.verbose_name, model._meta.verbose_name_plural)
            names = (getattr(field, "verbose_name", None) for field in model._meta.get_fields())
            yield from (name for name in names if isinstance(name, Promise))


def test_names_of_models_are_translated() -> None:
    named = list(model_names())
    assert len(named) > 150
    assert left_in_dutch(named) == []


def test_states_are_translated() -> None:
    assert left_in_dutch([state.label for states in STATES for state in states]) == []


def test_steps_are_translated() -> None:
    rows = extension_points.TRANSITIONS
    texts = [text for row in rows for text in (row.label, row.done, row.help) if text]
    assert left_in_dutch(texts) == []


def test_roles_and_permissions_are_translated() -> None:
    texts = [role.label for role in rights.Role] + [kind.label for kind in rights.OrganisationKind]
    texts += [row.label for row in extension_points.PERMISSIONS.values()]
    assert left_in_dutch(texts) == []


def test_names_of_one_app_in_english_differ_from_each_other() -> None:
    """Two states of one object that read the same would hide a difference."""
    for states in STATES:
        english = [in_both(state.label)[1] for state in states]
        assert len(set(english)) == len(english), states


def test_english_of_the_law_is_complete(db: None) -> None:
    rows = [
        *((row.title, row.title_en) for row in Element.objects.all()),
        *((row.explanation, row.explanation_en) for row in Element.objects.all()),
        *((row.name, row.name_en) for row in BudgetHeading.objects.all()),
        *((row.title, row.title_en) for row in Milestone.objects.all()),
    ]
    assert len(rows) > 60
    assert [dutch for dutch, english in rows if not english.strip() or english == dutch] == []


# --- dates, times and numbers ------------------------------------------------------------------------------


def test_moment_is_written_as_the_language_does() -> None:
    value = dt.datetime(2014, 4, 30, 21, 59, 58, tzinfo=dt.UTC)
    with translation.override("nl"):
        assert tags.moment(value) == "30 april 2014 23.59.58 CEST"
    with translation.override("en"):
        assert tags.moment(value) == "30 April 2014 23:59:58 CEST"


def test_day_is_written_as_the_language_does() -> None:
    value = dt.date(2014, 3, 1)
    with translation.override("nl"):
        assert tags.day(value) == "1 maart 2014"
    with translation.override("en"):
        assert tags.day(value) == "1 March 2014"


def test_deadline_is_written_as_the_language_does(db: None) -> None:
    current = FilingRound.objects.get(is_first_plan=True)
    with translation.override("nl"):
        assert current.deadline_text == "uiterlijk 30 april 2014 om 23.59 uur"
    with translation.override("en"):
        assert current.deadline_text == "no later than 30 April 2014 at 23:59"


def test_default_format_of_english_is_british() -> None:
    value = dt.datetime(2014, 4, 1, 13, 5, tzinfo=dt.UTC)
    with translation.override("en"):
        assert formats.localize(value.date()) == "1 April 2014"
        assert formats.localize(value.astimezone(clock.AMSTERDAM)) == "1 April 2014, 15:05"
    with translation.override("nl"):
        assert formats.localize(value.date()) == "1 april 2014"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (dt.timedelta(minutes=1), "1 minuut", "1 minute"),
        (dt.timedelta(hours=1, minutes=2), "1 uur 2 minuten", "1 hour 2 minutes"),
        (dt.timedelta(days=1, hours=2), "1 dag 2 uur", "1 day 2 hours"),
        (dt.timedelta(days=3), "3 dagen", "3 days"),
    ],
)
def test_duration_counts_in_both_languages(value: dt.timedelta, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert tags.duration(value) == dutch
    with translation.override("en"):
        assert tags.duration(value) == english


# --- pages -------------------------------------------------------------------------------------------------


class Words(HTMLParser):
    """The language of a page and what a reader reads or hears, without parts in a language of their own."""

    SILENT = {"script", "style", "template"}
    EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.words: list[str] = []
        self._hidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        if self._hidden or tag in self.SILENT or given.get("lang", self.language) != self.language:
            if tag not in self.EMPTY:
                self._hidden.append(tag)
            return
        self.words += [given[name] for name in ("aria-label", "title", "alt", "placeholder") if name in given]

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


# The title of a regulation, shown as the source of the areas, and the name of the round.
TITLES = (
    "Regeling regio-indeling samenwerkingsverbanden passend onderwijs PO en VO",
    "Ondersteuningsplan 2014",
    "passend onderwijs",
)


def in_english(client: Client, address: str) -> Words:
    """A page after somebody chose English on it."""
    answer = client.post(reverse("set_language"), {"language": "en", "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "en"
    return Words(answer.content.decode())


def dutch_words(page: Words, *names: str) -> list[str]:
    text = page.text
    for name in (*TITLES, *names):
        text = text.replace(name, "")
    return DUTCH.findall(text)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("portal:front", "In this portal they write the plan"),
        ("portal:help", "You work for a partnership"),
        ("portal:accessibility", "What we want to achieve"),
        ("account_login", "You sign in with the email address at which you were invited."),
        ("account_reset_password", "Ask for a new password"),
    ],
)
def test_public_page_in_english_holds_no_dutch(db: None, client: Client, name: str, sentence: str) -> None:
    page = in_english(client, reverse(name))
    assert page.language == "en"
    assert sentence in page.text
    assert dutch_words(page) == []


def test_public_page_is_dutch_until_chosen_otherwise(db: None, client: Client) -> None:
    answer = client.get(reverse("portal:front"), headers={"Accept-Language": "en"})
    page = Words(answer.content.decode())
    assert page.language == "nl"
    assert len(dutch_words(page)) > 10


@pytest.mark.parametrize(
    "who", ["editor", "signatory", "official", "opr_secretary", "reviewer", "administrator"]
)
def test_start_page_in_english_holds_no_dutch(db: None, client: Client, who: str) -> None:
    world.offered()
    user = getattr(world, who)()
    client.force_login(user)
    page = in_english(client, reverse("portal:start"))
    user.refresh_from_db()
    assert (page.language, user.language) == ("en", "en")
    names = [row.organisation.name for row in user.active_memberships] + [user.name]
    assert dutch_words(page, *names) == []


@pytest.mark.parametrize("term", OTHER_WORDS)
def test_one_thing_has_one_name(term: str) -> None:
    texts = [str(message.id) for message in messages.extracted()]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "pdf").rglob("*.html")]
    found = [text[:80] for text in texts if re.search(OTHER_WORDS[term], text, re.IGNORECASE)]
    assert found == []
    assert term in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
