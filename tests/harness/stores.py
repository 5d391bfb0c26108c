"""Records of every kind, and stores of tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from branchline.core.model.session import Session
from branchline.core.model.status import Evidence, Status
from branchline.store.store import Store


def session(number: int = 1, **fields: Any) -> Session:
    plain = Session(
        id=f"00000000-0000-4000-8000-{number:012}",
        name=f"session {number}",
        agent="demo",
        repo="/repo",
        worktree="/repo.worktrees/x",
        branch="branchline/x",
        base="0" * 40,
        status=Status.READY,
        evidence=Evidence("rule", 1.5),
        created_at=1.0,
        updated_at=2.0,
    )
    return attrs.evolve(plain, **fields)


def flush(store: Store) -> None:
    data = store.pending()
    assert data is not None
    store.write(data)


def saved(path: Path, *sessions: Session) -> None:
    store, _ = Store.open(path)
    for each in sessions:
        store.save(each)
    flush(store)
