"""Checks what a client sends against the params class: strictly, and with a sentence that says what is wrong."""

from __future__ import annotations

import enum
import types
import typing
import unicodedata
from typing import Any, TypeVar

import attrs

from branchline.rpc.records import camel

T = TypeVar("T")

LONG_TEXTS = frozenset({"instruction", "text", "texts", "choice", "message", "quote"})
"""Fields that hold an instruction, a commit's message or lines of a file: line ends allowed, length checked
where it is used."""
MOST = 4096
"""Characters in any other text: the longest path that systems take."""
MOST_IDS = 1000


class BadParamsError(Exception):
    """The message is a sentence for the client's developer."""


def parse(params_type: type[T], raw: Any) -> T:
    """An instance of the attrs class. Raises BadParamsError; never guesses or converts."""
    if not isinstance(raw, dict):
        raise BadParamsError("The params must be an object.")
    fields = {camel(field.name): field for field in attrs.fields(params_type)}  # type: ignore[arg-type]  # T is attrs
    unknown = sorted(set(raw) - set(fields))
    if unknown:
        raise BadParamsError(f"There is no parameter {unknown[0][:100]!r}; known are: {', '.join(fields) or 'none'}.")
    hints = typing.get_type_hints(params_type)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in raw:
            values[field.name] = _check(name, raw[name], hints[field.name])
        elif field.default is attrs.NOTHING:
            raise BadParamsError(f"The parameter {name!r} is missing.")
    return params_type(**values)


def _check(name: str, value: Any, wanted: Any) -> Any:
    if isinstance(wanted, types.UnionType):
        if value is None:
            return None
        (wanted,) = (option for option in typing.get_args(wanted) if option is not type(None))
    if isinstance(wanted, enum.EnumMeta):
        words: list[Any] = list(wanted)
        word = next((each for each in words if each.value == value), None)
        if word is None:
            raise BadParamsError(f"The parameter {name!r} must be one of {', '.join(each.value for each in words)}.")
        return word
    if wanted is str:
        if not isinstance(value, str):
            raise BadParamsError(f"The parameter {name!r} must be a string.")
        return _check_text(name, value)
    if wanted is bool:
        if not isinstance(value, bool):
            raise BadParamsError(f"The parameter {name!r} must be true or false.")
        return value
    if wanted is int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
            raise BadParamsError(f"The parameter {name!r} must be a whole number from 0 to 1,000,000.")
        return value
    if not isinstance(value, list) or len(value) > MOST_IDS:
        raise BadParamsError(f"The parameter {name!r} must be a list of at most {MOST_IDS} strings.")
    return [_check(name, item, str) for item in value]


def _check_text(name: str, value: str) -> str:
    if name in LONG_TEXTS:
        return value
    if len(value) > MOST:
        raise BadParamsError(f"The parameter {name!r} has {len(value):,} characters; the limit is {MOST:,}.")
    for character in value:
        if unicodedata.category(character) in {"Cc", "Zl", "Zp"}:
            raise BadParamsError(f"The parameter {name!r} contains the control character U+{ord(character):04X}.")
    return value
