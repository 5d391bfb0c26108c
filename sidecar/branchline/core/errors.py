"""The one error that crosses layers: a stable code for programs, a sentence for people."""

from __future__ import annotations


class BranchlineError(Exception):
    """Something the user can act on.

    `code` is stable and upper-case (`NOT_A_REPO`, `DIRTY`, …). `message` says what happened and what
    to do. `data` holds JSON-able details for the client, such as what a refused remove would delete.
    """

    def __init__(self, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data
