"""Characters that make a text look like another one: nothing that holds one is judged, a person should look."""

from __future__ import annotations

import unicodedata

from branchline.core.regexes import regex

LONGEST_LINE = 1500
LONGEST_TEXT = 8000
WIDEST_GAP = 60
"""Blanks in a row; more than that pushes what follows off the screen."""

_GAP = regex(rf"[ \t]{{{WIDEST_GAP},}}|(?:[ \t]*\n){{6,}}")
_LETTERS = regex(r"[^\W\d_]+")
_LIKE_LATIN = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET", "OSAGE", "MODIFIER")


def suspicious(text: str) -> str | None:
    """Why the text may not be what it seems, as a clause; None: what is seen is what is there."""
    if len(text) > LONGEST_TEXT or max(map(len, text.split("\n"))) > LONGEST_LINE:
        return "it is longer than a screen can show"
    if _GAP.search(text):
        return "a long gap may hide what follows"
    if text.isascii():
        bad = next((each for each in text if (each < " " and each not in "\n\t") or each == "\x7f"), None)
        return None if bad is None else f"it holds the control character U+{ord(bad):04X}"
    for each in text:
        if (each < " " and each not in "\n\t") or (each > "~" and _is_bad(each)):
            return f"it holds the character U+{ord(each):04X}, which hides or imitates others"
    for run in _LETTERS.findall(text):
        names = [unicodedata.name(each, "") for each in run if not each.isascii()]
        if len(names) < len(run) and any(name.startswith(_LIKE_LATIN) for name in names):
            return f"“{run}” mixes alphabets whose letters look alike"
    return None


def _is_bad(character: str) -> bool:
    """Control, formatting, private and unassigned characters, odd blanks, marks that are drawn over others, and what is
    another way to write an ASCII character."""
    if unicodedata.category(character)[0] in "CZM" or character in "ʹʺʻʼʽˈˊˋ˂˃˄˅٪٭۔∕∖∗∣∶⁄⧵⧸⹀․‚‐‑‒꞉ǃ׃ıſ":
        return True
    plain = unicodedata.normalize("NFKC", character)
    return len(plain) == 1 and plain.isascii()
