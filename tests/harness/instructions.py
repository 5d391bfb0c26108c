"""Instructions with the kind of work that they ask for: their label."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import attrs

FOLDER = Path(__file__).parents[1] / "data" / "instructions"


@attrs.frozen
class Labelled:
    id: str
    instruction: str
    kind: str

    @property
    def is_kept_out(self) -> bool:
        """Of tuning: the rules were made without a look at what becomes of it."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1


def labelled() -> Iterator[Labelled]:
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            yield Labelled(**json.loads(line))
