"""What the generated pages share."""

from collections.abc import Iterable, Iterator

MADE = "<!-- Gemaakt met `make docs` uit de tabellen in de code; niet met de hand wijzigen. -->"


def table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
