"""Addresses an editor may link to: on the public web, and nothing that gives away a password."""

import pytest
from django.core.exceptions import ValidationError

from guidance.links import check_public


@pytest.mark.parametrize(
    "url",
    [
        "https://onderwijsgeschillen.nl/content/modelprocedure-oogo-ondersteuningsplan",
        "http://www.poraad.nl:8080/pad?x=1#y",
        "https://bücher.example.org/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://testament.nl/",
    ],
)
def test_public(url: str) -> None:
    check_public(url)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("javascript:alert(1)", "invalid"),
        ("ftp://voorbeeld.nl/", "invalid"),
        ("voorbeeld", "invalid"),
        ("https://", "invalid"),
        ("https://[::1/", "invalid"),
        ("https://www.voorbeeld.nl:99999/", "invalid"),
        ("https://jan:geheim@voorbeeld.nl/", "login"),
        ("http://localhost:8000/", "private"),
        ("http://127.0.0.1/", "private"),
        ("http://10.0.0.8/", "private"),
        ("http://192.168.1.1/beheer", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("http://[::1]/", "private"),
        ("http://[fd00::1]/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://224.0.0.1/", "private"),  # for a group of machines
        # Addresses of IPv4 in the dress of IPv6.
        ("http://[64:ff9b::a9fe:a9fe]/", "private"),
        ("http://[64:ff9b:1::a00:1]/", "private"),
        ("http://[2002:7f00:1::1]/", "private"),
        ("http://[::7f00:1]/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"),
        ("http://[fec0::1]/", "private"),
        ("http://printer.local/", "private"),
        ("http://portaal.intranet/", "private"),
        ("http://wiki.corp./", "private"),
    ],
)
def test_refused(url: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_public(url)
    assert refused.value.code == code
