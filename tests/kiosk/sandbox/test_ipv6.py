"""Exchange and client over an IPv6 literal."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.sandbox.server import bound_socket
from offline.exchange.enrolment import enrol
from offline.exchange.joined import connect
from offline.exchange.link import LinkError, clean_url, is_private
from offline.exchange.port import Accepted, Parcel
from tests.sandbox_server import PATIENCE, running_sandbox, submission_xml


def test_everything_works_over_an_ipv6_literal(tmp_path: Path) -> None:
    with running_sandbox(tmp_path, host="::1") as served:
        assert served.url.startswith("http://[::1]:")
        link = enrol(served.url, "SANDBOX", "T-01")
        exchange = connect(link, patience=PATIENCE)
        xml = submission_xml("uuid:1")
        assert isinstance(exchange.send(Parcel("uuid:1", "allowance", xml)), Accepted)
        listing = exchange.forms()[0]
        assert listing.download_url.startswith(served.url)
        form, media = exchange.download_form(listing)
        assert (bool(form), len(media)) == (True, 1)
        assert [case.instance_id for case in exchange.cases("").cases] == ["uuid:1"]
        exchange.close()


def test_the_sandbox_never_listens_where_others_reach_it() -> None:
    for host in ("0.0.0.0", "::", "fe80::1"):  # noqa: S104 — refusing it is what is tested
        with pytest.raises(ValueError, match="not a loopback"):
            bound_socket(0, host)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://[2001:DB8::7]/central/", "https://[2001:DB8::7]/central"),
    ],
)
def test_an_ipv6_address_keeps_its_brackets(given: str, clean: str) -> None:
    assert clean_url(given) == clean
    assert is_private(given)


def test_an_ipv6_address_without_its_bracket_is_told() -> None:
    with pytest.raises(LinkError):
        clean_url("http://[::1:8080/")
