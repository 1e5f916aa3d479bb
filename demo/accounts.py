"""The accounts a visitor is told about: one per role, each where something waits to be done."""

from dataclasses import dataclass

from django.utils import translation

from demo import people
from portal.rights import Role


@dataclass(frozen=True)
class Account:
    """One line of what is printed."""

    role: Role
    email: str
    what: str


ACCOUNTS = (
    Account(
        Role.PARTNERSHIP_EDITOR,
        people.address(Role.PARTNERSHIP_EDITOR, "PO2203"),
        "PO2203, seven municipalities: all have answered, and with one there is a dispute",
    ),
    Account(
        Role.PARTNERSHIP_SIGNATORY,
        people.address(Role.PARTNERSHIP_SIGNATORY, "PO2707"),
        "PO2707, Amsterdam: the plan is adopted and can be filed",
    ),
    Account(
        Role.PARTNERSHIP_ADVISER,
        people.address(Role.PARTNERSHIP_ADVISER, people.ADVISED),
        "PO2203: an outside writer, who reads everything and changes nothing",
    ),
    Account(
        Role.MUNICIPALITY_OFFICIAL,
        people.address(Role.MUNICIPALITY_OFFICIAL, "Rotterdam"),
        "Rotterdam lies in five partnerships: four plans, some to be answered",
    ),
    Account(
        Role.MUNICIPALITY_OFFICIAL,
        people.address(Role.MUNICIPALITY_OFFICIAL, "De Wolden"),
        "works for two municipalities, De Wolden and Hoogeveen",
    ),
    Account(
        Role.MUNICIPALITY_SIGNATORY,
        people.address(Role.MUNICIPALITY_SIGNATORY, "Steenwijkerland"),
        "Steenwijkerland: has to answer in the dispute with PO2203",
    ),
    Account(
        Role.OPR_SECRETARY,
        people.address(Role.OPR_SECRETARY, "VO2708"),
        "VO2708, Amsterdam: asked for its consent, after 1 February",
    ),
    Account(Role.COMMITTEE_SECRETARY, people.SECRETARY, "disputes at every stage"),
    Account(Role.REVIEWER, people.REVIEWER, "the filings, and the overview of all 152 partnerships"),
    Account(
        Role.ADMINISTRATOR, people.ADMINISTRATOR, "rounds, elements of the law, organisations and people"
    ),
    Account(
        Role.GUIDANCE_EDITOR,
        people.GUIDANCE_EDITOR,
        "the werkagenda, documents, examples, meetings and experiments",
    ),
)


def lines(address: str) -> list[str]:
    """What the command prints: where, as whom and with which password."""
    width = max(len(account.email) for account in ACCOUNTS)
    with translation.override("nl"):
        rows = [
            f"  {account.email:<{width}}  {account.role.label}\n  {'':<{width}}  {account.what}"
            for account in ACCOUNTS
        ]
    return [
        f"The demo is on {address} - it is the spring of 2014 there.",
        f"Sign in with one of these addresses. Everybody's password: {people.PASSWORD}",
        "",
        *rows,
        "",
        "Everybody else of the demo signs in the same way: opsteller.po2101@, indiener.po3106@, ambtenaar.leeuwarden@,",
        f"wethouder.meppel@, opr.po2806@ and so on, all at {people.DOMAIN}. Menu ‘Organisatie’ shows who is who.",
        "What the portal says after the deadline: PORTAL_NOW=2014-05-02T09:00 make run",
    ]
