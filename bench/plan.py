"""A plan of about sixty pages, for the PDF figures."""

from plans import pdf
from portal import clock

PARAGRAPH = (
    "<p>De scholen in het gebied zorgen samen voor een dekkend aanbod van ondersteuning. Elke school beschrijft in haar "
    "schoolondersteuningsprofiel wat zij zelf biedt en waar zij hulp van andere scholen bij vraagt. Een leerling die meer "
    "nodig heeft, krijgt een arrangement dat de school samen met de ouders en het loket vaststelt.</p>"
)
TABLE = (
    "<table><thead><tr><th>Onderdeel</th><th>2014</th><th>2015</th></tr></thead><tbody>"
    + "<tr><td>Arrangementen per leerling</td><td>1.250</td><td>1.310</td></tr>" * 12
    + "</tbody></table>"
)


def long_plan_html() -> str:
    """The HTML of the document, from the portal's own template."""
    body = "".join(f"<h2>Paragraaf {number}</h2>{PARAGRAPH * 5}{TABLE}" for number in range(9))
    years = [[year, f"{year}/{year % 100 + 1}"] for year in range(2014, 2018)]
    lines = [
        {
            "kind": kind,
            "heading": key,
            "heading_name": key.capitalize(),
            "description": "",
            "amounts": {str(year): 120_000_000 + year * 1000 for year, _label in years},
        }
        for kind, key in [("income", f"baat {n}") for n in range(7)]
        + [("expenditure", f"last {n}") for n in range(9)]
    ]
    content = {
        "format": 1,
        "title": "Ondersteuningsplan 2014-2018",
        "partnership": {
            "code": "PO2203",
            "sector": "PO",
            "name": "",
            "display_name": "PO2203 (voorbeeld)",
            "area": "voorbeeld",
        },
        "round": "Ondersteuningsplan 2014",
        "period": {"start": "2014-08-01", "end": "2018-07-31"},
        "chapters": [
            {
                "title": f"Hoofdstuk {n}",
                "body": body,
                "status": "done",
                "element": f"e{n}",
                "letter": "a",
                "article": "WPO 18a lid 8",
            }
            for n in range(10)
        ],
        "budget": {"year_kind": "school", "years": years, "lines": lines},
        "attachments": [],
        "municipalities": [{"code": "GM0119", "name": "Meppel", "part": "", "via": ""}],
        "partnerships": [{"key": "VO2203", "code": "VO2203", "name": "VO2203"}],
    }
    return pdf.plan_html(content, number=1, frozen_at=clock.now())
