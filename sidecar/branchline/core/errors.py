"""The one error that crosses layers: a stable code for programs, a sentence for people."""

from __future__ import annotations

from branchline.core.error_codes import ErrorCode as ErrorCode


class BranchlineError(Exception):
    """Something the user can act on.

    `message` says what happened and what to do. `data` holds JSON-able details for the client, such as what a refused
    remove would delete.
    """

    def __init__(self, code: ErrorCode, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def shown(path: str) -> str:
    """A path for a sentence: short enough, and without characters that would disturb it."""
    text = path if len(path) <= 200 else path[:200] + "…"
    return "".join(character if character.isprintable() else "�" for character in text)
