"""What a history says of each kind of entry, and how it is put together."""

from __future__ import annotations

from datetime import datetime, timezone
from string import Formatter
from typing import Any

import attrs
import pytest
from markdown_it import MarkdownIt

from branchline.core.history.document import Scope, document, head
from branchline.core.history.entries import KINDS, Entry, entry_of, says_something, seconds
from branchline.core.history.lines import line_of
from branchline.core.history.words import TABLES, Words
from branchline.core.model.prompt import WaitReason
from branchline.core.model.status import Status
from branchline.core.reasons import SnapshotReason
from harness.hostile_texts import HOSTILE
from harness.service import session

FIRST = "00000000-0000-4000-8000-000000000001"
AT = "2026-03-01T10:00:00.000Z"
ENGLISH = Words()


def utc(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, timezone.utc)


def entry(event: str, at: str = AT, session_id: str = FIRST, **fields: Any) -> Entry:
    found = entry_of(session_id, {"at": at, "event": event, **fields}, 8000)
    assert found is not None
    return found


MARKUP = [
    "# x",
    "[x](command:y)",
    "![x](z)",
    "<b>&amp;</b>",
    "\n> x\n\n    y",
    "```\n# x",
    "````\n`x` *y*",
    "\x1b[2Jx\x07",
]
ASKED: dict[str, Any] = {
    "tool": "Bash",
    "command": "npm test",
    "paths": [],
    "url": None,
    "title": "Run?",
    "kind": "approval",
}
DECIDED = {**ASKED, "option": "Yes", "outcome": "answered", "rule": "Bash(npm test)", "why": "it is allowed"}


@pytest.mark.parametrize(
    ("event", "fields", "line"),
    [
        ("status", {"status": "ready", "reason": "rate limited"}, "Ready · rate limited"),
        ("status", {"status": "of a later version"}, "of a later version"),
        ("prompt", ASKED, "Asks: Approval · Bash · `npm test`"),
        ("prompt", {"kind": "question", "title": "Which?"}, "Asks: Question · Which?"),
        ("prompt", {"tool": "Edit", "paths": list("abcd"), "kind": "x"}, "Asks: x · Edit · `a` · `b` · `c` · …"),
        (
            "decision",
            {**DECIDED, "by": "rule"},
            "Auto-yes: answered · “Yes” · Bash · `npm test` · rule `Bash(npm test)` · it is allowed",
        ),
        ("decision", {**DECIDED, "by": "user", "rule": "user", "why": ""}, "You: answered · “Yes” · Bash · `npm test`"),
        (
            "decision",
            {**ASKED, "by": "rule", "outcome": "asked", "rule": "preset safe", "why": "unknown"},
            "Auto-yes: left to you · Bash · `npm test` · rule `preset safe` · unknown",
        ),
        (
            "decision",
            {"by": "token", "rule": "user", "outcome": "refused", "title": "Go?"},
            "By a one-time token: refused · Go?",
        ),
        (
            "snapshot",
            {"ref": f"refs/branchline/{FIRST}/3", "reason": "at ready", "changes": [2, 3, 1]},
            "Snapshot 3 · when the agent was ready · 2 files, +3 −1",
        ),
        ("snapshot", {"ref": 5, "reason": [], "changes": ["a", 1, 2]}, "Snapshot ?"),
        ("snapshot", {"ref": "a/1", "changes": [1, 4, 0]}, "Snapshot 1 · 1 file, +4 −0"),
        ("exit", {"code": 1}, "Agent ended, exit code 1"),
        ("created", {"name": "fix", "title": "Fix it", "agent": "claude"}, "Session created · `fix` · Fix it · claude"),
        ("worktree", {"path": "/w/a b", "branch": "fix"}, "Worktree · `/w/a b` · `fix`"),
        ("named", {"name": "new", "title": ""}, "Named · `new`"),
        ("removed", {"branch": "fix"}, "Session removed · `fix`"),
        ("exit", {"code": "no number"}, "Agent ended, exit code ?"),
        ("worktree", {"path": ["no text"], "branch": None}, "Worktree"),
    ],
)  # fmt: skip
def test_each_kind_has_its_line(event: str, fields: dict[str, Any], line: str) -> None:
    assert line_of(entry(event, **fields), ENGLISH) == line


def test_a_day_and_a_turn_have_headings_and_a_snapshot_its_link() -> None:
    entries = [
        entry("input", text="Fix the login"),
        entry("status", "2026-03-01T10:00:05.000Z", status="working"),
        entry("snapshot", "2026-03-02T11:00:00.000Z", ref=f"refs/branchline/{FIRST}/7", reason="at ready"),
        entry("note", "2026-03-02T12:00:00.000Z", name="review", text="Two\nlines"),
    ]
    lines = list(document(Scope("fix", [session(FIRST)], True), entries, ENGLISH, utc))
    assert [line.text for line in lines] == [
        "", "## 2026-03-01", "",
        "", "### 10:00:00 · Fix the login", "",
        "- 10:00:05 · Running",
        "", "## 2026-03-02", "",
        "- 11:00:00 · Snapshot 7 · when the agent was ready",
        "", "### 12:00:00 · Note of review", "",
        "```text", "Two", "lines", "```", "",
    ]  # fmt: skip
    assert [(line.session_id, line.snapshot) for line in lines if line.snapshot] == [(FIRST, 7)]


def test_an_instruction_of_several_lines_stands_below_its_heading_as_far_as_there_is_room() -> None:
    scope = Scope("fix", [session(FIRST)], True)
    told = [entry("input", text="First line\n" + "x" * 500)]
    assert "x" * 500 in [line.text for line in document(scope, told, ENGLISH, utc)]
    shown = [line.text for line in document(scope, told, ENGLISH, utc, most=100)]
    assert "x" * 89 + "…" in shown


def test_of_several_sessions_each_entry_says_whose_it_is() -> None:
    scope = Scope("repo", [session(FIRST, name="one_two")], False)
    entries = [entry("exit", code=0), entry("exit", code=0, session_id="f" * 36)]
    lines = [line.text for line in document(scope, entries, ENGLISH, utc)]
    assert lines[3:] == [
        "- 10:00:00 · **one_two** · Agent ended, exit code 0",
        "- 10:00:00 · **ffffffff** · Agent ended, exit code 0",
    ]
    assert any("**one_two** · Ready" in line.text for line in head(scope, entries, ENGLISH, utc))


def test_nothing_is_said_to_be_nothing() -> None:
    scope = Scope("fix", [session(FIRST)], True)
    assert [line.text for line in document(scope, [], ENGLISH, utc)] == ["", "Nothing yet."]
    assert [line.text for line in head(scope, [], ENGLISH, utc)][-1] == "Nothing yet."


@pytest.mark.parametrize(
    "line",
    [{}, {"event": 3}, {"event": "decision"}, {"event": "exit", "at": "soon"}, {"event": "later", "at": AT}],
)
def test_what_is_no_entry_is_none(line: dict[str, Any]) -> None:
    assert entry_of(FIRST, line) is None


@pytest.mark.parametrize("moment", ["2026-03-01", "2026-03-01T10:00:00", "x", "", None, 7, "9999-99-99T00:00:00Z"])
def test_what_is_no_moment_is_none(moment: object) -> None:
    assert seconds(moment) is None


def test_what_waits_for_a_prompt_is_said_by_the_prompt() -> None:
    assert not says_something(entry("status", status="waiting", reason="approval"))
    assert says_something(entry("status", status="waiting", reason="another"))


def test_secrets_are_taken_out_wherever_they_are() -> None:
    found = entry(
        "prompt", command="curl --token hunter2hunter2", paths=["ghp_0123456789abcdef"], more={"a": "password=x1y2z3"}
    )
    assert "hunter2" not in str(found.fields)
    assert "ghp_" not in str(found.fields)
    assert "x1y2z3" not in str(found.fields)


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
@pytest.mark.parametrize("event", sorted(KINDS))
def test_hostile_texts_are_texts(event: str, text: str) -> None:
    names = (
        "title",
        "command",
        "text",
        "name",
        "reason",
        "status",
        "kind",
        "option",
        "rule",
        "why",
        "branch",
        "url",
        "tool",
        "path",
    )
    found = entry(event, paths=[text], by=text, outcome=text, ref=text, **dict.fromkeys(names, text))
    scope = Scope(text, [session(FIRST, name=text, title=text, task=text, branch=text)], False)
    for each in (scope, attrs.evolve(scope, is_one=True)):
        lines = [*head(each, [found], ENGLISH, utc), *document(each, [found], ENGLISH, utc, 4000)]
        written = "\n".join(line.text for line in lines)
        tokens = [token for block in MarkdownIt().parse(written) for token in (block, *(block.children or []))]
        kinds = {token.type for token in tokens}
        assert not kinds & {"link_open", "image", "html_inline", "html_block", "em_open", "blockquote_open"}, written
        assert all(each in "\n\t" or each.isprintable() or each in "\u200d" for each in written)


def test_each_language_has_all_words_with_the_same_gaps() -> None:
    def gaps(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)

    english = TABLES["en"]
    for table in TABLES.values():
        assert list(table) == list(english)
        assert [gaps(text) for text in table.values()] == [gaps(text) for text in english.values()]
    statuses = {each.value for each in Status}
    reasons = {each.value for each in SnapshotReason}
    assert statuses | reasons | {each.value for each in WaitReason} <= set(english)


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Bereit"), ("de-AT", "Bereit"), ("EN", "Ready"), ("xx", "Ready")]
)
def test_the_language_is_the_users(language: str, word: str) -> None:
    assert Words(language)("ready") == word
