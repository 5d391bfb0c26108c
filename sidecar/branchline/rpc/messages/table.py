"""What the tables of requests and notifications hold."""

from __future__ import annotations

import attrs


@attrs.frozen
class Method:
    """A request: the classes of its params and result, and a sentence that says what it does."""

    params: type
    result: type
    doc: str


@attrs.frozen
class Notification:
    """What the sidecar tells unasked: the class of its params, and a sentence that says when."""

    params: type
    doc: str
