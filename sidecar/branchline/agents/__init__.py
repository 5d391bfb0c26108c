"""One file per agent: how it starts, takes text, and what its screens mean."""
