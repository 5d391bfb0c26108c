"""One record that cannot be read costs no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branchline.core.model.session import Ownership
from branchline.store.store import Store
from harness.stores import flush, saved, session


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_bytes())
    change(content["tables"]["sessions"])
    path.write_text(json.dumps(content))


def bad_status(table: dict[str, Any]) -> None:
    table["1"]["status"] = "dancing"


def no_id(table: dict[str, Any]) -> None:
    del table["1"]["id"]


def null_name(table: dict[str, Any]) -> None:
    table["1"]["name"] = None


def number_for_text(table: dict[str, Any]) -> None:
    table["1"]["branch"] = 5


def text_for_number(table: dict[str, Any]) -> None:
    table["1"]["created_at"] = "yesterday"


def text_for_flag(table: dict[str, Any]) -> None:
    table["1"]["pinned"] = "no"


def odd_evidence(table: dict[str, Any]) -> None:
    table["1"]["evidence"] = []


def no_object(table: dict[str, Any]) -> None:
    table["1"] = "gone"


def no_number(table: dict[str, Any]) -> None:
    table["one"] = table.pop("1")


@pytest.mark.parametrize(
    "change",
    [
        bad_status,
        no_id,
        null_name,
        number_for_text,
        text_for_number,
        text_for_flag,
        odd_evidence,
        no_object,
        no_number,
    ],
)
def test_one_unreadable_record_is_set_aside_and_said(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    saved(path, session(1), session(2))
    edit(path, change)
    store, notices = Store.open(path)
    assert store.sessions() == [session(2)]
    assert [notice.code for notice in notices] == ["SESSION_UNREADABLE"]
    store.save(session(3))
    flush(store)
    store, notices = Store.open(path)
    assert (store.sessions(), notices) == ([session(2), session(3)], [])
    assert len(json.loads(path.read_bytes())["tables"]["unreadable"]) == 1


def test_fields_of_another_version_do_no_harm(path: Path) -> None:
    saved(path, session(1))
    edit(path, lambda table: table["1"].update(colour="blue", owns={"worktree": True, "moon": True}))
    store, notices = Store.open(path)
    assert (store.sessions(), notices) == ([session(1, owns=Ownership(worktree=True))], [])


def test_fields_with_a_default_may_be_missing(path: Path) -> None:
    saved(path, session(1))

    def without(table: dict[str, Any]) -> None:
        for name in ("pinned", "owns", "pending", "prompt"):
            del table["1"][name]
        for name in ("tree", "untracked"):
            del table["1"]["changes"][name]

    edit(path, without)
    assert Store.open(path)[0].sessions() == [session(1)]
