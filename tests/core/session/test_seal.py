"""What a seal vouches for, and that nobody makes one without a key."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from branchline.core.model.session import Ownership, Session
from branchline.core.reasons import AutoYesPause, AutoYesPauseCode
from branchline.core.session.seal import Seal, Vouched, digest, is_key, leaves, opened, signed, vouched, vouches
from harness.stores import session

KEY, OTHER = "5ea1" * 16, "0" * 64
STOPPED = AutoYesPause("stoppedAll")
SAFE = session(auto_yes="safe", owns=Ownership(worktree=True))
KNOWN = vouched(SAFE)
SEAL = Seal(7, {SAFE.id: KNOWN} if KNOWN else {}, digest({"maxSessions": 3}))


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (SAFE, True),
        (attrs.evolve(SAFE, auto_yes="read-only"), True),
        (attrs.evolve(SAFE, auto_yes="off"), True),
        (attrs.evolve(SAFE, auto_yes="worktree"), False),
        (attrs.evolve(SAFE, auto_yes="a preset of another version"), True),  # It is off.
        (attrs.evolve(SAFE, worktree="/home/user"), False),
        (attrs.evolve(SAFE, repo="/trusted"), False),
        (attrs.evolve(SAFE, agent="mine"), False),
        (attrs.evolve(SAFE, owns=Ownership()), False),
        (attrs.evolve(SAFE, persona="another, with arguments of its own"), False),
        (attrs.evolve(SAFE, next_auto_yes="worktree"), False),
        (attrs.evolve(SAFE, next_auto_yes="read-only"), False),
        (attrs.evolve(SAFE, name="Another name", task="web-1", pinned=True), True),
    ],
)
def test_what_reaches_no_further_is_vouched_for(now: Session, holds: bool) -> None:
    assert vouches(KNOWN, now) is holds


def test_a_preset_that_waits_is_vouched_for_though_auto_yes_is_off() -> None:
    waits = attrs.evolve(SAFE, auto_yes="off", next_auto_yes="safe")
    assert not vouches(None, waits)
    assert vouches(vouched(waits), waits)
    assert vouches(vouched(waits), attrs.evolve(waits, next_auto_yes="read-only"))
    assert vouches(vouched(waits), attrs.evolve(waits, next_auto_yes=None))
    assert not vouches(vouched(waits), attrs.evolve(waits, next_auto_yes="worktree"))


def test_a_pause_that_was_taken_away_is_not_vouched_for() -> None:
    assert not vouches(vouched(attrs.evolve(SAFE, auto_yes_paused=STOPPED)), SAFE)


def test_a_session_that_nobody_knows_may_only_be_off() -> None:
    assert not vouches(None, SAFE)
    assert vouches(None, attrs.evolve(SAFE, auto_yes="off"))


@pytest.mark.parametrize("keys", [[KEY], [OTHER, KEY], [KEY, OTHER]])
def test_any_of_the_keys_that_signed_opens_it(keys: list[str]) -> None:
    raw = json.loads(json.dumps(signed(SEAL, keys)))
    assert opened(raw, [KEY]) == SEAL
    assert opened(raw, ["f" * 64, KEY]) == SEAL
    assert opened(raw, ["f" * 64]) is None
    assert opened(raw, []) is None


def altered(**fields: Any) -> dict[str, Any]:
    return {**signed(SEAL, [KEY]), **fields}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "text",
        {},
        altered(number=8),
        altered(sessions={}),
        altered(sessions={SAFE.id: attrs.asdict(Vouched("worktree", False, "demo", "/repo", "/", True))}),
        altered(settings=digest({"onWaiting": ["planted"]})),
        altered(more=1),
        altered(signatures=[]),
        altered(signatures=None),
        altered(signatures=[None, 3, "", "é" * 64, "0" * 64]),
        {name: value for name, value in altered().items() if name != "number"},
        signed(SEAL, [OTHER]),
    ],
)
def test_what_was_altered_is_no_seal(raw: object) -> None:
    assert opened(raw, [KEY]) is None


def test_what_another_version_signed_is_no_seal() -> None:
    assert opened(altered(**signed(attrs.evolve(SEAL, sessions={"x": {"preset": "safe"}}), [KEY])), [KEY]) is None  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(KEY, True), (KEY[1:], False), (KEY + "0", False), (KEY.upper(), False), (KEY[:-1] + "\n", False), (3, False)],
)
def test_a_key_is_64_hex_digits(text: object, is_one: bool) -> None:
    assert is_key(text) is is_one


def test_settings_have_the_same_digest_in_any_order() -> None:
    assert digest({"a": 1, "b": [2, {"c": 3, "d": 4}]}) == digest({"b": [2, {"d": 4, "c": 3}], "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


UNCONFIRMED = AutoYesPause(AutoYesPauseCode.UNCONFIRMED.value)
QUIET = session(answers=False)


@pytest.mark.parametrize(
    ("seal", "now", "stays"),
    [
        (SEAL, SAFE, True),
        (SEAL, attrs.evolve(SAFE, auto_yes="worktree"), False),
        (None, SAFE, False),
        (None, session(), True),
        (None, session(next_auto_yes="safe"), False),
        # It goes on by itself.
        (SEAL, attrs.evolve(SAFE, auto_yes_paused=UNCONFIRMED), False),
        (Seal(1, {QUIET.id: attrs.evolve(KNOWN, answers_off=True)} if KNOWN else {}, None), session(), False),
        (None, QUIET, True),
    ],
)
def test_what_a_session_stays_once_the_seal_is_known(seal: Seal | None, now: Session, stays: bool) -> None:
    assert leaves(seal, now) is stays
