"""Axe finds the faults of a page, whether it was there before the page or is put in afterwards."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.browser.axe import Seen, bring, violations
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
FAULTY = """<!doctype html><html><head><title>Fout</title></head><body><main>
<h1 style="color: #aaa; background: #fff">Licht</h1><img src="data:,"><button></button><input>
</main></body></html>"""
FAULTS = {"button-name", "color-contrast", "html-has-lang", "image-alt", "label", "target-size"}


def found(visitor: Visitor) -> set[str]:
    visitor.page.goto(f"data:text/html,{quote(FAULTY)}")
    return {row["id"] for row in violations(visitor.page)}


def test_faults_are_found_either_way(visit: Callable[..., Visitor]) -> None:
    afterwards, before = visit(), visit()
    bring(before.context)
    before.page.goto(f"data:text/html,{quote(FAULTY)}")
    assert before.page.evaluate("'axe' in window")
    assert found(before) == found(afterwards) == FAULTS


def test_the_same_is_asked_about_once_and_all_that_differs_again(visit: Callable[..., Visitor]) -> None:
    """Another menu, another size, another word in the main part, something else that is shown: each is found."""
    page, seen = visit().page, Seen()

    def ids(html: str) -> set[str]:
        page.goto(f"data:text/html,{quote(html)}")
        return {row["id"] for row in violations(page, seen)}

    assert ids(FAULTY) == FAULTS
    assert ids(FAULTY) == set()
    menu = '<nav style="color: #bbb; background: #fff">Menu</nav><main>'
    assert ids(FAULTY.replace("<main>", menu)) == {"html-has-lang", "color-contrast"}
    assert ids(FAULTY.replace("Licht", "Anders")) == FAULTS
    assert ids(FAULTY.replace("<html>", "<html lang='nl'>")) == FAULTS - {"html-has-lang"}
    page.set_viewport_size({"width": 320, "height": 640})
    assert ids(FAULTY) == FAULTS  # all around it is new at this size
    assert ids(FAULTY.replace("Licht", "Anders")) == {"color-contrast", "target-size"}


def test_what_another_size_shows_is_asked_everything(visit: Callable[..., Visitor]) -> None:
    page, seen = visit().page, Seen()
    html = FAULTY.replace(
        "<title>", "<style>@media (width > 600px) { button { display: none } }</style><title>"
    )

    def ids(html: str) -> set[str]:
        page.goto(f"data:text/html,{quote(html)}")
        return {row["id"] for row in violations(page, seen)}

    wide = ids(html)
    page.set_viewport_size({"width": 320, "height": 640})
    ids(html.replace("Licht", "Anders"))  # all around it is known at both sizes now
    assert wide >= {"image-alt", "label"}
    assert "button-name" not in wide
    assert "button-name" in ids(html)


ROWS = """<!doctype html><html lang="nl"><head><title>Lijst</title><style>
tr:nth-child(2n) a { color: #aaa } .faint { color: #bbb } a { color: #000 }
</style></head><body><main><h1>Lijst</h1><table><tbody>%s</tbody></table></main></body></html>"""


def test_contrast_of_rows_that_are_drawn_alike_is_asked_of_the_first(visit: Callable[..., Visitor]) -> None:
    """A stripe, a colour, the first with a text and the first that is not disabled are found, however far down."""
    page = visit().page

    def contrast(rows: list[str]) -> list[str]:
        page.goto(f"data:text/html,{quote(ROWS % ''.join(rows))}")
        found = [row for row in violations(page) if row["id"] == "color-contrast"]
        return [node["html"] for row in found for node in row["nodes"]]

    plain = [f"<tr><td><a href='/{n}'>Rij {n}</a></td></tr>" for n in range(30)]
    striped = contrast(plain)
    assert [html[9:11] for html in striped] == ["/1", "/3", "/5", "/7"]
    faint = plain[:]
    faint[29] = faint[29].replace("<td>", "<td><b class='faint'>Let op</b>")
    assert any("faint" in html for html in contrast(faint))
    first_with_text = [row.replace("</td>", "</td><td class='faint'></td>") for row in plain]
    first_with_text[29] = first_with_text[29].replace("'faint'>", "'faint'>Let op")
    assert any("Let op" in html for html in contrast(first_with_text))
    disabled = [f"<tr><td><button class='faint' disabled>Knop {n}</button></td></tr>" for n in range(9)]
    assert contrast(disabled) == []
    assert any("faint" in html for html in contrast([*disabled, disabled[0].replace("disabled", "")]))
