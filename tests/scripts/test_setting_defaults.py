"""A setting's default stands once, in the sidecar; the manifest shows it, and the README tells of the setting."""

from __future__ import annotations

import copy
import json
import re

import pytest

import setting_defaults
import toolchain
from branchline.agents.registry import BUILT_IN

TEXT = setting_defaults.MANIFEST.read_text()
DECLARED = setting_defaults.declared(json.loads(TEXT))


def test_the_manifest_shows_the_defaults_that_hold() -> None:
    assert setting_defaults.written(json.loads(TEXT)) == TEXT, "run `make settings`"


def test_another_default_is_written_over() -> None:
    manifest = json.loads(TEXT)
    properties = setting_defaults.declared(manifest)
    properties["branchline.maxSessions"]["default"] = 99
    del properties["branchline.autoYes.hooks"]["default"]
    before = copy.deepcopy(manifest)
    assert json.loads(setting_defaults.written(manifest)) == json.loads(TEXT)
    assert manifest == before


def test_settings_stand_in_groups_each_in_its_order() -> None:
    groups = json.loads(TEXT)["contributes"]["configuration"]
    assert [group["order"] for group in groups] == list(range(len(groups)))
    for group in groups:
        assert [each["order"] for each in group["properties"].values()] == list(range(len(group["properties"])))


def test_a_setting_that_is_not_declared_is_said() -> None:
    manifest = json.loads(TEXT)
    for group in manifest["contributes"]["configuration"]:
        group["properties"].pop("branchline.maxSessions", None)
    with pytest.raises(KeyError, match=r"branchline\.maxSessions"):
        setting_defaults.written(manifest)


def test_each_setting_is_in_the_readme() -> None:
    table = re.search(r"^## Settings\n(.*?)^## ", (toolchain.ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert table
    named = set(re.findall(r"`[\w.]*?\.?(\w+)`", table[1]))
    assert {key.rpartition(".")[2] for key in DECLARED} - named == set()


def test_like_offers_the_built_in_agents() -> None:
    assert DECLARED["branchline.agents"]["additionalProperties"]["properties"]["like"]["enum"] == list(BUILT_IN)
