"""What a new worktree has of the main checkout besides what git brings."""
