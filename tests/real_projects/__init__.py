"""Projects of registries run their own tests in a new session."""
