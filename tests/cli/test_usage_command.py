"""What `branchline usage` prints."""

from __future__ import annotations

import json
from typing import Any

from branchline.cli.usage import _as_json, _as_text

USED: dict[str, Any] = {"input": 12345, "output": 1200, "cached": 9800, "cost": 0.5}
USAGE = USED | {"windows": [{"name": "5h\x1b", "usedPercent": 91.5, "resetsAt": "2026-11-28T10:00:00.000Z"}]}
DAYS = [{"day": "2026-11-28", "agent": "claude", **USED, "cost": None}]


def listed(**sessions: tuple[str, Any]) -> dict[str, Any]:
    return {
        "agents": [{"name": "claude", "tellsUsage": True}, {"name": "demo", "tellsUsage": False}],
        "sessions": [
            {"id": f"{name}-0123456789", "name": name, "agent": agent, "usage": usage}
            for name, (agent, usage) in sessions.items()
        ],
    }


def test_sessions_and_days_for_people() -> None:
    text = _as_text(listed(one=("claude", USAGE), two=("claude", None), three=("demo", None)), DAYS)
    assert [" ".join(line.split()) for line in text] == [
        "one-0123 claude 12,345 in (9,800 cached) 1,200 out US$0.50 one",
        "limit 5h\\x1b: 92 % used, resets at 2026-11-28T10:00:00.000Z",
        "two-0123 claude nothing told yet two",
        "three-01 demo its agent tells nothing of it three",
        "",
        "2026-11-28 claude 12,345 in (9,800 cached) 1,200 out",
    ]
    assert _as_text(listed(), []) == ["Nothing was used yet."]


def test_the_same_for_programs() -> None:
    (text,) = _as_json(listed(one=("claude", USAGE)), DAYS)
    session = {"id": "one-0123456789", "name": "one", "agent": "claude", "usage": USAGE}
    assert json.loads(text) == {"sessions": [session], "days": DAYS}
