"""What comes through the cleaning of rich text, and what does not."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans import richtext

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<img src=x onerror=alert(1)>",
    "<p onclick='alert(1)' style='position:fixed' id=x class=y>tekst</p>",
    "<a href='javascript:alert(1)'>tekst</a>",
    "<a href=' java\nscript:alert(1)'>tekst</a>",
    "<a href='&#106;avascript:alert(1)'>tekst</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>tekst</a>",
    "<a href='vbscript:x' target=_top onmouseover=x>tekst</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x><base href=//evil.example>",
    "<style>@import url(//evil.example)</style>",
    "<link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0>",
    "<form action=//evil.example><input name=x><button formaction=javascript:x>x</button></form>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<td background=javascript:x><table background=x>",
    "<p\x00 onclick=x>te\x00kst</p><scr\x00ipt>alert(1)</scr\x00ipt>",
]
ALLOWED = re.compile(
    r"</?(?:p|br|strong|b|em|i|h[234]|ul|ol|li|blockquote|table|thead|tbody|tr|th|td)>"
    r'|<t[dh](?: (?:col|row)span="\d{1,2}")+>'
    r'|<a(?: href="(?:https?:|mailto:|[^":]*")[^"]*"?)? rel="noopener noreferrer">|</a>'
)


def left_over(cleaned: str) -> str:
    """What is left of a cleaned text without the elements that may be in it: there is no markup in that."""
    return ALLOWED.sub("", cleaned)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_only_allowed_elements(attack: str) -> None:
    cleaned = richtext.clean(attack)
    assert "<" not in left_over(cleaned)
    assert richtext.clean(cleaned) == cleaned


def test_attributes_of_any_element_go_too() -> None:
    assert richtext.clean('<p title="x" lang="en" dir="rtl">een</p>') == "<p>een</p>"


def test_words_of_an_attack_stay() -> None:
    assert richtext.clean("<p onclick=x style=y>een <a href='javascript:x'>twee</a></p>") == (
        '<p>een <a rel="noopener noreferrer">twee</a></p>'
    )
    assert richtext.clean("<p>voor<script>alert(1)</script>na</p>") == "<p>voorna</p>"


@settings(deadline=None, max_examples=500)
@given(
    st.lists(
        st.sampled_from(
            [
                *ATTACKS,
                "<p>",
                "</p>",
                "<ul><li>",
                "<td colspan=3>",
                "<a href=https://x.nl>",
                "&lt;",
                "'",
                '"',
                "a",
            ]
        )
        | st.text(max_size=5),
        max_size=8,
    ).map("".join)
)
def test_cleaning_any_mixture_twice_is_cleaning_once(html: str) -> None:
    cleaned = richtext.clean(html)
    assert "<" not in left_over(cleaned)
    assert richtext.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "<li><table><li>",
        "a<li><table><li>",
        "<a href=https://x.nl><table><a href=https://x.nl>",
        "<p><table><li><p>a<li>",
    ],
)
def test_what_is_out_of_place_is_put_right_at_once(html: str) -> None:
    cleaned = richtext.clean(html)
    assert richtext.clean(cleaned) == cleaned


def test_everything_the_editor_makes_stays() -> None:
    html = (
        "<h2>Kop</h2><p><strong>vet</strong> <em>schuin</em><br>regel</p><ul><li><p>een</p></li></ul>"
        '<blockquote><p>citaat</p></blockquote><table><tbody><tr><th colspan="2">k</th></tr>'
        '<tr><td rowspan="3">1</td><td>2</td></tr></tbody></table>'
        '<p><a href="https://www.passendonderwijs.nl/" rel="noopener noreferrer">link</a></p>'
    )
    assert richtext.clean(html) == html


@pytest.mark.parametrize("empty", ["", " ", "<p></p>", "<p><br></p><p></p>", "<script>x</script>", "\x00"])
def test_empty_text_is_empty(empty: str) -> None:
    assert richtext.clean(empty) == ""


@pytest.mark.parametrize("span", ["0", "21", "999999999999", "-1", "2x", "", "٣"])
def test_cell_over_too_many_columns_is_one_cell(span: str) -> None:
    html = f'<table><tbody><tr><td colspan="{span}">x</td></tr></tbody></table>'
    assert richtext.clean(html) == "<table><tbody><tr><td>x</td></tr></tbody></table>"


def test_elements_too_deep_in_each_other_leave_their_words() -> None:
    deep = "<blockquote>" * richtext.MAX_DEPTH + "diep<br>dieper"
    assert richtext.clean(deep).count("<blockquote>") == richtext.MAX_DEPTH
    assert richtext.clean(f"<blockquote>{deep}") == "diep<br>dieper"
    # Tags in the address of a link do not make it look less deep.
    decoy = '<blockquote><a href="https://x.nl/</p></p></p>">x</a>'
    assert richtext.clean(decoy * 50).count("<") == 0


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>een</p><p>twee</p>", "een twee"),
        ("<p>meer &amp; minder &lt;i&gt;</p>", "meer & minder <i>"),
        ("<p>\u00a0&nbsp;\u200b</p>", ""),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
    ],
)
def test_plain_gives_the_words(html: str, words: str) -> None:
    assert richtext.plain(richtext.clean(html)) == words
