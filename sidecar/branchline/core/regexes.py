"""Regular expressions that are compiled when they are first used.

There are hundreds, and a run of the sidecar needs those of the agents that run, and of the commands that they ask for.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class Later(Generic[AnyStr]):
    """Stands for a compiled one; what it is asked for once it has itself from then on."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._text: AnyStr = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.compiled(), name)
        if not name.startswith("__"):
            vars(self)[name] = value
        return value

    def compiled(self) -> re.Pattern[AnyStr]:
        """Raises re.error."""
        return re.compile(self._text, self._flags)


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for its methods: the functions of `re` do not take it."""
    return cast("re.Pattern[AnyStr]", Later(text, flags))
