"""Which addresses of this machine a program printed."""

from __future__ import annotations

import pytest

from branchline.core.session.local_urls import LONGEST, Address, Output, at_port, local


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://localhost:5173", Address(5173, "http://localhost:5173")),
        ("http://localhost:5173/app/?a=b", Address(5173, "http://localhost:5173/app/?a=b")),
        ("https://127.0.0.1:8443/", Address(8443, "https://127.0.0.1:8443/")),
        ("http://127.1.2.3:80/", Address(80, "http://127.1.2.3:80/")),
        ("http://[::1]:3000/", Address(3000, "http://[::1]:3000/")),
        ("http://shop.localhost:3000/", Address(3000, "http://shop.localhost:3000/")),
        ("http://0.0.0.0:41010/", Address(41010, "http://localhost:41010/")),
        ("http://[::]:41010/a", Address(41010, "http://localhost:41010/a")),
        # Elsewhere, or made to look like here.
        ("http://192.168.1.5:5173/", None),
        ("http://example.com:80/", None),
        ("http://localhost.example.com:80/", None),
        ("http://127.0.0.1.example.com:80/", None),
        ("http://localhost@example.com:80/", None),
        ("http://user:word@localhost:80/", None),
        ("http://example.com:80\\@localhost:80/", None),
        ("http://notlocalhost:80/", None),
        ("http://xn--localhost:80/", None),
        # No address to open.
        ("http://localhost/", None),
        ("http://localhost:0/", None),
        ("http://localhost:99999/", None),
        ("http://localhost:port/", None),
        ("ftp://localhost:21/", None),
        ("command:workbench.action.quit", None),
        ("http://[::1:80/", None),
        ("http://localhost:80/\u202e", None),
        ("http://localhost:80/\x1b]", None),
        ("http://localhost:80/" + "a" * LONGEST, None),
    ],
)
def test_an_address_leads_to_this_machine_or_is_none(url: str, found: Address | None) -> None:
    assert local(url) == found


HERE = at_port(5173)


@pytest.mark.parametrize(
    "printed",
    [
        b"Local: http://localhost:5173\n",
        b"Serving at 'http://localhost:5173'.\n",
        b"(http://localhost:5173)\r\n",
        b"\x1b[32m  Local\x1b[39m: \x1b[36mhttp://localhost:\x1b[1m5173\x1b[22m\x1b[39m\n",
        b"\x1b]8;;http://localhost:5173\x07http://localhost:5173\x1b]8;;\x07\n",
        b"Network: http://192.168.0.7:5173/\nLocal: http://localhost:5173\n",
        b"\xff\xfe http://localhost:5173 \xff\n",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_what_is_printed_may_be_cut_anywhere_and_coloured(printed: bytes, size: int) -> None:
    output = Output()
    found = [each for at in range(0, len(printed), size) for each in output.feed(printed[at : at + size])]
    assert found == [HERE]
    assert output.rest() == []


def test_a_line_without_an_end_is_looked_at_when_nothing_more_comes() -> None:
    output = Output()
    assert output.feed(b"see http://localhost:51") == []
    assert output.rest() == [at_port(51)]
    assert output.feed(b"73") == []
    assert output.rest() == [HERE]
    assert output.feed(b"\n") == [HERE]
    assert output.rest() == []


def test_a_line_that_never_ends_is_not_kept_whole() -> None:
    output = Output()
    for _ in range(100):
        output.feed(b"." * 1000)
    assert output.feed(b" http://localhost:5173\n") == [HERE]
    assert len(output._rest) <= LONGEST
