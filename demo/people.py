"""The people of the demo, invited one after another as in real use. All names are made up, all addresses end on example.org.

Nobody can sign in before the demo is complete: passwords are set last (`open_accounts`).
"""

import unicodedata
import zlib

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from portal import clock, people
from portal.models import MailMessage, Organisation, User
from portal.rights import OrganisationKind, Role
from register.models import Municipality

PASSWORD = "Tulpen-in-april-2014"  # noqa: S105 - shown to every visitor of the demo; accounts exist nowhere else
DOMAIN = "example.org"
READ_BEFORE = "2014-04-08T00:00"
_FIRST = (
    "Anna", "Bram", "Carla", "Daan", "Eva", "Fatima", "Gijs", "Hanna", "Ilse", "Joris", "Karim", "Lotte",
    "Mees", "Noor", "Otto", "Pien", "Quinten", "Roos", "Sanne", "Tijn", "Umar", "Vera", "Wout", "Yara",
)  # fmt: skip
_LAST = ("Voorbeeld", "Fictief", "van Demo", "Verzonnen", "Proefman", "de Test", "Bedacht", "Oefening")

# One official may work for two municipalities; the first of a pair gives the address.
SHARED = {"De Wolden": "Hoogeveen"}
# The partnership that has an adviser.
ADVISED = "PO2203"
ADMINISTRATOR = f"beheer@{DOMAIN}"
REVIEWER = f"inspecteur@{DOMAIN}"
SECRETARY = f"commissie@{DOMAIN}"
GUIDANCE_EDITOR = f"redactie@{DOMAIN}"


def slug(text: str) -> str:
    """`Bergen (NH.)` as `bergen-nh`."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def address(role: str, of: str) -> str:
    """Where somebody signs in: `opsteller.po2203@example.org`, `ambtenaar.meppel@example.org`."""
    words = {
        Role.PARTNERSHIP_EDITOR: "opsteller",
        Role.PARTNERSHIP_SIGNATORY: "indiener",
        Role.PARTNERSHIP_ADVISER: "adviseur",
        Role.MUNICIPALITY_OFFICIAL: "ambtenaar",
        Role.MUNICIPALITY_SIGNATORY: "wethouder",
        Role.OPR_SECRETARY: "opr",
    }
    return f"{words[Role(role)]}.{slug(of)}@{DOMAIN}"


def person(email: str) -> User:
    """Somebody of the demo, freshly read (their memberships are remembered per object)."""
    return User.objects.get(email=email)


def editor(key: str) -> User:
    return person(address(Role.PARTNERSHIP_EDITOR, key))


def signatory(key: str) -> User:
    return person(address(Role.PARTNERSHIP_SIGNATORY, key))


def opr(key: str) -> User:
    return person(address(Role.OPR_SECRETARY, key))


def official(municipality: str) -> User:
    first = next((one for one, other in SHARED.items() if municipality == other), municipality)
    return person(address(Role.MUNICIPALITY_OFFICIAL, first))


def begin() -> None:
    """The first functional administrator, from the console; then the inspectorate, the committee and the editors."""
    operator = Organisation.objects.get(kind=OrganisationKind.OPERATOR)
    _join(operator, Role.ADMINISTRATOR, ADMINISTRATOR, by=None)
    administrator = person(ADMINISTRATOR)
    for kind, role, email in (
        (OrganisationKind.INSPECTORATE, Role.REVIEWER, REVIEWER),
        (OrganisationKind.COMMITTEE, Role.COMMITTEE_SECRETARY, SECRETARY),
        (OrganisationKind.EDITORS, Role.GUIDANCE_EDITOR, GUIDANCE_EDITOR),
    ):
        _join(Organisation.objects.get(kind=kind), role, email, by=administrator)


def join_partnership(key: str) -> None:
    """The staff of a partnership, with one the adviser it hired, and the secretary of its OPR."""
    organisation = Organisation.objects.get(key=key)
    _join(organisation, Role.PARTNERSHIP_EDITOR, address(Role.PARTNERSHIP_EDITOR, key), by=_administrator())
    _join(
        organisation,
        Role.PARTNERSHIP_SIGNATORY,
        address(Role.PARTNERSHIP_SIGNATORY, key),
        by=editor(key),
        is_manager=False,
    )
    if key == ADVISED:
        adviser = address(Role.PARTNERSHIP_ADVISER, key)
        _join(organisation, Role.PARTNERSHIP_ADVISER, adviser, by=editor(key), is_manager=False)
    council = Organisation.objects.get(kind=OrganisationKind.OPR, of=organisation)
    _join(council, Role.OPR_SECRETARY, address(Role.OPR_SECRETARY, key), by=_administrator())


def join_municipality(municipality: Municipality) -> None:
    """The official of a municipality, and a signatory; somebody who works for two is invited twice."""
    name = municipality.name
    first = next((one for one, other in SHARED.items() if name == other), name)
    email = address(Role.MUNICIPALITY_OFFICIAL, first)
    _join(municipality.organisation, Role.MUNICIPALITY_OFFICIAL, email, by=_administrator())
    _join(
        municipality.organisation,
        Role.MUNICIPALITY_SIGNATORY,
        address(Role.MUNICIPALITY_SIGNATORY, name),
        by=person(email),
        is_manager=False,
    )


def open_accounts() -> None:
    """The last step of the build: everybody gets the password of the demo, and has read the older messages."""
    validate_password(PASSWORD, person(ADMINISTRATOR))
    MailMessage.objects.filter(created_at__lt=clock.parse_moment(READ_BEFORE), read_at=None).update(
        read_at=clock.now()
    )
    User.objects.update(password=make_password(PASSWORD))


def _administrator() -> User:
    return person(ADMINISTRATOR)


def _join(
    organisation: Organisation, role: Role, email: str, *, by: User | None, is_manager: bool = True
) -> None:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=_name(email))
    invitation = people.invite(organisation, email=email, role=role, is_manager=is_manager, by=by)
    people.join(invitation, user=user)


def _name(email: str) -> str:
    number = zlib.crc32(email.encode())
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 97 % len(_LAST)]}"
