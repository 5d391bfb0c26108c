"""Bytes from a terminal -> keys. Sans-I/O: bytes may be cut anywhere."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
_CSI = re.compile(r"\x1b\[([0-?]*)[ -/]*([@-~])")
_CSI_NAMES = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "Z": "back-tab"}
_TILDE_NAMES = {"1": "home", "3": "delete", "4": "end", "7": "home", "8": "end"}
_CONTROL_NAMES = {
    "\r": "enter",
    "\n": "newline",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x01": "home",
    "\x05": "end",
    "\x03": "ctrl-c",
    "\x04": "ctrl-d",
    "\x15": "ctrl-u",
}


@dataclass(frozen=True)
class Key:
    """`name` is `text`, `paste`, or a key's name; only the first two carry `text`."""

    name: str
    text: str = ""


class KeyDecoder:
    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._paste: str | None = None

    @property
    def undecided(self) -> bool:
        """What came last may be the Escape key or the start of a longer key: ask `flush` when nothing follows."""
        return self._rest == "\x1b"

    def feed(self, data: bytes) -> list[Key]:
        self._rest += self._utf8.decode(data)
        keys: list[Key] = []
        while self._rest:
            used, key = self._next()
            if not used:
                break
            self._rest = self._rest[used:]
            if key is not None:
                keys.append(key)
        return keys

    def flush(self) -> list[Key]:
        if not self.undecided:
            return []
        self._rest = ""
        return [Key("escape")]

    def _next(self) -> tuple[int, Key | None]:
        """How many characters the next key takes (0: more must come), and the key unless it means nothing."""
        text = self._rest
        if self._paste is not None:
            return self._pasted(self._paste, text)
        if text.startswith(_PASTE_START):
            self._paste = ""
            return len(_PASTE_START), None
        if text[0] != "\x1b":
            plain = re.match(r"[^\x00-\x1f\x7f]+", text)
            if plain:
                return plain.end(), Key("text", plain[0])
            name = _CONTROL_NAMES.get(text[0])
            return 1, Key(name) if name else None
        if len(text) == 1:
            return 0, None
        if text[1] == "O" and len(text) > 2:
            name = _CSI_NAMES.get(text[2])
            return 3, Key(name) if name else None
        if text[1] not in "[O":
            return 1, Key("escape")
        found = _CSI.match(text)
        if found is None:
            return (0, None) if len(text) < 32 else (1, None)  # longer than any key: not one
        name = _TILDE_NAMES.get(found[1]) if found[2] == "~" else _CSI_NAMES.get(found[2])
        return found.end(), Key(name) if name else None

    def _pasted(self, so_far: str, text: str) -> tuple[int, Key | None]:
        """What is pasted may end in a piece of the end mark, which is kept until the rest of it comes."""
        end = text.find(_PASTE_END)
        if end >= 0:
            whole, self._paste = so_far + text[:end], None
            return end + len(_PASTE_END), Key("paste", whole.replace("\r\n", "\n").replace("\r", "\n"))
        keep = next((n for n in range(len(_PASTE_END) - 1, 0, -1) if text.endswith(_PASTE_END[:n])), 0)
        self._paste = so_far + text[: len(text) - keep]
        return len(text) - keep, None
