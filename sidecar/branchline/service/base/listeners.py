"""Those who want to hear of something. What one of them does, or fails to do, costs the others nothing."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class Listeners(Generic[T]):
    """All hear the same in the same order, whatever a listener causes in its turn: that is told when all have heard
    what came before. Listeners are called in the order in which they were added, and must not block."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []
        self._untold: deque[tuple[T, tuple[Callable[[T], None], ...]]] = deque()
        self._telling = False

    def add(self, listener: Callable[[T], None]) -> None:
        """It hears of what happens from now on, once however often it is added."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def remove(self, listener: Callable[[T], None]) -> None:
        """It hears nothing more, also where it is just being told. One that is not there is no error."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def tell(self, news: T) -> None:
        """Raises nothing: a listener that fails is for the log."""
        self._untold.append((news, tuple(self._listeners)))
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                self._tell_all(*self._untold.popleft())
        finally:
            self._telling = False

    def _tell_all(self, news: T, listeners: tuple[Callable[[T], None], ...]) -> None:
        for listener in listeners:
            if listener not in self._listeners:
                continue  # It was removed meanwhile.
            try:
                listener(news)
            except Exception:  # whatever is wrong with it, the others and whoever tells must not suffer
                log.exception("%s could not take %s", getattr(listener, "__qualname__", listener), type(news).__name__)
