"""A worktree's full state as a commit under refs/branchline."""
