"""A history for programs: one JSON object, in pieces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from branchline.core.history.document import Scope
from branchline.core.history.entries import Entry, without_secrets
from branchline.core.model.session import Session

_ABOUT = ("id", "name", "title", "agent", "repo", "branch", "task")


def json_of(scope: Scope, entries: Iterable[Entry], local: Callable[[float], datetime]) -> Iterator[str]:
    """What it is about, and the entries as the transcripts have them, but for secrets."""
    yield f'{{"format": "branchline-history", "version": 1, "sessions": {json.dumps(list(map(_about, scope.sessions)))}'
    yield ', "entries": ['
    between = "\n"
    for entry in entries:
        moment = local(entry.at).isoformat(timespec="milliseconds")
        yield between + json.dumps({"at": moment, "session": entry.session_id, "event": entry.event, **entry.fields})
        between = ",\n"
    yield "\n]}\n"


def _about(session: Session) -> Mapping[str, object]:
    usage = session.usage
    return {
        **{name: getattr(session, name) for name in _ABOUT},
        "status": session.status.value,
        "usage": usage and {**attrs.asdict(usage.tokens), "model": usage.model},
        "progress": session.progress and without_secrets(attrs.asdict(session.progress)),
        "background": [{"kind": work.kind.value, "label": without_secrets(work.label)} for work in session.background],
    }
