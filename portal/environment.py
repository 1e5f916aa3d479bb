"""What an installation sets in its environment. A value that cannot be right stops the start with one line.

A variable that is empty counts as not given. `docs/operations.md` lists all of them with what they may be.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from environ import Env

T = TypeVar("T")

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
YES, NO = ("1", "on", "yes", "true"), ("0", "off", "no", "false")
# What the texts are made of.
HOST = r"([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])"
PORT = r":[0-9]{1,5}"
ADDRESS = r"[^\s@<>]+@[^\s@<>]+"


def stop(name: str, value: str, allowed: str) -> NoReturn:
    """End the process: one line with the variable, its value (never a password) and what may stand there."""
    raise SystemExit(f"{name}={re.sub('//.*@', '//…@', value)!r} cannot be used: it should be {allowed}.")


def read(name: str, default: T, parse: Callable[[str], T], allowed: str) -> T:
    """The value of a variable, or the default. What `parse` refuses with a ValueError stops the process.

    `allowed` says in words what may stand there.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return parse(value)
    except ValueError:
        stop(name, value, allowed)


# --- texts -------------------------------------------------------------------------------------------------


def text(name: str) -> str:
    """Any text."""
    return read(name, "", str, "text")


def texts(name: str) -> list[str]:
    """Texts with commas between them."""
    return [row for row in text(name).split(",") if row]


def choice(name: str, default: str, allowed: Iterable[str]) -> str:
    """One of some words, in small letters; capitals do not matter."""
    words = tuple(allowed)
    return _matching(name, default, f"(?i:{'|'.join(words)})", f"one of {', '.join(words)}").lower()


def flag(name: str) -> bool:
    """On or off; off when it is not given."""
    return choice(name, "off", (*YES, *NO)) in YES


def log_level() -> str:
    """What the portal and its web server log, at least."""
    return choice("LOG_LEVEL", "warning", LOG_LEVELS)


def moment(name: str) -> str:
    """A moment as text."""

    def parse(value: str) -> str:
        dt.datetime.fromisoformat(value)
        return value

    return read(name, "", parse, "a moment like 2014-04-14T09:00")


def address(name: str) -> str:
    """An e-mail address."""
    return _matching(name, "", ADDRESS, "an address like hulp@example.org")


def sender(name: str, default: str) -> str:
    """An e-mail address, with or without a name before it."""
    return _matching(name, default, rf"{ADDRESS}|[^<>]+ <{ADDRESS}>", "an address like portaal@example.org")


def contact(name: str) -> str:
    """An address to report something to, as RFC 9116 writes it."""
    allowed = "an address like mailto:veilig@example.org or https://example.org/melden"
    return _matching(name, "", rf"mailto:{ADDRESS}|https://\S+", allowed)


def url(name: str, default: str) -> str:
    """The address of a site."""
    pattern = rf"https?://{HOST}({PORT})?(/\S*)?"
    return _matching(name, default, pattern, "an address like https://portaal.example.org")


def socket(name: str, default: str) -> str:
    """Where a server listens."""
    pattern = rf"unix:/\S+|{HOST}{PORT}"
    return _matching(
        name, default, pattern, "an address with a port like 127.0.0.1:8000, or unix:/path/to/socket"
    )


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts; `*` for all, and a dot in front for all below it."""
    allowed = "host names with commas between them, without https:// and without a port"
    return _listed(name, default, rf"\*|\.?{HOST}", allowed)


def origins(name: str) -> list[str]:
    """Addresses of sites, without a path; `*.` for all below a name."""
    pattern = rf"https?://(\*\.)?{HOST}({PORT})?"
    return _listed(name, [], pattern, "addresses like https://host with commas between them")


def _matching(name: str, default: str, pattern: str, allowed: str) -> str:
    return read(name, default, lambda value: _match(value, pattern), allowed)


def _listed(name: str, default: list[str], pattern: str, allowed: str) -> list[str]:
    return read(
        name, default, lambda value: [_match(row.strip(), pattern) for row in value.split(",")], allowed
    )


def _match(value: str, pattern: str) -> str:
    if not re.fullmatch(pattern, value):
        raise ValueError
    return value


# --- numbers, places and servers ---------------------------------------------------------------------------


def number(name: str, default: int, least: int) -> int:
    """A whole number of at least so much."""

    def parse(value: str) -> int:
        if (found := int(value)) < least:
            raise ValueError
        return found

    return read(name, default, parse, f"a whole number of at least {least}")


def folder(name: str, default: Path) -> Path:
    """A folder to write in, made when it is not there."""

    def parse(value: str) -> Path:
        try:
            Path(value).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ValueError from error
        return Path(value)

    return read(name, default, parse, "a folder that is there or can be made")


def database(name: str, default: Path) -> dict[str, Any]:
    """A database of the two kinds the portal is tested on, as Django wants it; the default is a file."""

    def parse(value: str) -> dict[str, Any]:
        found: dict[str, Any] = Env.db_url_config(_match(value, r"(postgres(ql)?://|sqlite:///).+"))
        if not found["NAME"]:
            raise ValueError
        return found

    allowed = "postgres://user:password@host/name or sqlite:////path/to/file"
    return read(name, parse(f"sqlite:///{default}"), parse, allowed)


def mail_server(name: str, default: Path) -> dict[str, Any]:
    """Where mail goes, as Django wants it; the default is a folder."""

    def parse(value: str) -> dict[str, Any]:
        if value.partition("://")[0] not in Env.EMAIL_SCHEMES:
            raise ValueError
        found: dict[str, Any] = Env.email_url_config(value)
        if value.startswith("smtp") and not found["EMAIL_HOST"]:
            raise ValueError
        return found

    allowed = "smtp://user:password@host:25, smtp+tls://…, smtp+ssl://…, consolemail:// or filemail://"
    return read(name, parse(f"filemail:///{str(default).lstrip('/')}"), parse, allowed)
