"""Params of each request that are well-formed, and name nothing."""

from __future__ import annotations

from typing import Any, get_type_hints

import attrs

from branchline.rpc.messages.methods import CLIENT_NOTIFICATIONS, METHODS
from branchline.rpc.records import camel

NOBODY = "00000000-0000-4000-8000-000000000000"


def fields_of(method: str) -> dict[str, Any]:
    """Well-formed params for the method, with values that name nothing."""
    samples: dict[str, Any] = {
        "id": NOBODY,
        "repo": "/nowhere",
        "agent": "demo",
        "submit": True,
        "force": True,
        "keep_branch": False,
        "path": "README.md",
        "at": "base",
        "ids": [NOBODY],
        "tree": "0" * 40,
        "old_tree": "0" * 40,
        "new_tree": "0" * 40,
        "lines": 5,
        "number": 1,
        "against": "base",
        "name": "a name",
        "text": "hello",
        "prompt_id": "0123456789abcdef",
        "choice": "1",
        "work": "4194999-1.0",
        "rule": "Bash(make)",
        "words": ["which format"],
        "level": "info",
        "folders": ["/nowhere"],
        "token": "no-such-token",
        "files": ["/nowhere/at all"],
        "names": ["gap"],
        "patterns": [".env"],
        "digest": "0" * 64,
        "texts": ["what fills it"],
        "days": 7,
        "comment": "no-such-comment",
        "side": "now",
        "line": 1,
        "end": 2,
        "quote": "one\ntwo",
        "how": "merge",
        "what": "threads",
        "with_": None,
        "title": "a title",
        "before": 1,
        "after": 2,
        "first": 1,
        "last": 1,
        "keep": True,
        "other": NOBODY,
        "others": [NOBODY],
        "on": False,
    }
    params_type = (METHODS.get(method) or CLIENT_NOTIFICATIONS[method]).params
    hints = get_type_hints(params_type)
    # A name may mean a text here, and may be left out, that is a number there.
    needed = [
        field.name
        for field in attrs.fields(params_type)
        if field.name in samples and not (hints[field.name] == str | None and type(samples[field.name]) is int)
    ]
    return {camel(name): True if hints[name] is bool else samples[name] for name in needed}
