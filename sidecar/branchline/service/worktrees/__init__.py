"""Worktrees that are ready before a session asks for one."""
