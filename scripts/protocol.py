"""`make protocol`: writes what the sidecar's messages say as the extension's types and as docs/protocol.md."""

from __future__ import annotations

from pathlib import Path

import protocol_markdown
import protocol_typescript
from protocol_source import nouns

ROOT = Path(__file__).parents[1]
TYPES = ROOT / "extension" / "src" / "protocol"
PAGE = ROOT / "docs" / "protocol.md"


def generated() -> dict[Path, str]:
    """The content of each file. Those that are in `TYPES` beside them are left from before."""
    found = nouns()
    types = {TYPES / name: content for name, content in protocol_typescript.files(found).items()}
    return {**types, PAGE: protocol_markdown.page(found)}


def main() -> None:
    contents = generated()
    TYPES.mkdir(exist_ok=True)
    for file in sorted(set(TYPES.glob("*.ts")) - set(contents)):
        file.unlink()
    for file, content in contents.items():
        file.write_text(content)


if __name__ == "__main__":
    main()
