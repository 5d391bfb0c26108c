"""Which bytes type a text, and which texts can be typed at all."""

from __future__ import annotations

from branchline.core.errors import BranchlineError, ErrorCode

MAX_TEXT = 256 * 1024
"""Characters in one instruction. Agents take far less; beyond it, a file is the better place."""

CLEAR = "\x15"
"""Takes away what is typed, in a terminal's own line and in every line editor."""
PASTE_START, PASTE_END = b"\x1b[200~", b"\x1b[201~"
PIECE = 16
"""Characters typed at once: few enough that a dialog which opens meanwhile gets no whole sentence."""


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


def keystrokes(text: str, *, paste: bool) -> list[bytes]:
    """Pieces to write one after the other; `paste` makes it one bracketed paste, which goes in at once.

    Without a bracketed paste a line end would submit, so there it becomes a space.
    """
    if paste:
        return [PASTE_START + text.encode() + PASTE_END]
    line = text.replace("\n", " ")
    return [line[start : start + PIECE].encode() for start in range(0, len(line), PIECE)]
