"""A session's work comes into its parent branch, or goes to where others see it."""
