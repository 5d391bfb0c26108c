"""What the tables of requests and notifications hold.

Each noun has `METHODS` and `NOTIFICATIONS`, which the sidecar sends; and `CLIENT_NOTIFICATIONS` where clients tell it
something that needs no answer.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Method:
    """A request: the classes of its params and result, and a sentence that says what it does."""

    params: type
    result: type
    doc: str


@attrs.frozen
class Query(Method):
    """A request that only reads. Before any other one it is looked up anew who asks."""


@attrs.frozen
class Notification:
    """What one side tells unasked: the class of its params, and a sentence that says when."""

    params: type
    doc: str
