"""JSON as VS Code writes it: with comments and trailing commas."""

from __future__ import annotations

import json
import re
from typing import Any

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*(?:(?://[^\n]*|/\*.*?\*/)\s*)*[}\]])', re.DOTALL)


def loads(text: str) -> Any:
    """Raises ValueError, RecursionError."""
    return json.loads(_TOKEN.sub(lambda found: found[0] if found[0].startswith('"') else " ", text.lstrip("\ufeff")))
