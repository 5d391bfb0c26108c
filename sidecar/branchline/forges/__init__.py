"""Issues and pull requests, by the user's own `gh` or `glab`."""
