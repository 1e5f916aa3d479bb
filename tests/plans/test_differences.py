from typing import Any

import pytest

from plans import differences
from plans.differences import Piece


def runs(old: str, new: str) -> list[list[tuple[str, str]]]:
    return [[(piece.kind, piece.text) for piece in block] for block in differences.texts(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>een twee</p>", "<p>een twee</p>", [[("same", "een twee")]]),
        (
            "<p>een twee drie</p>",
            "<p>een drie vier</p>",
            [[("same", "een"), ("gone", "twee"), ("same", "drie"), ("new", "vier")]],
        ),
        ("", "<p>een</p><ul><li>twee</li></ul>", [[("new", "een")], [("new", "twee")]]),
        ("<p>een</p><p>twee</p>", "<p>twee</p>", [[("gone", "een")], [("same", "twee")]]),
        ("<p><br></p>", "", []),
        (
            "<table><tr><td>1</td><td>2</td></tr></table>",
            "<table><tr><td>1</td><td>3</td></tr></table>",
            [[("same", "1")], [("gone", "2"), ("new", "3")]],
        ),
    ],
)
def test_texts(old: str, new: str, expected: Any) -> None:
    assert runs(old, new) == expected


def test_large_texts_are_compared_in_reasonable_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MAX_WORDS", 2)
    assert runs("<p>a b c</p>", "<p>a b d</p>") == [[("gone", "a b c"), ("new", "a b d")]]
    monkeypatch.setattr(differences, "MAX_BLOCKS", 1)
    assert runs("<p>a</p><p>b</p>", "<p>a</p>") == [[("gone", "a")], [("gone", "b")], [("new", "a")]]


def content(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Plan",
        "period": {"start": "2014-08-01", "end": "2018-07-31"},
        "chapters": [],
        "budget": {"years": [[2014, "2014/15"]], "lines": []},
        "attachments": [],
        **changes,
    }


def test_same_contents_have_no_differences() -> None:
    assert differences.between(content(), content()) == {
        "facts": [],
        "chapters": [],
        "budget": [],
        "attachments": [],
    }


def test_facts_chapters_budget_and_attachments() -> None:
    def chapter(title: str, body: str, element: str | None = None) -> dict[str, Any]:
        return {"title": title, "body": body, "element": element}

    def line(year: str) -> list[dict[str, Any]]:
        return [{"kind": "income", "amounts": {year: 100}}]

    old = content(
        chapters=[chapter("A", "<p>x</p>", "a"), chapter("Weg", "<p>w</p>")],
        attachments=[{"name": "1", "sha256": "a"}, {"name": "2", "sha256": "b"}],
        budget={"years": [[2014, "2014/15"]], "lines": line("2014")},
    )
    new = content(
        title="Ander plan",
        period={"start": "2014-08-01", "end": "2017-07-31"},
        chapters=[chapter("A2", "<p>x</p>", "a"), chapter("Nieuw", "")],
        attachments=[{"name": "1", "sha256": "c"}, {"name": "3", "sha256": "d"}],
        budget={"years": [[2015, "2015/16"]], "lines": line("2015")},
    )
    found = differences.between(old, new)
    assert found["facts"] == [("title", "Plan", "Ander plan"), ("end", "2018-07-31", "2017-07-31")]
    assert [(row.kind, row.title, row.former_title, row.blocks) for row in found["chapters"]] == [
        ("changed", "A2", "A", [[Piece("same", "x")]]),
        ("new", "Nieuw", "", []),
        ("gone", "Weg", "", [[Piece("gone", "w")]]),
    ]
    assert found["attachments"] == [("new", "3"), ("changed", "1"), ("gone", "2")]
    assert found["budget"] == [
        {"label": "2014/15", "income": (100, None), "expenditure": (0, None), "result": (100, None)},
        {"label": "2015/16", "income": (None, 100), "expenditure": (None, 0), "result": (None, 100)},
    ]


def test_free_chapters_of_one_title_are_compared_each() -> None:
    def free(*bodies: str) -> list[dict[str, Any]]:
        return [{"title": "Inleiding", "body": body, "element": None} for body in bodies]

    found = differences.between(
        content(chapters=free("<p>een</p>", "<p>twee</p>")), content(chapters=free("<p>een</p>", "<p>2</p>"))
    )
    assert [(row.kind, row.title) for row in found["chapters"]] == [
        ("same", "Inleiding"),
        ("changed", "Inleiding"),
    ]


def test_words_are_compared_as_people_read_them() -> None:
    assert runs("<p>meer &amp; minder</p>", "<p>meer &lt; minder</p>") == [
        [("same", "meer"), ("gone", "&"), ("new", "<"), ("same", "minder")]
    ]
