"""Commands for shells and scripts."""
