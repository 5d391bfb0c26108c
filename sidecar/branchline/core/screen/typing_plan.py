"""Which bytes type a text, and which texts can be typed at all."""

from __future__ import annotations

from collections.abc import Iterator

from branchline.core.errors import BranchlineError, ErrorCode

MAX_TEXT = 256 * 1024
"""Characters in one instruction. Agents take far less; beyond it, a file is the better place."""

PASTE_START, PASTE_END = b"\x1b[200~", b"\x1b[201~"
_PIECE = 1024


def check_text(text: str) -> str:
    """The text with line ends made `\\n`. Raises BAD_TEXT when it cannot be typed as it is.

    Control characters are keys to a terminal program: Escape ends a paste, and what follows it would be
    typed as commands.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise BranchlineError(
            ErrorCode.BAD_TEXT,
            f"The text has {len(text):,} characters, the limit is {MAX_TEXT:,}. Put it into a file and name the file.",
        )
    for character in text:
        code = ord(character)
        if (code < 0x20 and character not in "\n\t") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
            raise BranchlineError(
                ErrorCode.BAD_TEXT,
                f"The text contains the control character U+{code:04X}, which would be taken for a key. Remove it.",
            )
    return text


def keystrokes(text: str, *, paste: bool) -> Iterator[bytes]:
    """Pieces to write one after the other; `paste` wraps them as one bracketed paste.

    Without a bracketed paste a line end would submit, so there it becomes a space.
    """
    if paste:
        data = PASTE_START + text.encode() + PASTE_END
        for start in range(0, len(data), _PIECE):
            yield data[start : start + _PIECE]
    else:
        for character in text.replace("\n", " "):
            yield character.encode()
