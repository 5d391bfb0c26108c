"""What a request's fields hold. Each raises BAD_REQUEST where they do not fit."""

from __future__ import annotations

import uuid
from typing import Any

from branchline.core.errors import BranchlineError, ErrorCode
from branchline.ptyhost.sizes import Size

Fields = dict[str, Any]
MOST = 2**63


def _field(fields: Fields, name: str, kind: type, wanted: str) -> Any:
    value = fields.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BranchlineError(ErrorCode.BAD_REQUEST, f"“{name}” must be {wanted}.")
    return value


def session_of(fields: Fields) -> str:
    text = text_of(fields, "session")
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise BranchlineError(ErrorCode.BAD_REQUEST, "“session” must be a UUID.") from None


def whole_of(fields: Fields, name: str, least: int, most: int) -> int:
    value: int = _field(fields, name, int, "a whole number")
    if not least <= value <= most:
        raise BranchlineError(ErrorCode.BAD_REQUEST, f"“{name}” must be from {least} to {most}.")
    return value


def text_of(fields: Fields, name: str) -> str:
    value: str = _field(fields, name, str, "a text")
    return value


def texts_of(fields: Fields, name: str) -> list[str]:
    values: list[object] = _field(fields, name, list, "a list of texts")
    if not values or not all(isinstance(value, str) for value in values):
        raise BranchlineError(ErrorCode.BAD_REQUEST, f"“{name}” must be a list of texts, and not empty.")
    return [str(value) for value in values]


def environment_of(fields: Fields) -> dict[str, str]:
    values: dict[str, object] = _field(fields, "env", dict, "an object of texts")
    if not all(isinstance(value, str) for value in values.values()):
        raise BranchlineError(ErrorCode.BAD_REQUEST, "“env” must be an object of texts.")
    return {name: str(value) for name, value in values.items()}


def size_of(fields: Fields) -> Size:
    """Any size; what a terminal cannot have is clamped when it is applied."""
    return Size(whole_of(fields, "cols", -MOST, MOST), whole_of(fields, "rows", -MOST, MOST))
