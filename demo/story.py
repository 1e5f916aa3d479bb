"""The shape of a story: one partnership's road through the process."""

import datetime as dt
from dataclasses import dataclass, field

ALL = "*"
AGREE, REMARKS, INTENT, DISAGREE = "agree", "agree_with_remarks", "declare_intent", "disagree"
NOT_ATTENDED = "not_attended"


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A dispute with one municipality: who lodged it, and the steps of the committee and the parties."""

    municipality: str
    lodged: str
    by: str = "partnership"
    # (row of the table, day, who takes it: committee, partnership or municipality)
    steps: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """One partnership's road through the process; an empty day means that it has not come so far.

    `outcomes` gives the row of the table per municipality (`*`: all others, nothing: no outcome yet). Municipalities in
    `absent` do not use the portal: the partnership records their outcome, or that they did not come.
    """

    key: str
    start: str = "2013-10-14"
    written: int = 100  # percent of the mandatory chapters with a text
    budget: bool = True
    attachments: int = 1
    municipalities: tuple[str, ...] = ()  # chosen, by a national partnership
    partnerships: tuple[str, ...] = ()
    offer: str = ""
    procedure: bool = True
    meeting: str = ""
    met: tuple[str, ...] = (ALL,)
    decide: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    overleg: str = ""
    ask: str = ""
    consent: tuple[str, str] | None = None  # (row of the table, day)
    dispute: Dispute | None = None
    offer_again: str = ""  # a second version, with what the talks added
    agree_after: dict[str, str] = field(default_factory=dict)  # new outcomes by day, per municipality
    adopt: str = ""
    body: str = "algemene ledenvergadering"
    file: str = ""
    take_up: str = ""
    repair: str = ""
    repair_due: str = ""
    complete: str = ""
    refile: str = ""  # adopted again the day before
    complete_again: str = ""  # taken up and found complete after the repair

    def days(self) -> list[dt.date]:
        """Every day on which something happens."""
        found = [value for value in vars(self).values() if isinstance(value, str) and value[:3] == "201"]
        found += [self.consent[1]] if self.consent else []
        found += self.agree_after
        if self.dispute:
            found += [self.dispute.lodged, *(day for _name, day, _who in self.dispute.steps)]
        return [dt.date.fromisoformat(text) for text in found if text != self.repair_due]


def agreed(key: str, **values: object) -> Story:
    """A partnership with which all went well up to and including the OPR, in the usual rhythm."""
    usual: dict[str, object] = {
        "offer": "2014-01-13",
        "meeting": "2014-01-28",
        "decide": "2014-02-17",
        "outcomes": {ALL: AGREE},
        "overleg": "2014-02-04",
        "ask": "2014-01-20",
        "consent": ("consent", "2014-02-13"),
    }
    return Story(key=key, **{**usual, **values})  # type: ignore[arg-type]
