"""Branchline's sidecar: terminal coding agents, each on its own branch in its own git worktree."""

__version__ = "0.1.0"
