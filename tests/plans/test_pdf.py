"""The plan and the receipt as PDF, read as assistive technology reads them."""

import datetime as dt
import re
import time
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pytest
from django.test import override_settings

from plans import content as contents
from plans import pdf, services
from plans.models import Filing
from portal import clock
from portal.templatetags.portal import moment
from tests import world
from tests.pdf_reading import Reading
from tests.plans.conftest import pdf as upload

FROZEN = clock.parse_moment("2014-04-14T09:03:07")
LONG = "Aansprakelijkheidswaardevaststellingsveranderingen"[:50] * 6  # 300 characters without a space
MARK = "Voorbeeld – geen echt stuk"


def chapter(title: str, body: str, letter: str = "a") -> dict[str, str]:
    return {
        "title": title,
        "body": body,
        "status": "done",
        "element": "x",
        "letter": letter,
        "article": f"WPO 18a lid 8 onder {letter}" if letter else "",
    }


def line(kind: str, name: str, amounts: dict[str, int], description: str = "") -> dict[str, Any]:
    return {
        "kind": kind,
        "heading": name,
        "heading_name": name,
        "description": description,
        "amounts": amounts,
    }


def content(**values: Any) -> contents.Content:
    """A small plan with everything in it."""
    return {
        "format": 1,
        "title": "Ondersteuningsplan 2014–2018",
        "partnership": {
            "code": "PO2203",
            "sector": "PO",
            "name": "Noord",
            "display_name": "PO2203 · Noord",
            "area": "Meppel en omgeving",
        },
        "round": "Ondersteuningsplan 2014",
        "period": {"start": "2014-08-01", "end": "2018-07-31"},
        "chapters": [
            chapter("Samenhang", "<h2>Doel</h2><p>Een &amp; ander.</p><ul><li><p>punt</p></li></ul>"),
            chapter("Vrij", "", ""),
        ],
        "budget": {
            "year_kind": "school",
            "years": [[2014, "2014/15"], [2015, "2015/16"]],
            "lines": [
                line("income", "Zware ondersteuning", {"2014": 1_200_00, "2015": 1_000_50}, "regulier"),
                line("expenditure", "Personeel", {"2014": 900_00}),
            ],
        },
        "attachments": [
            {
                "name": "verslag.pdf",
                "description": "Verslag OPR",
                "sha256": "ab" * 32,
                "size": 123_456,
                "content_type": "application/pdf",
            }
        ],
        "municipalities": [
            {"code": "GM0119", "name": "Meppel", "part": "", "via": ""},
            {"code": "GM1701", "name": "Westerveld", "part": "de kern Dwingeloo", "via": "Dwingeloo"},
        ],
        "partnerships": [{"key": "VO2203", "code": "VO2203", "name": "VO2203 · Zuid"}],
        **values,
    }


def read(plan: contents.Content) -> Reading:
    return Reading(pdf.plan(plan, number=3, frozen_at=FROZEN))


def joined(text: str) -> str:
    """Text without the hyphens, spaces and places to break that the lay-out may add or drop."""
    return re.sub(r"[-‐\s\u00ad\u200b]", "", text)


# --- the plan: HTML ----------------------------------------------------------------------------------------


def test_cover_says_which_document_it_is() -> None:
    html = pdf.plan_html(content(), number=3, frozen_at=FROZEN)
    cover = html[: html.index("<nav")]
    rows = re.findall(r"<th scope=\"row\">(.*?)</th><td[^>]*>(.*?)</td>", cover)
    assert rows == [
        ("Samenwerkingsverband", "PO2203 · Noord"),
        ("Code", "PO2203"),
        ("Gebied", "Meppel en omgeving"),
        ("Ronde", "Ondersteuningsplan 2014"),
        ("Planperiode", "1 augustus 2014 tot en met 31 juli 2018"),
        ("Versie", "3"),
        ("Vastgelegd", "14 april 2014 09.03.07 CEST"),
        ("SHA-256 van de gegevens", contents.sha256(content())),
    ]
    assert "De SHA-256 is berekend over de gegevens van het plan (het JSON-bestand bij deze versie)." in cover


def test_plan_is_in_dutch_whatever_the_language_of_the_reader() -> None:
    from django.utils import translation

    with translation.override("en"):
        html = pdf.plan_html(content(), number=3, frozen_at=FROZEN)
    assert html == pdf.plan_html(content(), number=3, frozen_at=FROZEN)


def test_plan_names_parts_and_origin_of_municipalities() -> None:
    html = pdf.plan_html(content(), number=3, frozen_at=FROZEN)
    assert '<th scope="row">Meppel</th><td>GM0119</td><td>hele gemeente</td>' in html
    assert (
        '<th scope="row">Westerveld</th><td>GM1701</td><td>de kern Dwingeloo (voorheen Dwingeloo)</td>'
        in html
    )
    assert "<li>VO2203 · Zuid</li>" in html


def test_html_has_no_description_lists_and_every_header_has_a_scope() -> None:
    html = pdf.plan_html(content(), number=3, frozen_at=FROZEN)
    assert "<dl" not in html
    assert re.findall(r"<th(?! scope=)[ >]", html) == []
    assert html.count("<thead>\n      <tr><td></td>") + html.count("<thead>\n    <tr><td></td>") == 3


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<h2>a</h2><h3>b</h3><h4>c</h4>", "<h3>a</h3><h4>b</h4><h5>c</h5>"),
        ("<h4>a</h4><p>b</p><h4>c</h4><h2>d</h2>", "<h3>a</h3><p>b</p><h4>c</h4><h3>d</h3>"),
        ("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "<ul><li>a</li><li>b<br>c</li></ul>"),
        ('<td colspan="100000" rowspan="2">a<br>b</td>', '<td colspan="50" rowspan="2">a<br>b</td>'),
        (
            '<p><a href="https://x/?a=<h2>&amp;b" rel="noopener">&lt;h2&gt;</a></p>',
            '<p><a href="https://x/?a=<h2>&amp;b" rel="noopener">&lt;h2&gt;</a></p>',
        ),
        ("</p>a</h2>", "a"),
        (f"<p>{'a' * 250}</p>", f"<p>{'a' * 100}\u200b{'a' * 100}\u200b{'a' * 50}</p>"),
        (f'<a href="{"a" * 250}">{"b " * 250}</a>', f'<a href="{"a" * 250}">{"b " * 250}</a>'),
        ("", ""),
    ],
)
def test_rich_text_fits_under_its_chapter(html: str, printed: str) -> None:
    assert pdf.printable(html) == printed


def test_what_is_nested_too_deep_is_flattened_with_all_its_words() -> None:
    deep = "<blockquote>woord" * 300 + "</blockquote>" * 300
    printed = pdf.printable(deep)
    assert printed.count("<blockquote>") == printed.count("</blockquote>") == 40
    assert printed.count("woord") == 300


@pytest.mark.real_pdf
@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'a' * 20_000}</p>",
        '<table><tbody><tr><td colspan="100000">a</td></tr></tbody></table>',
        "<ul><li>a" * 300 + "</li></ul>" * 300,
    ],
    ids=["word", "columns", "nested"],
)
def test_heavy_text_takes_no_minutes(body: str) -> None:
    started = time.process_time()
    read(content(chapters=[chapter("Zwaar", body)]))
    assert time.process_time() - started < 15


# --- the plan: PDF -----------------------------------------------------------------------------------------


@pytest.mark.real_pdf
def test_plan_has_its_structure() -> None:
    tagged = read(content())
    assert tagged.texts("H1") == ["Ondersteuningsplan 2014–2018"]
    assert tagged.texts("H2") == [
        *("Inhoud", "a. Samenhang", "Vrij", "Meerjarenbegroting", "Bijlagen"),
        "Gemeenten en samenwerkingsverbanden",
    ]
    assert tagged.texts("H3") == [
        *("Doel", "Grafiek van de totalen"),
        *("Gemeenten waarmee het overleg wordt gevoerd", "Samenwerkingsverbanden van de andere sector"),
    ]
    assert tagged.texts("Caption") == [
        *(
            "Gegevens van dit document",
            "Baten, in euro’s",
            "Lasten, in euro’s",
            "Totalen en resultaat, in euro’s",
        ),
        "Bijlagen bij deze versie. Met de SHA-256 kan iedereen nagaan dat een bestand niet is gewijzigd.",
        "Gemeenten in het gebied op 14 april 2014",
    ]
    (figure,) = tagged.all("Figure")
    assert str(figure.raw.Alt) == (
        "Staafdiagram: baten, lasten en resultaat per jaar. "
        "2014/15: baten € 1.200, lasten € 900, resultaat € 300. "
        "2015/16: baten € 1.001, lasten € 0, resultaat € 1.001."
    )
    assert [[child.tag for child in item.children] for item in tagged.all("LI")][-1] == ["Lbl", "LBody"]
    assert tagged.outline() == [
        (1, "Ondersteuningsplan 2014–2018"),
        *((2, "Inhoud"), (2, "a. Samenhang"), (3, "Doel"), (2, "Vrij"), (2, "Meerjarenbegroting")),
        *((3, "Grafiek van de totalen"), (2, "Bijlagen"), (2, "Gemeenten en samenwerkingsverbanden")),
        *(
            (3, "Gemeenten waarmee het overleg wordt gevoerd"),
            (3, "Samenwerkingsverbanden van de andere sector"),
        ),
    ]


@pytest.mark.real_pdf
def test_cells_of_the_budget_know_their_headers() -> None:
    tagged = read(content())
    income = next(table for table in tagged.all("Table") if table.text.startswith("Baten"))
    headers = {str(cell.raw.ID): cell.text.strip() for cell in income.all("TH")}
    cells = [
        (cell.text.strip(), [headers[str(header)] for header in cell.raw.A.Headers])
        for cell in income.all("TD")
    ]
    assert [(text, [re.sub("regulier", "", name) for name in names]) for text, names in cells] == [
        ("", []),
        ("€ 1.200", ["Zware ondersteuning", "2014/15"]),
        ("€ 1.000,50", ["Zware ondersteuning", "2015/16"]),
        ("€ 1.200", ["Totaal baten", "2014/15"]),
        ("€ 1.000,50", ["Totaal baten", "2015/16"]),
    ]


@pytest.mark.real_pdf
def test_plan_is_pdf_ua_in_dutch_with_its_title() -> None:
    document = read(content()).pdf
    assert document.Root.MarkInfo.Marked is True
    assert str(document.Root.Lang) == "nl"
    assert document.Root.ViewerPreferences.DisplayDocTitle is True
    title = "Ondersteuningsplan 2014–2018 – PO2203 · Noord – versie 3"
    with document.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["pdfuaid:part"]) == (title, "1")
    assert str(document.docinfo.Title) == title
    assert str(document.docinfo.CreationDate) == "D:20140414090307+02'00"
    assert all(str(page.Tabs) == "/S" for page in document.pages if "/Annots" in page)


@pytest.mark.real_pdf
def test_contents_lead_to_the_right_page() -> None:
    tagged = read(content())
    entries = [re.sub(r"[. ]+", " ", item.text).strip() for item in tagged.all("LI")][:5]
    assert entries == [
        "a Samenhang 3",
        "Vrij 4",
        "Meerjarenbegroting 5",
        f"Bijlagen {len(tagged.pdf.pages) - 1}",
        f"Gemeenten en samenwerkingsverbanden {len(tagged.pdf.pages)}",
    ]
    starts = {element.text.strip(): element.raw.Pg.objgen for element in tagged.all("H2")}
    pages = [page.objgen for page in tagged.pdf.pages]
    assert pages.index(starts["a. Samenhang"]) == 2
    assert pages.index(starts["Vrij"]) == 3
    assert pages.index(starts["Meerjarenbegroting"]) == 4
    links = [str(note.Dest) for note in tagged.pdf.pages[1].Annots]
    assert sorted(set(links)) == ["begroting", "bijlagen", "hoofdstuk-1", "hoofdstuk-2", "partners"]


@pytest.mark.real_pdf
def test_same_plan_gives_the_same_bytes() -> None:
    first, second = (pdf.plan(content(), number=3, frozen_at=FROZEN) for _n in range(2))
    assert first == second


class Texts(HTMLParser):
    """The pieces of text in the body, without the drawing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = {"title", "svg"}
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.silent:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside[-1:] == [tag]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.inside:
            self.found.append(joined(data))


BODIES = [
    "<h2>Doel</h2><p>Eerste <strong>vette</strong> woorden &amp; meer.</p><table><tbody><tr><th>k</th><td>w</td></tr>"
    '</tbody></table><ol><li>een<ul><li>onder een</li></ul></li><li>twee</li></ol><p><a href="https://x.nl/">lees</a></p>',
    f"<p>{'Een lange alinea die over meer regels loopt. ' * 40}</p>" * 8,
    f"<p>{LONG}</p><blockquote><p>&lt;script&gt;alert('&eacute;')&lt;/script&gt;</p></blockquote>",
]


@pytest.mark.real_pdf
def test_text_is_read_in_the_order_of_the_html() -> None:
    plan = content(chapters=[chapter(f"Deel {n}", body) for n, body in enumerate(BODIES)])
    pieces = Texts()
    pieces.feed(pdf.plan_html(plan, number=3, frozen_at=FROZEN).split("<body", 1)[1].split(">", 1)[1])
    text = joined(read(plan).root.text)
    place = 0
    for piece in pieces.found:
        found = text.find(piece, place)
        assert found >= 0, f"‘{piece[:60]}’ is missing or comes too early"
        place = found + len(piece)
    assert len(pieces.found) > 80


@pytest.mark.real_pdf
def test_scripts_and_entities_are_text() -> None:
    plan = content(
        title="<script>alert(1)</script> &amp; <b>",
        chapters=[
            chapter(
                "<img src=x onerror=alert(1)>", "<p>&lt;script&gt;alert(2)&lt;/script&gt; &eacute;&nbsp;€</p>"
            )
        ],
    )
    tagged = read(plan)
    assert [joined(text) for text in tagged.texts("H1")] == ["<script>alert(1)</script>&amp;<b>"]
    assert "a. <img src=x onerror=alert(1)>" in tagged.texts("H2")
    assert "<script>alert(2)</script> é\xa0€" in tagged.texts("P")
    names = {str(key) for obj in tagged.pdf.objects if isinstance(obj, pikepdf.Dictionary) for key in obj}
    assert not names & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles"}


@pytest.mark.real_pdf
def test_long_words_stay_on_the_page() -> None:
    names = [{**content()["attachments"][0], "name": LONG[:150], "description": LONG[:200]}]
    lines = [line("income", LONG[:150], {"2014": 1}, LONG[:150])]
    plan = content(
        title=LONG[:200],
        chapters=[
            chapter(
                LONG[:200],
                f"<p>{LONG}</p><table><tbody><tr><td>{LONG}</td><td>{LONG}</td></tr></tbody></table>",
            )
        ],
        attachments=names,
        budget={**content()["budget"], "lines": lines},
    )
    tagged = read(plan)
    assert joined(tagged.texts("H1")[0]) == joined(LONG[:200])
    assert overflow(tagged) == []


@pytest.mark.real_pdf
def test_greatest_amounts_of_five_years_stay_on_the_page() -> None:
    years = [[year, str(year)] for year in range(2014, 2019)]
    lines = [
        line(kind, "Zware ondersteuning", {str(year): -1_000_000_000_000 + 1 for year, _label in years})
        for kind in ("income", "expenditure")
        for _n in range(2)
    ]
    tagged = read(content(budget={"year_kind": "calendar", "years": years, "lines": lines}))
    assert overflow(tagged) == []
    assert joined("€ -19.999.999.999,98") in joined(tagged.root.text)


def overflow(tagged: Reading) -> list[str]:
    """The text that begins outside the margins of its page, or whose widest line cannot fit between them."""
    wrong = []
    for page in tagged.pdf.pages:
        right = float(page.MediaBox[2])
        wrong += [text for left, end, text in tagged.lines(page) if left < 50 or end > right - 50]
    return wrong


@pytest.mark.real_pdf
def test_sixty_pages_with_a_table_over_pages_and_nothing_else() -> None:
    row = "<tr><td>Arrangement</td><td>12</td></tr>"
    table = (
        f"<table><thead><tr><th>Onderdeel</th><th>Aantal</th></tr></thead><tbody>{row * 90}</tbody></table>"
    )
    body = f"<p>{'Zo regelen wij dat in het gebied. ' * 60}</p>" * 12
    plan = content(
        chapters=[chapter("Tabel", table), *(chapter(f"Deel {n}", body) for n in range(11))],
        attachments=[],
        municipalities=[],
        partnerships=[],
        budget={"year_kind": "school", "years": [[2014, "2014/15"]], "lines": []},
    )
    tagged = read(plan)
    assert len(tagged.pdf.pages) >= 60
    assert tagged.texts("TH").count("Onderdeel") >= 3  # on every page of the table again
    texts = tagged.texts("P")
    for words in (
        "De begroting heeft geen regels.",
        "Bij deze versie horen geen bijlagen.",
        "Er zijn geen gemeenten gekozen.",
        "Er zijn geen samenwerkingsverbanden waarvan het gebied samenvalt.",
    ):
        assert texts.count(words) == 1
    assert tagged.all("Figure") == []


@pytest.mark.real_pdf
@pytest.mark.parametrize("demo", [True, False])
def test_every_page_says_its_number_and_in_the_demo_that_it_is_an_example(demo: bool) -> None:
    with override_settings(DEMO=demo):
        tagged = read(content())
    count = len(tagged.pdf.pages)
    for number, page in enumerate(tagged.pdf.pages, 1):
        texts = [text for _left, _end, text in tagged.lines(page)]
        assert texts.count(f"pagina {number} van {count}") == 1
        assert texts.count(MARK) == int(demo)
        assert texts.count("Ondersteuningsplan 2014–2018 · versie 3") == int(number > 1)


@pytest.mark.real_pdf
def test_version_is_frozen_with_a_real_pdf(db: None) -> None:
    plan = world.offered()
    version = plan.versions.get()
    tagged = Reading(version.pdf.path.read_bytes())
    assert joined(plan.title) in joined(tagged.root.text)
    assert version.sha256 in joined(tagged.root.text)
    chapters = [text for text in tagged.texts("H2") if re.match(r"[a-z]\. ", text)]
    assert len(chapters) == plan.chapters.exclude(element__letter="").exclude(element=None).count()


def test_pdf_and_version_name_the_same_moment(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(html: str) -> bytes:
        clock._fixed.set(clock.now() + dt.timedelta(seconds=4))
        return html.encode()

    plan = world.drafted()
    monkeypatch.setattr("plans.pdf.render", slow)
    version = services.offer(plan, by=world.editor())
    assert version.frozen_at == clock.now() - dt.timedelta(seconds=4)
    html = version.pdf.path.read_text()
    assert f'<th scope="row">Vastgelegd</th><td>{moment(version.frozen_at)}</td>' in html


# --- the receipt -------------------------------------------------------------------------------------------


def filing(at: str = "2014-04-14T09:03:07", **values: Any) -> Filing:
    plan = world.offered()
    services.add_attachment(
        plan, by=world.editor(), upload=upload(f"{LONG[:140]}.pdf"), content_type="application/pdf"
    )
    services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    with clock.at(at):
        return services.file_plan(world.reload(plan), by=world.signatory(), **values)


@pytest.mark.real_pdf
def test_receipt_says_everything(db: None) -> None:
    made = filing(remark="Met dank.\n<b>Tot ziens</b>")
    tagged = Reading(pdf.receipt(made))
    assert tagged.texts("H1") == ["Ontvangstbewijs"]
    assert tagged.texts("H2") == ["De indiening", "Wat is ontvangen", "Hoe het verder gaat"]
    text = joined(tagged.root.text)
    for words in (
        f"Kenmerk: {made.reference}",
        "Het plan is ontvangen op 14 april 2014 09.03.07 CEST (14 april 2014 07.03.07 UTC).",
        "Dat is op tijd: vóór 1 mei 2014 00.00.00 CEST.",
        made.filed_by_name,
        made.filed_for_name,
        "Met dank. <b>Tot ziens</b>",
    ):
        assert joined(words) in text, words
    rows = [
        [joined(cell.text) for cell in row.all("TH", "TD")]
        for table in tagged.all("Table")[1:]
        for row in table.all("TR")
    ]
    version = made.version
    attachment = version.attachments.get()
    size = len(contents.canonical(version.content))
    assert rows == [
        ["Bestand", "Grootte", "SHA256"],
        [joined(f"{made.reference}.pdfhet plan als document"), _size(version.pdf.size), version.pdf.sha256],
        [joined(f"{made.reference}.jsonhet plan als gegevens"), _size(size), version.sha256],
        [joined(attachment.name), _size(attachment.file.size), attachment.file.sha256],
    ]
    assert overflow(tagged) == []
    assert tagged.pdf.Root.MarkInfo.Marked is True
    assert str(tagged.pdf.Root.Lang) == "nl"
    assert str(tagged.pdf.docinfo.Title) == f"Ontvangstbewijs {made.reference}"


def _size(size: int) -> str:
    from portal.templatetags.portal import filesize

    return joined(filesize(size))


def test_receipt_of_a_late_filing_says_how_late(db: None) -> None:
    html = pdf.receipt_html(filing("2014-05-02T01:30:00"))
    assert (
        "Dat is <strong>1 dag 1 uur te laat</strong>: het plan moest er zijn vóór 1 mei 2014 00.00.00 CEST. "
        "De indiening telt; zij is als te laat gemarkeerd." in html
    )
    assert "op tijd</strong>" not in html


def test_receipt_of_an_answer_names_what_it_answers(db: None) -> None:
    first = filing()
    services.take_up(first, by=world.reviewer())
    services.request_repair(first, by=world.reviewer(), reason="Te mager.", due=dt.date(2014, 6, 1))
    with clock.at("2014-05-20T12:00"):
        services.adopt(
            world.reload(first.dossier), by=world.editor(), adopted_on=clock.today(), body="bestuur"
        )
        answer = services.file_plan(world.reload(first.dossier), by=world.signatory())
    html = pdf.receipt_html(answer)
    assert f'<th scope="row">Antwoord op</th><td>de herstelopdracht bij {first.reference}</td>' in html
    assert "te laat" not in html


@pytest.mark.parametrize("demo", [True, False])
def test_receipt_of_the_demo_says_that_it_is_an_example(db: None, demo: bool) -> None:
    with override_settings(DEMO=demo):
        html = pdf.receipt_html(filing())
    assert (f'data-mark="{MARK}"' in html) is demo
    assert ("Er is geen echt plan ingediend." in html) is demo
