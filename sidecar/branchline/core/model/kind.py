"""The kinds of work that a session may be for."""

from __future__ import annotations

import enum


class WorkKind(str, enum.Enum):
    """What work a session is for."""

    DEBUG = "debug"
    """Something that is there does not do what it should: find out why, and mend it."""
    PLANNING = "planning"
    """Think, explain or decide; what comes of it is read."""
    DEVELOPMENT = "development"
    """Make or change something: code, tests, documents, settings."""
    CODE_REVIEW = "code-review"
    """Judge what somebody else changed."""
