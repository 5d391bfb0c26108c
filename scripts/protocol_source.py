"""The protocol as the sidecar's classes say it: what is generated is written from this."""

from __future__ import annotations

import ast
import enum
import inspect
import textwrap
import types
import typing
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

import attrs

from branchline.core.errors import ErrorCode
from branchline.rpc.messages import methods, shared
from branchline.rpc.messages.table import Method, Notification
from branchline.rpc.records import camel

_BESIDE = ("_records", "_results", "_news")
"""Records of a noun, and what its requests give or what is told of it unasked, may stand beside what they take: in
`<noun>_records.py` and so on."""
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


@attrs.frozen
class Field:
    name: str
    type: str
    """As TypeScript writes it."""
    optional: bool


@attrs.frozen
class Record:
    name: str
    doc: str
    fields: tuple[Field, ...]
    uses: frozenset[type]
    """The records and enums that its fields are of."""


@attrs.frozen
class Words:
    """An enum."""

    name: str
    doc: str
    words: dict[str, str]
    """What each word means; "" where the word says it."""


@attrs.frozen
class Noun:
    name: str
    """Of its module, in camelCase."""
    doc: str
    records: tuple[Record, ...]
    methods: dict[str, Method]
    notifications: dict[str, Notification]
    client_notifications: dict[str, Notification]


def nouns() -> list[Noun]:
    """What several nouns share comes first, without methods of its own."""
    return [_noun(shared), *map(_noun, methods.NOUNS)]


def words(of: Iterable[Noun]) -> list[Words]:
    """Every enum that a record has a word of."""
    records = [record for noun in of for record in noun.records]
    found = {each for record in records for each in record.uses if issubclass(each, enum.Enum)}
    return [_words(each) for each in sorted(found, key=name_of)]


def error_codes() -> Words:
    return _words(ErrorCode)


def name_of(kind: type) -> str:
    """On the wire's side there is nothing to tell a record from: `WireSession` is `Session` there."""
    return kind.__name__.removeprefix("Wire")


def place_of(kind: type) -> str:
    """The noun of a record; `enums` for an enum."""
    return "enums" if issubclass(kind, enum.Enum) else _name(kind.__module__)


def _name(module: str) -> str:
    """Of a noun."""
    name = module.rpartition(".")[2]
    for suffix in _BESIDE:
        name = name.removesuffix(suffix)
    return camel(name)


def _noun(module: types.ModuleType) -> Noun:
    beside = [module.__name__ + suffix for suffix in _BESIDE]
    modules = [*(import_module(each) for each in beside if find_spec(each)), module]
    own = [
        kind
        for each in modules
        for kind in vars(each).values()
        if isinstance(kind, type) and kind.__module__ == each.__name__
    ]
    tables = (vars(module).get(table, {}) for table in ("METHODS", "NOTIFICATIONS", "CLIENT_NOTIFICATIONS"))
    return Noun(_name(module.__name__), _doc(module), tuple(map(_record, own)), *tables)


def _record(kind: type) -> Record:
    hints = typing.get_type_hints(kind)
    fields = []
    for field in attrs.fields(kind):
        # What may be left out need not be null as well.
        may_lack = field.default is not attrs.NOTHING
        members = [each for each in _members(hints[field.name]) if not (may_lack and each is types.NoneType)]
        fields.append(Field(camel(field.name), " | ".join(map(_typescript, members)), may_lack))
    uses = frozenset(use for hint in hints.values() for each in _members(hint) if (use := _element(each)) not in _PLAIN)
    return Record(name_of(kind), _doc(kind), tuple(fields), uses)


def _members(hint: typing.Any) -> tuple[typing.Any, ...]:
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)


def _element(hint: typing.Any) -> type:
    """Of a list what it is a list of."""
    kind = typing.get_args(hint)[0] if typing.get_origin(hint) is list else hint
    assert isinstance(kind, type), f"{hint} has no form on the wire"  # noqa: S101  for whoever writes the message
    return kind


def _typescript(hint: typing.Any) -> str:
    kind = _element(hint)
    return (_PLAIN.get(kind) or name_of(kind)) + ("" if kind is hint else "[]")


def _words(kind: type) -> Words:
    members: list[typing.Any] = list(typing.cast("type[enum.Enum]", kind))
    docs = _member_docs(kind)
    return Words(
        name_of(kind), _doc(kind), {each.value: docs.get(each.name, getattr(each, "meaning", "")) for each in members}
    )


@cache
def _member_docs(kind: type) -> dict[str, str]:
    """The texts that stand below an enum's members, by the member's name."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101  for the type checker: it is the source of a class
    found = {}
    for member, below in pairwise(definition.body):
        match member, below:
            case ast.Assign(targets=[ast.Name(name)]), ast.Expr(ast.Constant(str(text))):
                found[name] = _joined(text)
    return found


def _doc(of: type | types.ModuleType) -> str:
    """In one line; a class may have that of the one it is derived from."""
    owners = [each for each in of.__mro__ if each.__module__ != "builtins"] if isinstance(of, type) else [of]
    return _joined(next((each.__doc__ for each in owners if each.__doc__), ""))


def _joined(text: str) -> str:
    return " ".join(text.split())
