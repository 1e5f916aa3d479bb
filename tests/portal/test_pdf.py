"""HTML to PDF: tagged as PDF/UA-1, the same bytes every time, and nothing from outside."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from portal import pdf
from tests.pdf_reading import Reading

pytestmark = pytest.mark.real_pdf

PAGE = '<!doctype html><html lang="nl"><head><title>Proef</title></head><body><h1>Proef</h1>{}</body></html>'
CANARY = "kanariegeelgeheim"


@pytest.fixture
def canary_server() -> Iterator[tuple[str, list[str]]]:
    """A server that counts who calls: its address, and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *args: object) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


ASKS = [
    '<img src="{url}" alt="a">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">a</a>',
    '<style>@import url("{url}"); p {{ background: url("{url}") }}</style><p>a</p>',
    '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>a</p>',
    '<p style="background: url({url})">a</p>',
    '<ul style="list-style-image: url({url})"><li>a</li></ul>',
    '<object data="{url}" type="image/png">a</object>',
    '<embed src="{url}" type="image/svg+xml">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{url}");</style><rect width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("ask", ASKS)
def test_nothing_is_fetched(ask: str, canary_server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = canary_server
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    data = "data:text/plain;base64,a2FuYXJpZWdlZWxnZWhlaW0="
    for url in (f"{address}/canary", canary.as_uri(), data):
        document = pdf.render(PAGE.format(ask.format(url=url) + "<p>einde</p>"))
        read = Reading(document)
        assert read.texts("P")[-1] == "einde"
        assert CANARY not in read.root.text
        assert "/EmbeddedFiles" not in read.pdf.Root.get("/Names", {})
        streams = [
            obj.read_bytes() for obj in read.pdf.objects if hasattr(obj, "read_bytes") and _readable(obj)
        ]
        assert not any(CANARY.encode() in stream for stream in streams)
    assert asked == []


def _readable(obj: object) -> bool:
    return getattr(obj, "_type_name", "") == "stream"


def test_the_server_would_have_counted(canary_server: tuple[str, list[str]]) -> None:
    from weasyprint import HTML

    address, asked = canary_server
    HTML(string=PAGE.format(f'<img src="{address}/canary" alt="a">')).write_pdf()
    assert asked == ["/canary"]


def test_document_is_tagged_as_pdf_ua() -> None:
    read = Reading(pdf.render(PAGE.format("<p>a</p>")))
    root = read.pdf.Root
    assert root.MarkInfo.Marked is True
    assert str(root.Lang) == "nl"
    assert root.ViewerPreferences.DisplayDocTitle is True
    with read.pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Proef"
        assert metadata["pdfuaid:part"] == "1"
    assert [element.tag for element in read.root.children] == ["H1", "P"]


def test_same_page_gives_the_same_bytes() -> None:
    html = PAGE.format("<p>a</p><table><tr><th>b</th><td>c</td></tr></table>")
    assert pdf.render(html) == pdf.render(html)


def test_fonts_are_embedded() -> None:
    html = PAGE.format('<p>vet <b>b</b>, schuin <i>i</i>, ‘é’ – €</p><p class="hash">ab12</p>')
    read = Reading(pdf.render(html))
    fonts = read.fonts()
    assert len(fonts) >= 4
    for font in fonts:
        assert "DejaVu" in str(font.BaseFont)
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())
