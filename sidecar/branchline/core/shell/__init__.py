"""A command line as a shell reads it."""
