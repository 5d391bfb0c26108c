"""A history as Markdown, line by line: what there is, how far it is, and what happened, under headings by day and
instruction. Times are shown by `local`, which gives a moment as the user's clock has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from branchline.core.history.entries import Entry, HistoryKind, without_secrets
from branchline.core.history.lines import line_of
from branchline.core.history.markdown import block, code, inline
from branchline.core.history.words import Words
from branchline.core.model.session import Session
from branchline.core.model.status import Status
from branchline.core.model.usage import Told, Usage
from branchline.core.model.work import Progress

Local = Callable[[float], datetime]

HEADING = 100
"""Characters of an instruction that stand in a heading."""
_DONE = 10


@attrs.frozen
class Line:
    """One of the document, and what a click on it leads to: a session's snapshot of this number, or older entries."""

    text: str
    session_id: str | None = None
    snapshot: int | None = None
    leads_to_older: bool = False


@attrs.frozen
class Scope:
    """What a document is about. `title` was written by others; `sessions` are those whose entries are in it."""

    title: str
    sessions: Sequence[Session]
    is_one: bool
    """It is a session's own history: its name needs not to be said."""


def document(
    scope: Scope, entries: Iterable[Entry], words: Words, local: Local, most: int | None = None
) -> Iterator[Line]:
    """`entries` oldest first; of each text at most `most` characters, None: all of it."""
    names = {each.id: each.name for each in scope.sessions}
    day = ""
    is_empty = True
    for entry in entries:
        moment = local(entry.at)
        if (found := f"{moment:%Y-%m-%d}") != day:
            day = found
            yield from (Line(""), Line(f"## {day}"), Line(""))
        is_empty = False
        clock = f"{moment:%H:%M:%S}"
        who = [] if scope.is_one else [f"**{inline(names.get(entry.session_id, entry.session_id[:8]), 80)}**"]
        if entry.kind is HistoryKind.INSTRUCTION:
            yield from _turn(entry, clock, who, words, most)
        elif entry.kind is HistoryKind.NOTE:
            heading = words("note", inline(entry.text("name"), 80))
            yield from _heading([clock, *who, heading])
            yield from map(Line, (*block(entry.text("text"), most), ""))
        else:
            parts = [clock, *who, line_of(entry, words)]
            yield Line(f"- {' · '.join(parts)}", entry.session_id, entry.snapshot)
    if is_empty:
        yield from (Line(""), Line(words("nothing")))


def head(scope: Scope, entries: Sequence[Entry], words: Words, local: Local) -> Iterator[Line]:
    """Above the entries: what it is, and of one session how far it is."""
    yield from (Line(f"# {words('history of', inline(scope.title, 80))}"), Line(""))
    if not scope.is_one:
        yield from (Line(f"## {words('sessions')}"), Line(""))
        for each in scope.sessions:
            used = f" · {_used(each.usage, words)}" if each.usage else ""
            facts = f"{_standing(each, words, local)} · {_counts(each, words)}{used}"
            yield Line(f"- **{inline(each.name, 80)}** · {facts}")
        return
    for session in scope.sessions[:1]:
        about = {
            "agent": inline(session.agent, 80),
            "repository": code(session.repo),
            "branch": code(session.branch),
            "task": inline(session.task or "", 80),
            "status": _standing(session, words, local),
            "changes": _counts(session, words),
            "usage": _used(session.usage, words) if session.usage else words("no usage"),
        }
        for name, fact in about.items():
            if fact:
                yield Line(f"- {words(name)}: {fact}")
        yield from _progress(session, entries, words)


def _progress(session: Session, entries: Sequence[Entry], words: Words) -> Iterator[Line]:
    """What is done, what is under way, and what waits."""
    told = [entry.text("text") for entry in entries if entry.kind is HistoryKind.INSTRUCTION]
    is_under_way = session.status in {Status.WORKING, Status.WAITING, Status.STARTING}
    done, now = (told[:-1], told[-1:]) if is_under_way else (told, [])
    asked = [session.prompt.command or session.prompt.title] if session.prompt else []
    far = session.progress or Progress()
    listed = [words("of list", far.done, far.total), *filter(None, [far.doing])] if far.total else []
    rows: Mapping[str, Sequence[str]] = {
        "done": done[-_DONE:],
        "under way": now,
        "list": [" · ".join(listed)] if listed else [],
        "account": [] if far.percent is None else [f"{far.percent} %"],
        "tool": [session.tool] if session.tool else [],
        "background": [work.label for work in session.background],
        "asked": asked,
        "waits": session.pending,
    }
    yield from (Line(""), Line(f"## {words('progress')}"), Line(""))
    for name, texts in rows.items():
        for text in texts:
            yield Line(f"- {words(name)}: {inline(without_secrets(text, 8 * HEADING), HEADING)}")
    if not any(rows.values()):
        yield Line(words("nothing"))


def _used(usage: Usage, words: Words) -> str:
    used = usage.tokens
    cost = "" if used.cost is None else words("cost", f"{used.cost:.{4 if 0 < used.cost < 0.01 else 2}f}")
    numbers = map(words.number, (used.input, used.cached, used.output) if used.cached else (used.input, used.output))
    tokens = words("tokens cached" if used.cached else "tokens", *numbers)
    rounded = words("rounded") if usage.told is Told.SCREEN else ""
    return " · ".join(filter(None, [tokens, cost, inline(usage.model or "", 80), rounded]))


def _standing(session: Session, words: Words, local: Local) -> str:
    return words("since", words(session.status.value), f"{local(session.since):%Y-%m-%d %H:%M}")


def _counts(session: Session, words: Words) -> str:
    changes = session.changes
    return words.counts(changes.files, changes.added, changes.removed)


def _turn(entry: Entry, clock: str, who: Sequence[str], words: Words, most: int | None) -> Iterator[Line]:
    text = entry.text("text")
    yield from _heading([clock, *who, inline(text, HEADING) or words("instruction")])
    if len(text) > HEADING or "\n" in text.strip():
        yield from map(Line, (*block(text, most), ""))


def _heading(parts: Sequence[str]) -> Iterator[Line]:
    yield from (Line(""), Line(f"### {' · '.join(parts)}"), Line(""))
