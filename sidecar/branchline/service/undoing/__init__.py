"""Taking back what was changed, and trying a session's files in the main checkout."""
