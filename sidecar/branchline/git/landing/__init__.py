"""A session's work is committed, merged in a worktree of its own, and its parent branch moved."""
