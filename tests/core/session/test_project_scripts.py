"""What is approved of a script: all of it."""

from __future__ import annotations

import attrs
import pytest

from branchline.core.session.project_scripts import SETTINGS, ProjectScripts, Script, ScriptKind

SCRIPT = Script(ScriptKind.SETUP, "sh ./a", "a", "npm ci\n")


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(SCRIPT, kind=ScriptKind.RUN),
        attrs.evolve(SCRIPT, command="sh ./b"),
        attrs.evolve(SCRIPT, text="npm ci\n "),
        Script(ScriptKind.SETUP, "sh ./an", "a", "pm ci\n"),
    ],
)
def test_what_differs_in_kind_command_or_text_is_another_one(other: Script) -> None:
    assert other.digest != SCRIPT.digest


def test_the_same_is_the_same_wherever_it_was_found() -> None:
    assert attrs.evolve(SCRIPT, source="c", one_at_a_time=True).digest == SCRIPT.digest
    assert len(SCRIPT.digest) == 64


def test_only_the_settings_are_the_users() -> None:
    assert attrs.evolve(SCRIPT, source=SETTINGS).is_users
    assert not SCRIPT.is_users


def test_each_kind_has_its_own() -> None:
    run = attrs.evolve(SCRIPT, kind=ScriptKind.RUN)
    scripts = ProjectScripts(setup=SCRIPT, run=run)
    assert [scripts.of(kind) for kind in ScriptKind] == [SCRIPT, run, None]
