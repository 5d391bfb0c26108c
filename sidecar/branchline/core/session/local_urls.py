"""The addresses on this machine that a program prints, such as “Local: http://localhost:5173/”. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import attrs

LONGEST = 2000
"""Characters of an address."""
PORTS = 10
"""How many in a row a session has for itself."""
_ANY = {"0.0.0.0", "::"}  # noqa: S104  nothing listens here
"""Whoever listens on all addresses is reached by `localhost`."""
_LOOPBACK = re.compile(r"localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|::1")
_URL = re.compile(rb"https?://[\x21-\x7e]+")
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B])")
"""Colours within an address, as some print its port in bold; and links, whose text is the address as well."""
_AFTER = "'\"`.,;:!?*|)]}>"
"""What stands behind an address in a sentence."""


@attrs.frozen
class Address:
    port: int
    url: str


def local(url: str) -> Address | None:
    """Where the address leads to this machine and nowhere else, with a port that it names; as it can be opened."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not port:
        return None
    if host in _ANY:
        return Address(port, parts._replace(netloc=f"localhost:{port}").geturl())
    return Address(port, url) if _LOOPBACK.fullmatch(host) else None


def at_port(port: int) -> Address:
    return Address(port, f"http://localhost:{port}")


class Output:
    """What a program prints, cut anywhere."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Address]:
        """Those in lines that have ended, in the order in which they were printed."""
        text = _SEQUENCE.sub(b"", self._rest + data)
        end = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
        self._rest = text[end:][-LONGEST:]
        return _found(text[:end])

    def rest(self) -> list[Address]:
        """Those in the line that has not ended, when nothing more comes for now."""
        return _found(self._rest)


def _found(text: bytes) -> list[Address]:
    urls = [each.group().decode().rstrip(_AFTER) for each in _URL.finditer(text)]
    return [found for url in urls if (found := local(url)) is not None]
