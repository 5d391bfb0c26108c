"""Texts that nobody types in good faith."""

HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "../../etc/passwd",
    "-rf",
    "--upload-pack=touch x",
    "$(reboot)",
    "a\nb\r\nc",
    "\u202egnp.exe",
    "\ud800 lone surrogate",
    "x" * 1_000_000,
    "\u0301" * 1_000_000,
    "\ufdfa" * 1_000,
    "🙂" * 500,
    ".lock",
    "HEAD",
    "@{u}",
    "refs/heads/..",
]
