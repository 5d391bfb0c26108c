"""Program status reports as they come off the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.model.status import Status
from branchline.core.screen.signals import ProgramStatus, claim_of, program_status, told_folder


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"7501;state=idle", ProgramStatus("idle")),
        (b"7501;state=working:app=codex", ProgramStatus("working")),
        (
            b"7501;state=blocked:kind=permission:msg=YXBwcm92ZSBCYXNoOiB0b3VjaCBoZWxsby50eHQ=",
            ProgramStatus("blocked", kind="permission", message="approve Bash: touch hello.txt"),
        ),
        (b"7501;state=working:id=a/b:progress=40", ProgramStatus("working", id="a/b")),
        (b"7501;state=clear", ProgramStatus("clear")),
        (b"7501;state=error:msg=%%%", ProgramStatus("error")),
        (b"7501;state=sleeping", None),
        (b"7501;", None),
        (b"777;notify;state=working", None),
        (b"\xff\xfe", None),
    ],
)
def test_a_report(raw: bytes, expected: ProgramStatus | None) -> None:
    assert program_status(raw) == expected


@pytest.mark.parametrize(
    ("report", "status", "reason", "is_end"),
    [
        (ProgramStatus("idle"), Status.READY, None, False),
        (ProgramStatus("done"), Status.READY, None, True),
        (ProgramStatus("error"), Status.READY, "api error", False),
        (ProgramStatus("working"), Status.WORKING, None, False),
        (ProgramStatus("blocked", kind="permission"), Status.WAITING, "approval", False),
        (ProgramStatus("blocked", kind="question"), Status.WAITING, "question", False),
        (ProgramStatus("blocked", kind="auth"), Status.WAITING, "login", False),
        (ProgramStatus("blocked"), Status.WAITING, "question", False),
    ],
)
def test_what_it_says_of_the_session(report: ProgramStatus, status: Status, reason: str | None, is_end: bool) -> None:
    claim = claim_of(report, 7.0)
    assert claim is not None
    said = claim.observation
    assert (said.status, said.reason, claim.is_end, claim.at) == (status, reason, is_end, 7.0)
    assert said.prompt is None, "what anybody can print is nothing to answer"
    assert not said.takes_text


@pytest.mark.parametrize("report", [ProgramStatus("clear"), ProgramStatus("working", id="background")])
def test_a_part_of_a_program_or_its_end_says_nothing(report: ProgramStatus) -> None:
    assert claim_of(report, 0.0) is None


@given(st.binary(max_size=300))
def test_whatever_is_printed_is_borne(raw: bytes) -> None:
    program_status(b"7501;" + raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'9999;{"state":"working","prompt":"ship it","agentType":"codex"}', ProgramStatus("working")),
        (b'9999;{"state":"blocked"}', ProgramStatus("blocked", kind="permission")),
        (b'9999;{"state":"waiting"}', ProgramStatus("blocked", kind="question")),
        (b'9999; {"state":"done"}', ProgramStatus("done")),
        (b'9999;{"state":"idle"}', ProgramStatus("idle")),
        (b'9999;{"state":"sleeping"}', None),
        (b'9999;{"state":["working"]}', None),
        (b'9999;["working"]', None),
        (b"9999;state=working", None),
        (b"9999;" + b"[" * 100_000, None),
        (b"9999;", None),
        (b'7501;{"state":"working"}', None),
    ],
)
def test_a_report_in_json(raw: bytes, expected: ProgramStatus | None) -> None:
    assert program_status(raw) == expected


@given(st.binary(max_size=300))
def test_whatever_is_printed_as_json_is_borne(raw: bytes) -> None:
    program_status(b"9999;" + raw)


@pytest.mark.parametrize(
    ("raw", "folder"),
    [
        (b"file:///code/shop", "/code/shop"),
        (b"file://localhost/code/a%20b", "/code/a b"),
        (b"file://Box/code/shop/", "/code/shop"),
        (b"file://box.example.org/code", "/code"),
        (b"kitty-shell-cwd://box/code", "/code"),
        (b"/code/a%20b", "/code/a%20b"),
        (b"file:///code/caf%C3%A9", "/code/café"),
        (b"file:///code/%FF", "/code/\udcff"),
        (b"file:////code//x/./../y", "/code/y"),
        (b"file:///../../etc", "/etc"),
        (b"file://elsewhere/code", None),
        (b"file://box.evil.org/code", None),
        (b"https://box/code", None),
        (b"file:code", None),
        (b"code/shop", None),
        (b"~", None),
        (b"", None),
        (b"file:///code%00/x", None),
        (b"file:///code%0A/x", None),
        (b"/code\x1b[2J", None),
        (b"file:///" + b"a" * 5000, None),
    ],
)
def test_where_a_program_says_that_it_is(raw: bytes, folder: str | None) -> None:
    assert told_folder(raw, "box.example.org") == folder


@given(st.binary(max_size=300))
def test_whatever_is_printed_as_a_folder_is_borne(raw: bytes) -> None:
    told = told_folder(b"file://" + raw, "box")
    assert told is None or (told.startswith("/") and "\0" not in told and "/../" not in told)
