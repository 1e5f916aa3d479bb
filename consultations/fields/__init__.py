"""The fields of a procedure, a meeting and a decision: each declared once, for every place where it is filled in or read.

A declaration says how the field is filled in and what it is called; the form, the page, the audit line, the panel of the
reviewer, the CSV and the bundle of a dispute all read it. A field that does not stand in one of those says why. A test
holds that every field of these models is declared and stands where its declaration says.
"""

from consultations.fields.reading import SHEETS, csv_cells, csv_heads, facts, filled_in, in_audit
from consultations.fields.sheets import Declared, Fact, Place, Sheet

__all__ = [
    "SHEETS",
    "Declared",
    "Fact",
    "Place",
    "Sheet",
    "csv_cells",
    "csv_heads",
    "facts",
    "filled_in",
    "in_audit",
]
