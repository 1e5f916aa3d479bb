"""What the agenda of a partnership says on three days of the spring of 2014, while its plan goes on."""

from typing import Any

from django.urls import reverse

from portal import clock
from tests import world
from tests.stories import scenes
from tests.stories.person import Browser, Story

PAGE = reverse("guidance:own_agenda")
FILE = "Laatste dag om op tijd in te dienen"


def standings(browser: Browser) -> dict[str, str]:
    """How every day of the agenda stands, by what it is."""
    rows: list[tuple[Any, str]] = browser.client.get(PAGE).context["rows"]
    return {item.title: str(item.standing.value) for item, _name in rows}


def test_agenda_of_spring(story: Story) -> None:
    by, signatory = world.editor(), world.signatory()
    editor = story.as_(by)

    # In January everything is still to come, and nothing was done.
    with clock.at("2014-01-20T10:00"):
        plan = scenes.write(story, by)
        scenes.offer(story, by, plan)
        scenes.fix_procedure(story, by, plan)
        january = standings(editor)
        assert january[FILE] == "planned"
        assert "late" not in january.values()
        assert "30 april 2014" in editor.read(PAGE)

    # On 1 April the day for the OPR is over, and the last day to file is near.
    with clock.at("2014-04-01T10:00"):
        april = standings(editor)
        assert april[FILE] == "planned"
        passed = {title for title, standing in april.items() if standing in {"passed", "late"}}
        assert passed
        assert passed.isdisjoint({FILE})

    # It is filed a day late: the agenda says that it was late until then, and done from then on.
    with clock.at("2014-05-01T09:00"):
        assert standings(editor)[FILE] == "late"
        assert "te laat" in editor.read(f"{PAGE}?toon=late")
    with clock.at("2014-05-02T10:00"):
        home = plan.get_absolute_url()
        story.as_(signatory).step(
            home, "Vaststelling vastleggen</a>", adopted_on="1-5-2014", body="ledenvergadering"
        )
        story.as_(signatory).step(home, "Indienen bij de inspectie</a>", declaration="on")
        assert standings(editor)[FILE] == "done"
        assert "SUMMARY:Laatste dag om op tijd in te dienen (gedaan)" in editor.client.get(
            reverse("guidance:own_agenda_file")
        ).content.decode().replace("\r\n ", "")
