"""Sets and lists of words, written as one text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
