"""What may stand in a log: no secrets, and of what the user writes only how much there is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchline.core.regexes import regex

HIDDEN = "[hidden]"

_SCHEME = r"(?:(?:bearer|basic|token)\s{1,4})?"
_VALUE = rf"""(?!{_SCHEME}\[hidden\])(?:"[^"\n]*"|'[^'\n]*'|{_SCHEME}[^\s,;&"'}}\])]+)"""
_WORDS = ("password", "passwd", "passphrase", "secret", "token", "credential", "authorization", "cookie", "key")
_NAMES = (
    r"(?:password|passwd|passphrase|secret|token|credential|authorization|cookie"
    r"|(?:api|access|private|auth)[-_ ]?key)[\w.-]{0,40}"
    r"|key"  # only at the end of a name: a KeyError is none
)
_NAMED = regex(
    # --token X, --token=X; as words of a list, too
    rf"(?P<name>(?<![\w-])--?[\w-]{{0,40}}?(?:{_NAMES})(?:[\"'],?)?(?:\s{{1,4}}|=)"
    rf"|(?:{_NAMES})[\"']?\s{{0,4}}[:=]\s{{0,4}}){_VALUE}",
    re.IGNORECASE,
)
_PLAIN = regex(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^/\s@\"']+(?=@)"  # a login in an address
    r"|(?P<name>\b(?i:bearer\s{1,4}|basic\s{1,4}(?=\S*[0-9=])))[\w.~+/=-]{8,}"
    r"|\b(?:sk|pk|rk)[-_][\w-]{8,}"
    r"|\b(?:gh[pousr]|github_pat|glpat|npm|hf|pypi|xox[a-z])[-_][\w.-]{8,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bAIza[\w-]{20,}|\beyJ[\w-]{8,}(?:\.[\w-]+)*"
    # Long mixtures, but for parts of paths; hexadecimal numbers, but for git's ids.
    r"|(?<![\w/.-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[\w-]{24,}(?![\w/-])"
    r"|\b(?:[0-9a-fA-F]{32,39}|[0-9a-fA-F]{41,})\b",
    re.DOTALL,
)
_ID = regex(r"[0-9a-f-]{1,36}|[A-Za-z]{1,40}")
_IDS = frozenset({"id", "session", "promptId", "op", "level", "event"})


def hide_secrets(text: str) -> str:
    """The text with `HIDDEN` in place of tokens, keys, passwords and logins. Paths, ids and names stay."""
    text = _PLAIN.sub(_hidden, text)
    lowered = text.lower()
    # Most lines have no such word, and looking for the words alone is quick.
    return _NAMED.sub(_hidden, text) if any(word in lowered for word in _WORDS) else text


def _hidden(found: re.Match[str]) -> str:
    return (found["name"] or "") + HIDDEN


def outline(fields: Mapping[str, object]) -> str:
    """`name=value …`: ids, numbers and truth as they are; of texts, lists and objects how long they are."""
    return " ".join(f"{name}={_outlined(name, value)}" for name, value in fields.items())


def _outlined(name: str, value: object) -> str:
    if value is None or isinstance(value, (bool, int, float)):
        return str(value)
    if isinstance(value, str):
        is_id = name in _IDS and _ID.fullmatch(value)
        return value if is_id else f"<{len(value)} characters>"
    if isinstance(value, (list, tuple, Mapping)):
        return f"<{len(value)} entries>"
    return f"<{type(value).__name__}>"
