"""The extension's copy of the protocol says what the sidecar's says; its manifest declares what its code registers."""

from __future__ import annotations

import json
import re
import sys
import types
import typing
from pathlib import Path

import attrs
import pytest

from branchline.rpc.messages import methods as messages
from branchline.rpc.messages import params as message_params
from branchline.rpc.messages import records as message_records
from branchline.rpc.messages import results as message_results
from branchline.rpc.records import camel

EXTENSION = Path(__file__).parents[2] / "extension"
MIRRORS = {message_params: "params.ts", message_records: "records.ts", message_results: "results.ts"}
"""Each module of records by the file that says the same there."""
PROTOCOL = "".join((EXTENSION / "src" / name).read_text() for name in [*MIRRORS.values(), "protocol.ts"])
MANIFEST = json.loads((EXTENSION / "package.json").read_text())
NAMES = {"ListParams": "Empty"}
"""Records that go by another name there; else only the prefix `Wire` is dropped."""
LITERALS = {("Session", "status"): "Status"}
"""Fields that are one of a few words there and text here, by the name of their type."""

interfaces = {
    name: dict(re.findall(r"^ {2}(\w+\??): (.+);$", body, re.MULTILINE))
    for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", PROTOCOL, re.MULTILINE | re.DOTALL)
}
records = [
    kind
    for module in MIRRORS
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__ and attrs.fields(kind)
]


def mirrored(record: type) -> str:
    return NAMES.get(record.__name__, record.__name__.removeprefix("Wire"))


def typescript(hint: object) -> str:
    """A Python type as protocol.ts writes it."""
    if isinstance(hint, types.UnionType):
        return " | ".join(typescript(member) for member in typing.get_args(hint))
    if typing.get_origin(hint) is list:
        return f"{typescript(typing.get_args(hint)[0])}[]"
    plain = {str: "string", int: "number", bool: "boolean", type(None): "null"}
    assert isinstance(hint, type)
    return plain.get(hint) or mirrored(hint)


def fields(record: type) -> dict[str, str]:
    """The fields of an attrs record as an interface has them. One that may be left out is never null."""
    hints = typing.get_type_hints(record)
    found = {}
    for field in attrs.fields(record):
        written = typescript(hints[field.name])
        if field.default is attrs.NOTHING:
            found[camel(field.name)] = written
        else:
            found[camel(field.name) + "?"] = written.removesuffix(" | null")
    return found


@pytest.mark.parametrize("record", records, ids=mirrored)
def test_a_record_has_the_same_fields_on_both_sides(record: type) -> None:
    name = mirrored(record)
    there = {field: "string" if is_words(name, field, kind) else kind for field, kind in interfaces[name].items()}
    assert there == fields(record)


def is_words(record: str, field: str, kind: str) -> bool:
    return kind.startswith("'") or LITERALS.get((record, field)) == kind


def test_the_extension_knows_no_record_that_the_sidecar_has_not() -> None:
    assert set(interfaces) - {mirrored(record) for record in records} == {"Methods", "Notifications", "ErrorData"}


@pytest.mark.parametrize("record", records, ids=mirrored)
def test_a_record_stands_in_the_file_that_mirrors_its_module(record: type) -> None:
    file = MIRRORS[sys.modules[record.__module__]]
    assert f"export interface {mirrored(record)} {{" in (EXTENSION / "src" / file).read_text()


def test_methods_and_notifications_are_the_same() -> None:
    assert interfaces_of_quoted("Methods") == {
        method: f"[{mirrored(params)}, {mirrored(result)}]" for method, (params, result) in messages.METHODS.items()
    }
    assert interfaces_of_quoted("Notifications") == {
        method: mirrored(params) for method, params in messages.NOTIFICATIONS.items()
    }


def interfaces_of_quoted(name: str) -> dict[str, str]:
    body = re.search(rf"^export interface {name} \{{\n(.*?)^\}}", PROTOCOL, re.MULTILINE | re.DOTALL)
    assert body
    return dict(re.findall(r"^ {2}'([\w/]+)': (.+);$", body[1], re.MULTILINE))


def test_the_manifest_uses_no_text_that_is_not_there_and_has_none_that_is_not_used() -> None:
    texts = json.loads((EXTENSION / "package.nls.json").read_text())
    used = set(re.findall(r'"%([\w.]+)%"', (EXTENSION / "package.json").read_text()))
    assert used == set(texts)


def test_menus_and_buttons_name_declared_commands() -> None:
    declared = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    menus = {entry["command"] for menu in MANIFEST["contributes"]["menus"].values() for entry in menu}
    texts = (EXTENSION / "package.nls.json").read_text()
    linked = {command for command in re.findall(r"\(command:([\w.]+)\)", texts) if command.startswith("branchline.")}
    assert (menus | linked) - declared == set()


def test_settings_that_the_sidecar_is_sent_are_declared() -> None:
    sent = re.search(r"const SENT = \[(.*?)\]", (EXTENSION / "src" / "settings.ts").read_text(), re.DOTALL)
    assert sent
    declared = {name.removeprefix("branchline.") for name in MANIFEST["contributes"]["configuration"]["properties"]}
    assert set(re.findall(r"'(\w+)'", sent[1])) <= declared


def test_the_commands_that_are_declared_are_the_ones_that_are_registered() -> None:
    code = (EXTENSION / "src" / "commands.ts").read_text()
    registered = re.findall(r"\b(?:command|onSession|onRow|onCheckpoint)\(\s*'(\w+)',", code)
    declared = [command["command"].removeprefix("branchline.") for command in MANIFEST["contributes"]["commands"]]
    assert sorted(registered) == sorted(declared)
