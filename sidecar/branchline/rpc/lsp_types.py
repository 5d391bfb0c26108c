"""`lsprotocol.types`, as far as it is used.

The module defines 554 attrs classes, which is a third of what the sidecar needs to start; pygls and we use a tenth of
them. So its own source, unaltered, runs in pieces: a name's statement once somebody asks for the name, after those that
it rests on. `install` has to come before pygls is imported. Where the module is there already, or its source is not to
be had, everything stays as it is.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import CodeType, ModuleType
from typing import Any

_PACKAGE = "lsprotocol"
NAME = f"{_PACKAGE}.types"
_TOP = re.compile(r'^(?:"""[\s\S]*?"""|(@)|(?:class|def) (\w+)|(\w+)(?:: .+)? = )', re.MULTILINE)
"""What begins a statement; a text between two of them is passed over whole, since it may hold anything."""
_TABLES = ("METHOD_TO_TYPES", "ALL_TYPES_MAP")
"""They name every class, and are asked for a few."""


def install() -> None:
    """Puts it in the module's place, for whoever imports that from now on."""
    if NAME in sys.modules or importlib.util.find_spec(_PACKAGE) is None:
        return
    spec = importlib.util.find_spec(NAME)
    get_source = getattr(spec and spec.loader, "get_source", None)  # importlib.abc takes 20 modules with it.
    source = get_source(NAME) if get_source else None
    if spec and source:
        module = Types(spec.name, source)
        module.__spec__, module.__file__, module.__package__ = spec, spec.origin, spec.parent
        module.begin()
        sys.modules[NAME] = module
        vars(sys.modules[_PACKAGE])["types"] = module


class Types(ModuleType):
    """The module, of which a name is there once it was asked for."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(name)
        self._source = source
        self._places = places(source)
        self._under_way: set[str] = set()

    def begin(self) -> None:
        """Its imports, which stand before its first statement."""
        first = min(start for start, _ in self._places.values())
        exec(_compiled(self._source[:first]), self.__dict__)  # noqa: S102  lsprotocol's own source

    def __getattr__(self, name: str) -> Any:
        place = self.__dict__["_places"].get(name)
        if place is None:
            raise AttributeError(f"module {NAME!r} has no attribute {name!r}")
        text = self._source[slice(*place)]
        if name in _TABLES:
            self.__dict__[name] = Table(self, text)
        else:
            self.run(_compiled(text), name)
        return self.__dict__[name]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._places})

    def run(self, code: CodeType, name: str = "") -> Any:
        """Its result, if it is an expression; after all that it names, but for what is being made just now."""
        self._under_way.add(name)
        for each in _names(code):
            if each in self._places and each not in self.__dict__ and each not in self._under_way:
                getattr(self, each)
        self._under_way.discard(name)
        return eval(code, self.__dict__)  # noqa: S307  lsprotocol's own source


class Table(Mapping[str, Any]):
    """A table of the module, whose values are made when they are asked for."""

    def __init__(self, types: Types, text: str) -> None:
        self._types = types
        self._text = text

    @cached_property
    def _values(self) -> Mapping[str, ast.expr]:
        """Whoever imports it may never look into it."""
        match ast.parse(self._text).body:
            case [ast.Assign(value=ast.Dict() as table) | ast.AnnAssign(value=ast.Dict() as table)]:
                entries = zip(table.keys, table.values, strict=True)
                return {self._value(key): value for key, value in entries if key}
        raise TypeError(f"{self._text[:60]!r} is no table")

    def _value(self, node: ast.expr) -> Any:
        return self._types.run(_compiled(ast.Expression(node)))

    def __getitem__(self, key: str) -> Any:
        return self._value(self._values[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def places(source: str) -> dict[str, tuple[int, int]]:
    """Where the statements stand that give something a name."""
    starts: list[tuple[str, int]] = []
    decorated: int | None = None
    for found in _TOP.finditer(source):
        decorator, defined, assigned = found.groups()
        if decorator and decorated is None:
            decorated = found.start()
        if name := defined or assigned:
            starts.append((name, found.start() if decorated is None else decorated))
            decorated = None
    ends = [start for _, start in starts[1:]] + [len(source)]
    return {name: (start, end) for (name, start), end in zip(starts, ends, strict=True)}


def _compiled(piece: str | ast.Expression) -> CodeType:
    """Without what this file imports from the future, which the module does not."""
    code: CodeType = compile(piece, NAME, "exec" if isinstance(piece, str) else "eval", dont_inherit=True)
    return code


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _names(each)
