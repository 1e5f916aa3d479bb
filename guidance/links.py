"""Addresses on the public web: what an editor may link to."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_is_url = URLValidator(schemes=["http", "https"])
# Names that never lead to the public web (RFC 2606, 6761, 6762, 8375).
PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "home.arpa",
)

# Addresses of IPv6 that stand for one of IPv4 or of a site: a gateway may lead them into a private network.
WRAPPED = [
    ipaddress.ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible (RFC 4291)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # NAT64 of a site (RFC 8215)
        "2001::/32",  # Teredo (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
        "fec0::/10",  # site-local (RFC 3879)
    )
]


def check_public(url: str) -> None:
    """Raise ValidationError unless this is an http(s) address on the public web, without a password in it.

    Looks at the address alone and asks no name server: what a name leads to may be another thing tomorrow.
    """
    try:
        _is_url(url)
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").casefold()
        _port = parts.port  # raises ValueError for a number that is no port
        has_login = parts.username is not None or parts.password is not None
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("Dit is geen webadres. Vul het hele adres in, bijvoorbeeld https://www.voorbeeld.nl/pagina."),
            code="invalid",
        ) from error
    if has_login:
        raise ValidationError(
            _("In dit adres staat een naam of wachtwoord. Haal dat weg: iedereen kan het lezen."),
            code="login",
        )
    if _is_private(host):
        raise ValidationError(
            _("Dit adres ligt in een afgesloten netwerk. Kies een adres dat iedereen kan openen."),
            code="private",
        )


def is_public_address(text: str) -> bool:
    """Whether an IP address lies on the public internet. Raises ValueError when it is no address."""
    address = ipaddress.ip_address(text)
    if address.is_multicast or any(address in network for network in WRAPPED):
        return False
    return address.is_global


def _is_private(host: str) -> bool:
    try:
        return not is_public_address(host)
    except ValueError:
        name = f".{host}"
        return "." not in host or any(name.endswith(f".{ending}") for ending in PRIVATE_NAMES)


class PublicURLField(models.URLField):
    """An address on the public web."""

    default_validators = [check_public]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 500
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
