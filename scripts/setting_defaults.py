"""`make settings`: the settings' defaults, from the sidecar, which reads them, into the manifest, which shows them.

VS Code must show the default that holds. It is written down once, in `core/session/settings.py` and what that imports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import toolchain
from branchline.core.session.settings import defaults

MANIFEST = toolchain.EXTENSION / "package.json"


def flat(values: Mapping[str, Any], prefix: str = "branchline.") -> dict[str, Any]:
    """By the names that the manifest has; `autoYes` is an object on the wire only."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key == "autoYes":
            found |= flat(value, f"{prefix}autoYes.")
        else:
            found[prefix + key] = int(value) if isinstance(value, float) and value.is_integer() else value
    return found


def declared(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What the manifest says of each setting, by its key, whatever group it stands in."""
    return {
        key: each for group in manifest["contributes"]["configuration"] for key, each in group["properties"].items()
    }


def written(manifest: Mapping[str, Any]) -> str:
    """The manifest's text with the defaults in it. Raises KeyError for a setting that it does not declare."""
    whole = json.loads(json.dumps(manifest))
    settings = declared(whole)
    for key, default in flat(defaults()).items():
        settings[key]["default"] = default
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    MANIFEST.write_text(written(json.loads(MANIFEST.read_text())))
