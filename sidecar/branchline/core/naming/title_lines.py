"""Any text as a session's title."""

from __future__ import annotations

import unicodedata

from branchline.core.naming.slugs import cut

MAX_TITLE = 60


def line(text: str) -> str:
    """Any text as a title: on one line, without what cannot be shown, at most 60 characters."""
    shown = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in text[: 4 * MAX_TITLE])
    return cut(unicodedata.normalize("NFC", " ".join(shown.split())), MAX_TITLE, " ").strip()
