"""What git itself does not bring into a new worktree."""
