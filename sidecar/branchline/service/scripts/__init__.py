"""What a project itself has run in its worktrees: to set them up, to try the work in them, before they go."""
