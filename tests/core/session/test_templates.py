"""Templates: what a file may say, what is taken of a repository's, and how gaps are filled."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from branchline.core.model.persona import Persona
from branchline.core.model.template import Filled, Template, Variable
from branchline.core.policy.policy import Preset
from branchline.core.session.front_matter import BadTemplateError
from branchline.core.session.templates import fill, harmless, is_name, read_file, read_setting

WHOLE = """---
# Of the team.
title: "Fix an \\"issue\\""
agent: claude   # the usual one
persona: qa
kind: debug
task: web-{{issue}}
base: 'origin/main'
autoYes: read-only
variables:
  issue: Which issue?
  area:
    question: Which part of the code?
    default: src
---

Fix issue {{issue}} in {{ area }} of {{repository}}.
See {{selection}} and \\{{issue}}.
"""


def test_all_that_may_be_said_is_taken() -> None:
    assert read_file("fix", WHOLE) == Template(
        name="fix",
        title='Fix an "issue"',
        agent="claude",
        persona="qa",
        kind="debug",
        task="web-{{issue}}",
        base="origin/main",
        auto_yes="read-only",
        variables=(Variable("issue", "Which issue?"), Variable("area", "Which part of the code?", "src")),
        body="Fix issue {{issue}} in {{ area }} of {{repository}}.\nSee {{selection}} and \\{{issue}}.",
    )


@pytest.mark.parametrize("text", ["Fix it", "Fix it\n", "---\n---\nFix it", "\ufeff---\r\n---\r\nFix it\r\n"])
def test_a_head_need_not_be_there(text: str) -> None:
    assert read_file("fix it", text) == Template("fix it", "fix it", "Fix it")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("---\ntitle: x\n", 1, "has no end"),
        ("---\ntitle x\n---\nx", 2, "this is no line such as"),
        ("---\ntitle: x\n- a\n---\nx", 3, "this is no line such as"),
        ("---\ntitle: x\n  agent: y\n---\nx", 3, "nothing can stand below “title”"),
        ("---\n  title: x\n---\nx", 2, "indented otherwise"),
        ("---\ntitle: x\n\ntitle: y\n---\nx", 4, "stands here twice"),
        ("---\ntitle: [x]\n---\nx", 2, "has to be quoted"),
        ("---\ntitle: !!python/object x\n---\nx", 2, "has to be quoted"),
        ("---\ntitle: *anchor\n---\nx", 2, "has to be quoted"),
        ('---\ntitle: "x\n---\nx', 2, "the quotes do not close"),
        ('---\ntitle: "x" y\n---\nx', 2, "the quotes do not close"),
        ("---\ntitle:\n---\nx", 2, "“title” should be a line of 1 to 60"),
        (f"---\ntitle: {'x' * 61}\n---\nx", 2, "“title” should be a line of 1 to 60"),
        ("---\ntitle: a\x1b[2Jb\n---\nx", 2, "“title” should be a line of 1 to 60"),
        ("---\nautoYes: all\n---\nx", 2, "“autoYes” should be one of off"),
        ("---\nbase: --upload-pack=x\n---\nx", 2, "“base” should be a branch or commit"),
        ("---\nvariables: issue\n---\nx", 2, "should have a line for each"),
        ("---\nvariables:\n  date: x\n---\nx", 3, "cannot be called “date”"),
        ("---\nvariables:\n  a:\n    type: b\n---\nx", 4, "has “question” and “default”"),
        ("---\nvariables:\n  a:\n    question:\n      x: y\n---\nx", 5, "nothing can stand below “question”"),
        (f"---\nvariables:\n  a: {'x' * 201}\n---\nx", 3, "at most 200"),
        ("---\nvariables:\n" + "".join(f"  v{n}: x\n" for n in range(21)) + "---\nx", 2, "more than 20 variables"),
        ("---\n" + "# x\n" * 201 + "---\nx", 203, "more than 200 lines"),
        ("---\ntitle: x\n---\n\n", 4, "it has no text"),
        ("", 1, "it has no text"),
        ("---\ntitle: x\n---\nFix\n{{what}}", 5, "there is no variable “what”"),
        ("---\ntask: web-{{what}}\n---\nFix", 2, "there is no variable “what”"),
        ("Fix\n\na\x1b[2J", 3, "the control character U+001B"),
    ],
)
def test_a_broken_one_says_which_line_is_wrong(text: str, line: int, told: str) -> None:
    with pytest.raises(BadTemplateError) as refusal:
        read_file("fix", text)
    assert (refusal.value.line, told in str(refusal.value)) == (line, True), str(refusal.value)


@pytest.mark.parametrize("key", ["arguments", "readOnly", "include", "env", "command", "allow", "limits"])
def test_what_a_template_has_no_key_for_is_ignored_and_told(key: str) -> None:
    template = read_file("fix", f"---\n{key}: x\n---\nFix it")
    assert template == Template("fix", "fix", "Fix it", ignored=(f"“{key}” is ignored: a template has no such key.",))


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ({"body": "Fix {{what}}", "variables": {"what": "What?"}}, None),
        ({"body": ["Fix", "{{what}}"], "variables": {"what": {"question": "What?", "default": "it"}}}, None),
        ("Fix it", "it should be an object"),
        ({}, "“body” should be a text"),
        ({"body": "x" * 70_000}, "“body” should be a text"),
        ({"body": "x", "title": 3}, "“title” should be a text"),
        ({"body": "x", "variables": {"a": {"question": {"b": {"c": "d"}}}}}, "“question” should be a text"),
        ({"body": "{{what}}"}, "there is no variable “what”"),
    ],
)
def test_those_of_the_settings_are_read_likewise(definition: Any, told: str | None) -> None:
    if told is None:
        assert read_setting("fix", definition).variables[0].question == "What?"
        return
    with pytest.raises(BadTemplateError, match=told):
        read_setting("fix", definition)


@pytest.mark.parametrize("name", ["", "../x", ".hidden", "a/b", "a\nb", "\u202eevil", "x" * 61, "$(check)"])
def test_names_are_plain(name: str) -> None:
    assert not is_name(name)


def test_names_may_be_of_any_language() -> None:
    assert is_name("Fix a bug-2.0_b")
    assert is_name("日本語")


PERSONAS = {
    "qa": Persona("qa", "QA", auto_yes="read-only"),
    "reviewer": Persona("reviewer", "Reviewer", auto_yes="read-only", read_only=True),
    "wild": Persona("wild", "Wild", agent="claude", arguments=("--yolo",), auto_yes="off"),
    "wide": Persona("wide", "Wide", auto_yes="worktree"),
}


@pytest.mark.parametrize(
    ("given", "default", "taken", "told"),
    [
        ({}, "off", {"auto_yes": "off"}, []),
        ({}, "safe", {"auto_yes": "safe"}, []),
        ({"agent": "claude"}, "off", {"agent": "claude", "auto_yes": "off"}, []),
        ({"agent": "sh"}, "off", {"auto_yes": "off"}, ["agent"]),
        ({"persona": "nobody"}, "off", {"auto_yes": "off"}, ["persona"]),
        ({"persona": "wild"}, "off", {"auto_yes": "off"}, ["persona"]),
        # A persona is taken, and its preset only as far as the default goes.
        ({"persona": "reviewer"}, "off", {"persona": "reviewer", "auto_yes": "off"}, []),
        ({"persona": "reviewer"}, "safe", {"persona": "reviewer", "auto_yes": "read-only"}, []),
        ({"persona": "wide"}, "safe", {"persona": "wide", "auto_yes": "safe"}, []),
        ({"auto_yes": "worktree"}, "safe", {"auto_yes": "safe"}, ["autoYes"]),
        ({"auto_yes": "off"}, "safe", {"auto_yes": "off"}, []),
        ({"auto_yes": "safe", "persona": "qa"}, "worktree", {"persona": "qa", "auto_yes": "safe"}, []),
    ],
)
def test_a_repositorys_widens_nothing(
    given: dict[str, Any], default: str, taken: dict[str, Any], told: list[str]
) -> None:
    found = harmless(Template("fix", "fix", "x", **given), frozenset({"claude"}), PERSONAS, Preset(default))
    assert attrs.evolve(found, ignored=()) == Template("fix", "fix", "x", **taken)
    assert [each.split("”")[0].lstrip("“") for each in found.ignored] == told


def test_each_gap_has_its_value_and_no_value_is_looked_at_again() -> None:
    template = read_file("fix", WHOLE)
    values = {"issue": "12\n{{area}}", "selection": "{{date}} $(rm)", "repository": "shop"}
    assert fill(template, values) == Filled(
        instruction="Fix issue 12\n{{area}} in src of shop.\nSee {{date}} $(rm) and {{issue}}.",
        agent="claude",
        persona="qa",
        kind="debug",
        task="web-12 {{area}}",
        base="origin/main",
        auto_yes="read-only",
    )


@pytest.mark.parametrize(
    ("values", "told"), [({"other": "x"}, "no variable “other”"), ({"issue": "x" * 100_001}, "more than 100,000")]
)
def test_values_that_fit_no_variable_are_refused(values: dict[str, str], told: str) -> None:
    with pytest.raises(BadTemplateError, match=told):
        fill(read_file("fix", WHOLE), values)
