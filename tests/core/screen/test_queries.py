from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.screen import queries
from branchline.core.screen.queries import amend, answer, find
from branchline.core.screen.splitter import HOLD_LIMIT, Splitter, whole_length
from branchline.core.screen.viewer_filter import ViewerFilter, strip

ST = b"\x1b\\"
ASKED = {
    "device_attributes": [b"\x1b[c", b"\x1b[0c", b"\x1b[>c", b"\x1b[>0c", b"\x1b[=c", b"\x1bZ"],
    "version": [b"\x1b[>q", b"\x1b[>0q"],
    "device_status": [b"\x1b[5n", b"\x1b[6n", b"\x1b[?15n", b"\x1b[?996n"],
    "cursor_position_extended": [b"\x1b[?6n"],
    "mode": [b"\x1b[4$p", b"\x1b[?2026$p"],
    "kitty_keyboard": [b"\x1b[?u"],
    "window": [b"\x1b[%dt" % number for number in (11, 13, 14, 15, 16, 18, 19, 20, 21)] + [b"\x1b[14;2t"],
    "modify_keys": [b"\x1b[?4m"],
    "checksum": [b"\x1b[1;1;1;1;2;2*y"],
    "parameters": [b"\x1b[x", b"\x1b[1x"],
    "presentation": [b"\x1b[1$w", b"\x1b[2;2$u", b"\x1b[&u"],
    "graphics_attributes": [b"\x1b[?1;1;0S"],
    "colour": [
        b"\x1b]4;1;?\x07",
        b"\x1b]4;0;?;1;?\x1b\\",
        b"\x1b]5;0;?\x07",
        b"\x1b]10;?\x07",
        b"\x1b]10;?;?\x1b\\",
        b"\x1b]19;?\x07",
        b"\x1b]21;foreground=?\x1b\\",
    ],
    "clipboard": [b"\x1b]52;c;?\x07", b"\x1b]52;;?\x1b\\", b"\x1b]5522;type=read;\x1b\\"],
    "program_status": [b"\x1b]7501;?\x1b\\", b"\x1b]7501;?\x07"],
    "other_osc": [b"\x1b]99;i=1:p=?;\x1b\\", b"\x1b]60\x07", b"\x1b]1337;ReportCellSize\x07"],
    "terminfo": [b"\x1bP+q544e;524742\x1b\\"],
    "setting": [b"\x1bP$qm\x1b\\", b"\x1bP$q q\x1b\\"],
    "graphics": [b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\", b"\x1b_25a1;s\x1b\\"],
}
HARMLESS = [
    b"plain text, \xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80\r\n\t\x07\x08\x0e\x0f",
    b"\x1b[m\x1b[0;1;38:2::1:2:3m\x1b[3;4H\x1b[2J\x1b[?25l\x1b[?2004h\x1b[?1049h\x1b[2 q\x1b[ q\x1b[5S\x1b[1$x",
    b"\x1b[?1;2c\x1b[s\x1b[u\x1b[>1u\x1b[<u\x1b[=1;1u\x1b[>4;2m\x1b[22;0t\x1b[23;0t\x1b[8;30;100t\x1b[!p\x1b(B\x1b7\x1b8",
    b"\x1b]0;what is this?\x07\x1b]2;a;?\x1b\\\x1b]4;1;rgb:1/2/3\x07\x1b]10;#fff\x07\x1b]104\x07",
    b"\x1b]52;c;aGk=\x07\x1b]8;;http://x/?q=1\x07\x1b]7501;state=idle\x1b\\\x1b]9;4;3;\x07\x1b]777;notify;a;b?\x07",
    b"\x1bPq#0;2;0;0;0\x1b\\\x1b_tmux title\x1b\\",
]
PAIRS = [(name, query) for name, asked in ASKED.items() for query in asked]
CONTROLS = st.sampled_from(
    [bytes([byte]) for byte in b"\x05\x07\x18\x1a\x1b\x1b\x1b[[]]P_\\?>=;;01267cnqtumpxG$+ \n\x7f\xc2\x9b\x80\xe4A"]
    + [query for _, query in PAIRS]
    + [b"\x1b[", b"\x1b]", b"\xc2\x9b", b"6n", b"2048", b"\x1b[?2048;5h"]
)
STREAMS = st.lists(CONTROLS, max_size=30).map(b"".join)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]


@pytest.mark.parametrize(("name", "query"), PAIRS)
def test_each_query_is_named_and_taken_out(name: str, query: bytes) -> None:
    data = b"before" + query + b"after"
    assert list(find(data)) == [(name, query, len(b"before"), len(b"before" + query))]
    assert strip(data).replace(ST, b"") == b"beforeafter"


@pytest.mark.parametrize("data", HARMLESS)
def test_everything_else_passes(data: bytes) -> None:
    assert strip(data) == data
    assert not list(find(data))


def test_enquiries_and_8_bit_controls_pass_nowhere() -> None:
    assert strip(b"a\x05b") == b"ab"
    assert strip(b"a\xc2\x9bcb") == b"acb"


def test_controls_inside_a_query_act_and_do_not_hide_it() -> None:
    assert strip(b"a\x1b[\n0\rcb") == b"a\n\r" + ST + b"b"
    assert strip(b"a\x1b\n[6nb") == b"a\n" + ST + b"b"


def test_modes_that_make_a_terminal_report_are_not_switched_on() -> None:
    assert strip(b"\x1b[?2048h").replace(ST, b"") == b""
    assert strip(b"\x1b[?1049;2048;2004h") == b"\x1b[?1049;2004h"
    assert strip(b"\x1b[?12048h\x1b[?2048l") == b"\x1b[?12048h\x1b[?2048l"


@given(STREAMS, st.lists(st.integers(0, 500), max_size=6))
def test_cuts_do_not_matter(data: bytes, cuts: list[int]) -> None:
    whole, cut = ViewerFilter(), ViewerFilter()
    assert b"".join(cut.feed(piece) for piece in pieces(data, cuts)) == whole.feed(data)


@given(STREAMS)
def test_no_query_survives(data: bytes) -> None:
    shown = ViewerFilter().feed(data)
    assert not list(find(shown))
    assert b"\x05" not in shown
    # What was taken out does not let its neighbours become a query.
    assert strip(shown) == shown


@given(STREAMS, st.lists(st.integers(0, 500), max_size=6))
def test_a_splitter_loses_nothing(data: bytes, cuts: list[int]) -> None:
    splitter = Splitter()
    out = b"".join(splitter.feed(piece) for piece in pieces(data, cuts))
    assert data.startswith(out)
    assert len(out) + splitter.pending == len(data)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (b"text", b""),
        (b"text\x1b", b"\x1b"),
        (b"text\x1b[3", b"\x1b[3"),
        (b"text\x1b[3m", b""),
        (b"text\x1b]2;title", b"\x1b]2;title"),
        (b"text\x1b]2;title\x1b", b"\x1b]2;title\x1b"),
        (b"text\x1b]2;title\x1b\\", b""),
        (b"text\x1b]2;title\x07", b""),
        (b"text\x1bP+q00\x07", b"\x1bP+q00\x07"),
        (b"text\x1b(", b"\x1b("),
        (b"text\x1b(B", b""),
        (b"text\x1b[3\x18", b""),
        (b"caf\xc3", b"\xc3"),
        (b"caf\xc3\xa9", b""),
        (b"\xf0\x9f\x98", b"\xf0\x9f\x98"),
        (b"\xf0\x9f\x98\x80", b""),
        (b"\xff", b""),
        (b"\x80\x80\x80\x80", b""),
    ],
)
def test_what_is_incomplete_is_held_back(data: bytes, held: bytes) -> None:
    assert data[whole_length(data) :] == held


def test_long_sequences() -> None:
    image = b"\x1bPq" + b"a" * HOLD_LIMIT + b"b" * HOLD_LIMIT + ST
    dropping, passing = Splitter(), Splitter(pass_long=True)
    stream = b"x" + image + b"y\x1b[mz"
    parts = pieces(stream, list(range(0, len(stream), 1000)))
    assert b"".join(map(dropping.feed, parts)) == b"x" + ST + b"y\x1b[mz"
    assert b"".join(map(passing.feed, parts)) == stream
    assert dropping.pending == passing.pending == 0


def test_a_long_query_is_dropped_for_viewers_too() -> None:
    viewer = ViewerFilter()
    stream = b"x\x1b_Ga=T;" + b"A" * 3 * HOLD_LIMIT + ST + b"y"
    assert b"".join(map(viewer.feed, pieces(stream, list(range(0, len(stream), 5000))))).replace(ST, b"") == b"xy"


def answered(data: bytes) -> bytes | None:
    (query,) = find(data)
    assert (query.name in queries.ANSWERED_HERE) or answer(query, b"", 100, 30) is None
    return answer(query, b"\x1b[3;7R", 100, 30)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (b"\x1b[?6n", b"\x1b[?3;7R"),
        (b"\x1b]7501;?\x07", b"\x1b]7501;?\x1b\\"),
        (b"\x1b[11t", b"\x1b[1t"),
        (b"\x1b[19t", b"\x1b[9;30;100t"),
        (b"\x1b[15t", b"\x1b[5;480;800t"),
        (b"\x1b[?4m", b"\x1b[>4;0m"),
        (b"\x1b[21t", None),
        (b"\x1b[20t", None),
        (b"\x1b[18t", None),
        (b"\x1b]52;c;?\x07", None),
        (b"\x1b[1;1;1;1;2;2*y", None),
        (b"\x1b[c", None),
    ],
)
def test_answers_that_the_emulator_does_not_give(query: bytes, expected: bytes | None) -> None:
    assert answered(query) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"\x1b[?62;22c", b"\x1b[?62;22c"),
        (b"\x1b[?0u", b""),
        (b"\x1b[48;30;100;480;800t", b""),
        (b"\x1b[?2027;2$y", b"\x1b[?2027;0$y"),
        (b"\x1b[?2026;2$y", b"\x1b[?2026;2$y"),
        (b"\x1bP1+r544E=787465726D\x1b\\", b"\x1bP1+r544E=787465726D\x1b\\"),
    ],
)
def test_what_the_emulator_says_is_amended(reply: bytes, expected: bytes) -> None:
    assert amend(reply) == expected


def test_the_terminal_names_itself() -> None:
    assert amend(b"\x1bP>|libghostty\x1b\\").startswith(b"\x1bP>|Branchline(")
