"""No secret stands in a log; what helps to understand one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.screen.logged import HIDDEN, hide_secrets, outline

# Put together here, so that no scanner takes this file for a leak.
GITHUB = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"
OPENAI = "sk" + "-proj-a1B2c3D4e5F6g7H8"
AWS = "AKIA" + "IOSFODNN7EXAMPLE"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxIn0.dBjftJeZ4CVP"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nx9+/\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"sent {GITHUB} on", f"sent {HIDDEN} on"),
        (f"sent {OPENAI}", f"sent {HIDDEN}"),
        (f"({AWS})", f"({HIDDEN})"),
        (f"x {JWT} y", f"x {HIDDEN} y"),
        (f"a\n{PEM}\nb", f"a\n{HIDDEN}\nb"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", HIDDEN),
        ("password: hunter2", f"password: {HIDDEN}"),
        ("DB_PASSWORD=hunter2 next", f"DB_PASSWORD={HIDDEN} next"),
        ("{'ANTHROPIC_API_KEY': 'abc def', 'TERM': 'xterm'}", f"{{'ANTHROPIC_API_KEY': {HIDDEN}, 'TERM': 'xterm'}}"),
        ('{"secret":"x y","n":1}', f'{{"secret":{HIDDEN},"n":1}}'),
        ("MY_KEY=abc", f"MY_KEY={HIDDEN}"),
        ("run --token abc --fast", f"run --token {HIDDEN} --fast"),
        ("run --api-key=abc --fast", f"run --api-key={HIDDEN} --fast"),
        ("['run', '--token', 'abc', '-v']", f"['run', '--token', {HIDDEN}, '-v']"),
        ("Authorization: Bearer abc.def", f"Authorization: {HIDDEN}"),
        ("used Bearer abcdefgh.123", f"used Bearer {HIDDEN}"),
        (f"Authorization: Bearer {JWT}, x", f"Authorization: Bearer {HIDDEN}, x"),
        (f"--token={GITHUB} x", f"--token={HIDDEN} x"),
        (f"key: {PEM} x", f"key: {HIDDEN} x"),
        ("secret=[abc] x", f"secret={HIDDEN}] x"),
        ("clone https://ann:hunter2@example.com/x.git", f"clone https://{HIDDEN}@example.com/x.git"),
        ("nonce Zm9vYmFyMTIzQmF6UXV4NDU2", f"nonce {HIDDEN}"),
        ("id 0123456789abcdef0123456789abcdef", f"id {HIDDEN}"),
    ],
)
def test_secrets_go(text: str, expected: str) -> None:
    assert hide_secrets(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/home/ann/web.worktrees/add-a-greeting-2/src/Some1File.py",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8 started as 4711",
        "HEAD is 0123456789abcdef0123456789abcdef01234567",
        "2026-11-27 14:55:33,120 INFO 812 branchline.ptyhost.main: ready, version 0.1.0, pid 812",
        "KeyError: 'session'",
        "the basic information is in monkey.py",
        "request 5: session/create repo=<12 characters> agent=<4 characters>",
        'File "/opt/branchline/sidecar/branchline/rpc/server.py", line 71, in answer',
    ],
)
def test_what_helps_stays(text: str) -> None:
    assert hide_secrets(text) == text


@given(st.text(max_size=200), st.sampled_from([GITHUB, OPENAI, AWS]), st.text(max_size=200))
def test_a_token_goes_wherever_it_stands_alone(before: str, token: str, after: str) -> None:
    assert token not in hide_secrets(f"{before} {token} {after}")


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece",
    ["a", "A1", "token", "key", "-", "'", "=", " ", "key=", "--key", "token ", PEM[:31], "://", "://a"],
)
def test_long_lines_take_no_long_time(piece: str) -> None:
    assert isinstance(hide_secrets(piece * (100_000 // len(piece))), str)


def test_an_outline_says_how_much_and_not_what() -> None:
    fields = {
        "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "op": "spawn",
        "level": "my password is hunter2",
        "text": "my password is hunter2",
        "argv": ["run", "hunter2"],
        "env": {"A": "hunter2"},
        "cols": 80,
        "submit": True,
        "since": None,
    }
    assert outline(fields) == (
        "id=6ba7b810-9dad-11d1-80b4-00c04fd430c8 op=spawn level=<22 characters> text=<22 characters> argv=<2 entries>"
        " env=<1 entries> cols=80 submit=True since=None"
    )
