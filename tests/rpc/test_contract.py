"""The extension's manifest declares what its code registers, runs and sends, and what the sidecar reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from branchline.agents.registry import TOOLS
from branchline.core.policy.policy import Preset
from branchline.core.session.settings import Settings, harmless, read_settings

EXTENSION = Path(__file__).parents[2] / "extension"
README = (EXTENSION.parent / "README.md").read_text()
MANIFEST = json.loads((EXTENSION / "package.json").read_text())
TEXTS = (EXTENSION / "package.nls.json").read_text()
CODE = {
    str(file.relative_to(EXTENSION)): file.read_text()
    for file in sorted((EXTENSION / "src").rglob("*.ts"))
    if "test-host" not in file.parts
}
SETTINGS: dict[str, dict[str, Any]] = {
    name.removeprefix("branchline."): schema
    for group in MANIFEST["contributes"]["configuration"]
    for name, schema in group["properties"].items()
}
OWN = {"pythonPath", "defaultAgent", "defaultSession"}
"""Settings of the extension alone."""
NUMBERS = {name: each for name, each in SETTINGS.items() if "maximum" in each}
DECLARED = [command["command"] for command in MANIFEST["contributes"]["commands"]]


def test_the_manifest_uses_no_text_that_is_not_there_and_has_none_that_is_not_used() -> None:
    used = set(re.findall(r'"%([\w.]+)%"', (EXTENSION / "package.json").read_text()))
    assert used == set(json.loads(TEXTS))


# ---------------------------------------------------------------- settings


def read(values: dict[str, object]) -> tuple[Settings, list[str]]:
    """What the sidecar makes of settings by their declared names, and its complaints."""
    raw: dict[str, Any] = {"autoYes": {}}
    for name, value in values.items():
        inside = name.removeprefix("autoYes.")
        (raw if inside == name else raw["autoYes"])[inside] = value
    return read_settings(raw, TOOLS)


def test_the_defaults_that_are_declared_are_those_that_the_sidecar_has() -> None:
    assert read({name: schema["default"] for name, schema in SETTINGS.items()}) == (Settings(), [])


@pytest.mark.parametrize("name", sorted(set(SETTINGS) - OWN))
def test_the_sidecar_reads_what_is_declared(name: str) -> None:
    _, complaints = read({name: object()})
    assert [f"branchline.{name} should be" in complaint for complaint in complaints] == [True]


def test_what_is_harmless_is_what_the_extension_does_not_guard() -> None:
    rules = (EXTENSION / "src" / "sidecar" / "wider.ts").read_text().partition("const RULES")[2].partition("\n};")[0]
    guarded = set(re.findall(r"^  '?([\w.]+)'?: \w+,$", rules, re.MULTILINE))
    assert guarded < set(SETTINGS)
    assert set(harmless(dict.fromkeys(SETTINGS, 1))) == set(SETTINGS) - OWN - guarded


@pytest.mark.parametrize("name", NUMBERS)
def test_the_readme_tells_the_default_of_each_number(name: str) -> None:
    word = f"`branchline.{name}`" if f"`branchline.{name}`" in README else f"`.{name.partition('.')[2]}`"
    (row,) = [line for line in README.splitlines() if line.startswith("| `branchline.") and word in line]
    assert str(SETTINGS[name]["default"]) in re.findall(r"\d+", row.rpartition("(")[2])


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_have_the_same_bounds_on_both_sides(name: str) -> None:
    least, most = NUMBERS[name]["minimum"], NUMBERS[name]["maximum"]
    assert [bool(read({name: value})[1]) for value in (least - 1, least, most, most + 1)] == [True, False, False, True]


def test_the_presets_that_can_be_set_are_those_that_there_are() -> None:
    words = [preset.value for preset in Preset]
    assert SETTINGS["autoYes.default"]["enum"] == words
    assert SETTINGS["autoYes.personas"]["additionalProperties"]["enum"] == words


# ---------------------------------------------------------------- commands


def test_menus_and_buttons_name_declared_commands() -> None:
    entries = [entry for menu in MANIFEST["contributes"]["menus"].values() for entry in menu]
    menus = {entry["command"] for entry in entries if "submenu" not in entry}
    linked = {command for command in re.findall(r"\(command:([\w.]+)\)", TEXTS) if command.startswith("branchline.")}
    assert (menus | linked) - set(DECLARED) == set()


def test_the_commands_that_are_declared_are_the_ones_that_are_registered() -> None:
    found = [f"branchline.{name}" for code in CODE.values() for name in registered(code)]
    assert sorted(found) == sorted(DECLARED)


def registered(code: str) -> list[str]:
    """The names that are given to whatever calls `registerCommand` with a name that it is given, there or elsewhere."""
    helpers = re.findall(r"(?:const|function) (\w+)(?: = )?(?:async )?\(\s*name: string,", code)
    for names in re.findall(r"const \{([\w, ]+)\} = (?:commandKinds\(|kinds;)", code):
        helpers += re.findall(r"\w+", names)
    assert "registerCommand(" not in code or helpers, "commands are registered in a way that is not known here"
    return re.findall(rf"\b(?:{'|'.join(helpers)})\(\s*'(\w+)',", code) if helpers else []


def test_the_commands_that_the_code_runs_are_declared() -> None:
    focus = {f"{view['id']}.focus" for views in MANIFEST["contributes"]["views"].values() for view in views}
    run = {
        command
        for code in CODE.values()
        for command in re.findall(r"(?:executeCommand\(|command(?::| =) )'(branchline\.[\w.]+)'", code)
    }
    assert run - focus - set(DECLARED) == set()
    assert len(run) > 5, "those that are run were found"
