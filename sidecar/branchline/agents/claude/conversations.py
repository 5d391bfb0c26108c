"""Claude Code's conversations: a file of JSON lines each, in a folder named after the one that they are about."""

from __future__ import annotations

import os
import re
from pathlib import Path

from branchline.agents.shared.agent import Conversation, ConversationRequest
from branchline.agents.shared.json_lines import first_lines, newest

_FOLDER = "projects"
"""Below its configuration folder."""


def latest(request: ConversationRequest) -> Conversation | None:
    """The one that was used last. Its files are only read; None where there is none."""
    home = request.environment.get("HOME", "")
    configuration = request.environment.get("CLAUDE_CONFIG_DIR") or os.path.join(home, ".claude")
    # Measured with 2.1.332: whatever is no letter or digit becomes a dash.
    folder = re.sub(r"[^A-Za-z0-9]", "-", os.path.realpath(request.worktree))
    for path in newest(Path(configuration, _FOLDER, folder).glob("*.jsonl"), request.since):
        if (words := _words(path)) is not None:
            return Conversation(path.stem, path.stat().st_mtime, words)
    return None


def _words(path: Path) -> str | None:
    """What the user said first; None where nothing was said, so that there is nothing to go on with."""
    for line in first_lines(path):
        message = line.get("message")
        if line.get("type") != "user" or line.get("isMeta") or not isinstance(message, dict):
            continue
        content = message.get("content")
        if isinstance(content, list):
            content = next((part.get("text") for part in content if isinstance(part, dict) and "text" in part), None)
        if isinstance(content, str) and content.strip():
            return content.strip()
    return None
