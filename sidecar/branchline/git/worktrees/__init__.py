"""Linked worktrees: made, removed, found again."""
